"""Discussions of two sizes, written straight into the tables: what a page of each costs should be the same."""

import random
from collections.abc import Iterator
from datetime import timedelta

SMALL, LARGE = 100, 100_000
REPLIES = 9  # to every first comment
PORTION = 2000


def discuss(page, number: int) -> list[int]:
    """Give `page` so many approved comments, every tenth the first of a thread; give the ids of those."""
    from django.db import connection
    from django.utils import timezone
    from django_comments.models import Comment
    from django_comments_xtd.models import XtdComment

    from comments import threads
    from comments.models import Discussion, ReaderComment

    chance = random.Random(page.pk)  # noqa: S311
    last = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    began, roots, root = timezone.now() - timedelta(days=30), [], 0
    rows: dict[type, list] = {Comment: [], XtdComment: [], ReaderComment: []}

    def write() -> None:
        for model, made in rows.items():
            fields = [field for field in model._meta.local_concrete_fields if not field.generated]
            model._base_manager._insert(made, fields=fields, using=connection.alias)
            made.clear()

    for place, pk in enumerate(range(last + 1, last + 1 + number)):
        at, is_root = began + timedelta(seconds=place), place % (REPLIES + 1) == 0
        if is_root:
            root = pk
            roots.append(pk)
        path = threads.encode(root) + ("" if is_root else threads.encode(pk))
        shared = {"content_type_id": page.content_type_id, "object_pk": str(page.pk), "site_id": 1, "submit_date": at}
        words = {"user_name": "Ana", "comment": f"A considered remark, number {pk}.", "is_public": True}
        rows[Comment].append(Comment(id=pk, **shared, **words))
        below = 0 if not is_root else min(REPLIES, number - place - 1)
        tree = {"thread_id": root, "parent_id": root, "level": int(not is_root), "order": pk - root + 1}
        rows[XtdComment].append(XtdComment(comment_ptr_id=pk, nested_count=below, **tree))
        likes = chance.randrange(6) if is_root else 0
        mine = {
            "page_id": page.pk,
            "status": "approved",
            "visible": 1,
            "thread": root,
            "path": path,
            "submitted_at": at,
        }
        ours = {"depth": int(not is_root), "likes": likes, "points": likes, "reply_count": below}
        above = None if is_root else root
        body = {"body_html": f"<p>{words['comment']}</p>", "parent_comment_id": above, "in_reply_to_id": above}
        rows[ReaderComment].append(ReaderComment(xtdcomment_ptr_id=pk, **mine, **ours, **body))
        if len(rows[Comment]) == PORTION:
            write()
    if rows[Comment]:
        write()
    Discussion.objects.update_or_create(page_id=page.pk, defaults={"comment_count": number, "thread_count": len(roots)})
    return roots


def paths() -> Iterator[tuple[str, str]]:
    """Give what is measured of both discussions: a name, and the address with its query."""
    from django.db import connection

    from articles.models import ArticlePage
    from comments import cursors
    from comments.models import ReaderComment

    article = ArticlePage.objects.filter(live=True).first()
    for number in (SMALL, LARGE):
        page = ArticlePage(title=f"{number} comments", slug=f"bench-{number}", live=True)
        article.get_parent().add_child(instance=page)
        roots = discuss(page, number)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        middle = roots[len(roots) // 2]
        points = ReaderComment.objects.values_list("points", flat=True).get(pk=middle)
        deep = {
            "oldest": cursors.encode(middle),
            "newest": cursors.encode(middle),
            "top": cursors.encode(points, middle),
        }
        for order, cursor in deep.items():
            listed = f"/api/v2/comments/?page={page.pk}&order={order}"
            yield f"{number:,} comments, {order}: the first 20 threads", listed
            yield f"{number:,} comments, {order}: 20 half-way down", f"{listed}&cursor={cursor}"
        yield f"{number:,} comments: replies of one", f"/api/v2/comments/{middle}/replies/"
        yield f"{number:,} comments: a permalink in its place", f"/api/v2/comments/{middle + 3}/context/"
