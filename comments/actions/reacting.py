"""A reader likes or dislikes a comment, or likes an article: once each, however often it is sent."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from comments import bans
from comments.errors import CommentNotFound, TooManyReaders
from comments.models import Discussion, PageLike, Reaction, ReaderComment
from comments.readers import Reader
from comments.signals import discussion_changed
from comments.visibility import upsert

# Ids that a front end makes up cost nothing; so many of them are believed of one network in an hour.
BROWSERS_OF_A_NETWORK = 20
WINDOW = timedelta(hours=1)


def react(comment_id: int, value: str, *, reader: Reader) -> dict[str, int]:
    """Let a reader like or dislike a comment (Reaction.Value) instead of whatever they said of it before.

    Gives the counts {like, dislike}. Raises CommentNotFound, Banned, TooManyReaders.
    """
    bans.refuse_reader(reader, lambda: bans.path_of(comment_id))
    return _change(comment_id, reader, now=value)


def take_back(comment_id: int, value: str, *, reader: Reader) -> dict[str, int]:
    """Take a reader's like or dislike of a comment back, if that is what they said of it; gives the counts.

    Raises CommentNotFound, Banned.
    """
    bans.refuse_reader(reader, lambda: bans.path_of(comment_id))
    return _change(comment_id, reader, gone=value)


def like_page(page: Page, *, reader: Reader) -> int:
    """Let a reader like an article; gives how many do. Raises Banned, TooManyReaders."""
    bans.refuse_reader(reader, lambda: page.path)
    with transaction.atomic():
        rows = PageLike.objects.filter(page_id=page.pk)
        if not rows.filter(reader=reader.key).exists():
            _refuse_made_up(rows, reader)
            now = {"network": reader.network, "at": timezone.now()}
            _, created = PageLike.objects.get_or_create(page_id=page.pk, reader=reader.key, defaults=now)
            _add_likes(page.pk, int(created))
    return likes_of(page.pk)


def unlike_page(page: Page, *, reader: Reader) -> int:
    """Take a reader's like of an article back; gives how many are left. Raises Banned."""
    bans.refuse_reader(reader, lambda: page.path)
    with transaction.atomic():
        deleted, _ = PageLike.objects.filter(page_id=page.pk, reader=reader.key).delete()
        _add_likes(page.pk, -deleted)
    return likes_of(page.pk)


def likes_of(page_id: int) -> int:
    """Give how many readers like an article."""
    return Discussion.objects.filter(page_id=page_id).values_list("likes", flat=True).first() or 0


def _change(comment_id: int, reader: Reader, *, now: str = "", gone: str = "") -> dict[str, int]:
    """Change what a reader says of a comment, with its row locked, so that its counts have one writer at a time."""
    with transaction.atomic():
        rows = ReaderComment.norel_objects.filter(pk=comment_id)
        # Columns of one table alone: what is locked is the comment's own row.
        shown = rows.counted().select_for_update().values_list("page_id", "likes", "dislikes").first()
        if shown is None:
            raise CommentNotFound
        page_id, likes, dislikes = shown
        mine = Reaction.objects.filter(comment_id=comment_id, reader=reader.key)
        before = mine.values_list("value", flat=True).first() or ""
        if (now and now == before) or (gone and gone != before):
            return {"like": likes, "dislike": dislikes}
        if not now:
            mine.delete()
        elif before:
            mine.update(value=now, at=timezone.now())
        else:
            _refuse_made_up(Reaction.objects.filter(comment_id=comment_id), reader)
            row = {"reader": reader.key, "network": reader.network, "at": timezone.now()}
            Reaction.objects.create(comment_id=comment_id, page_id=page_id, value=now, **row)
        more_likes = (now == Reaction.Value.LIKE) - (before == Reaction.Value.LIKE)
        more_dislikes = (now == Reaction.Value.DISLIKE) - (before == Reaction.Value.DISLIKE)
        rows.update(
            likes=F("likes") + more_likes,
            dislikes=F("dislikes") + more_dislikes,
            points=F("points") + more_likes - more_dislikes,
        )
        discussion_changed.send(sender=Reaction, pages={page_id})
    return {"like": likes + more_likes, "dislike": dislikes + more_dislikes}


def _add_likes(page_id: int, number: int) -> None:
    if not number:
        return
    row = (page_id, Discussion.Openness.SITE, 0, 0, number)
    upsert(Discussion, ["page_id"], ["openness"], ["comment_count", "thread_count", "likes"], [row])
    discussion_changed.send(sender=PageLike, pages={page_id})


def _refuse_made_up(rows, reader: Reader) -> None:
    if not reader.is_made_up:
        return
    lately = rows.filter(network=reader.network, at__gt=timezone.now() - WINDOW)
    if lately.count() >= BROWSERS_OF_A_NETWORK:
        raise TooManyReaders(wait=WINDOW.total_seconds())
