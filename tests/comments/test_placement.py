"""Where a new comment's rows go: all three or none, in a constant number of statements, in order for ever."""

import re
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models.signals import pre_save
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django_comments.models import Comment
from django_comments_xtd.models import XtdComment

from comments import indexing, threads, visibility
from comments.models import CommentWords, Decision, IdempotencyKey, ReaderComment
from tests.comments import consistency


def bulk_replies(root: ReaderComment, number: int, *, last_order: int | None = None) -> list[int]:
    """Make `number` approved replies below `root` in three statements, their orders ending at `last_order`; give their ids.

    Their counts are brought in line as the actions would leave them.
    """
    first = (root_orders(root).last() if last_order is None else last_order - number) + 1
    orders = range(first, first + number)
    shared = {
        field.attname: field.get_db_prep_save(getattr(root, field.attname), connection)
        for model in (Comment, XtdComment, ReaderComment)
        for field in model._meta.local_concrete_fields
    }
    shared |= {"status": "approved", "visible": 1, "depth": 1, "level": 1, "reply_count": 0, "nested_count": 0}
    shared |= {"parent_id": root.pk, "parent_comment_id": root.pk, "in_reply_to_id": root.pk}
    newest = Comment.objects.order_by("pk").last().pk
    ids = range(newest + 1, newest + 1 + number)
    _insert(Comment, shared, ["id"], [(pk,) for pk in ids])
    _insert(XtdComment, shared, ["comment_ptr_id", "order"], list(zip(ids, orders, strict=True)))
    paths = [(pk, root.path + threads.encode(pk)) for pk in ids]
    _insert(ReaderComment, shared, ["xtdcomment_ptr_id", "path"], paths)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('django_comments', 'id'), %s)", [ids[-1]])
    visibility.Recount({root.pk}).finish({root.pk: root.path})
    same = indexing.words_of(root)
    CommentWords.objects.bulk_create([CommentWords(comment_id=pk, words=same) for pk in ids], batch_size=2000)
    return list(ids)


def root_orders(root: ReaderComment):
    return ReaderComment.objects.filter(thread=root.pk).order_by("order").values_list("order", flat=True)


def _insert(model, shared: dict, varying: list[str], rows: list[tuple]) -> None:
    """Insert a row of `model` for each of `rows`, which give the columns that are not `shared` by all."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    # Both databases name the columns of a bare VALUES column1, column2 and so on.
    chosen = [f"column{varying.index(field.attname) + 1}" if field.attname in varying else "%s" for field in fields]
    constants = [shared[field.attname] for field in fields if field.attname not in varying]
    place = "(" + ", ".join(["%s"] * len(varying)) + ")"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 2000):
            some = rows[start : start + 2000]
            cursor.execute(
                f"INSERT INTO {quote(model._meta.db_table)} ({names}) SELECT {', '.join(chosen)}"
                f" FROM (VALUES {', '.join([place] * len(some))}) AS made",
                [*constants, *(value for row in some for value in row)],
            )


@contextmanager
def failing_insert(model):
    """Let the insert into one table fail, as a full disk would."""

    def fail(**kwargs: object) -> None:
        raise OSError("No space left on device")

    pre_save.connect(fail, sender=model)
    try:
        yield
    finally:
        pre_save.disconnect(fail, sender=model)


class TestInsert:
    @pytest.mark.parametrize("failing", [Comment, XtdComment, ReaderComment])
    def test_what_fails_between_the_tables_leaves_no_partial_row(self, transactional_db, discussion, failing):
        with failing_insert(failing), pytest.raises(OSError, match="No space"):
            discussion.submit(idempotency_key="k")
        for model in (Comment, XtdComment, ReaderComment, Decision, IdempotencyKey):
            assert model.objects.count() == 0, model

    @pytest.mark.parametrize("failing", [XtdComment, ReaderComment])
    def test_a_reply_that_fails_leaves_the_thread_as_it_was(
        self, transactional_db, discussion, article, failing, rules
    ):
        rules(pre_moderation=False)
        root = discussion.pending()
        with failing_insert(failing), pytest.raises(OSError, match="No space"):
            discussion.submit(parent=root)
        assert Comment.objects.count() == 1
        consistency.check(article)


class TestStatements:
    """The number of statements is the same in an empty thread and in one of thousands."""

    MOST = 12

    @pytest.mark.parametrize("pre_moderation", [True, False])
    def test_they_do_not_grow_with_the_thread(self, discussion, rules, pre_moderation):
        root = discussion.approved()
        rules(pre_moderation=pre_moderation)
        discussion.submit(parent=root)  # what is kept in memory is there
        alone = statements(lambda: discussion.submit(parent=root))
        bulk_replies(root, 2000)
        crowded = statements(lambda: discussion.submit(parent=root))
        assert [sql[:300] for sql in crowded if kind(sql) not in map(kind, alone)] == []
        assert len(crowded) == len(alone)
        # One that is held is its rows and its log; one that is shown is also counted in four tables, and it is asked whether
        # a site shows pictures.
        assert len(crowded) <= (self.MOST if pre_moderation else self.MOST + 5), [sql[:200] for sql in crowded]
        consistency.check(discussion.page)

    def test_the_rows_alone(self, discussion, by):
        root = discussion.approved()
        comment = discussion.pending(parent=root)
        comment.pk = comment.id = None
        comment._state.adding = True
        assert len(statements(comment.save)) <= 6


def kind(sql: str) -> str:
    """Give a statement without its numbers, strings and dates, which differ from one comment to the next."""
    return re.sub(r"'[^']*'|\d+", "?", sql)


def statements(call) -> list[str]:
    """Give what `call` asks of the database in its transaction, which in a test is marked by savepoints."""
    with CaptureQueriesContext(connection) as captured:
        call()
    asked = [query["sql"] for query in captured]
    begun = next(place for place, sql in enumerate(asked) if sql.startswith("SAVEPOINT"))
    return [sql for sql in asked[begun:] if "SAVEPOINT" not in sql[:20]]


class TestSave:
    """What ORM code of other packages does to these rows."""

    def test_saving_an_old_comment_changes_nothing_but_itself(self, discussion, article):
        root = discussion.approved()
        rejected = discussion.decide(discussion.pending(parent=root), "reject")
        discussion.approved(parent=root)
        stored = discussion.again(root)
        stored.likes = 4
        stored.save()
        stored.save(update_fields=["likes"])
        assert discussion.again(root).likes == 4
        assert discussion.again(rejected).is_public is False
        consistency.check(article)


class TestRelabelling:
    def order_of(self, root: ReaderComment) -> list[int]:
        return list(ReaderComment.objects.filter(thread=root.pk).order_by("order").values_list("pk", flat=True))

    def test_a_thread_at_the_integer_s_end_goes_on(self, discussion, article):
        root = discussion.approved()
        ids = bulk_replies(root, 500, last_order=threads.MAX_ORDER)
        with CaptureQueriesContext(connection) as relabelling:
            last = discussion.pending(parent=root)
        with CaptureQueriesContext(connection) as plain:
            after = discussion.pending(parent=root)
        assert self.order_of(root) == [root.pk, *ids, last.pk, after.pk]
        assert len(relabelling) <= len(plain) + 4
        consistency.check(article)

    def test_a_reply_between_two_neighbours_makes_room(self, discussion, article):
        root = discussion.approved()
        ids = bulk_replies(root, 50)
        replies = [discussion.pending(parent=ids[20]) for _ in range(3)]
        assert self.order_of(root) == [root.pk, *ids[:21], *(reply.pk for reply in replies), *ids[21:]]
        consistency.check(article)

    def test_forty_thousand_in_one_thread(self, discussion, article):
        root = discussion.approved()
        ids = bulk_replies(root, 40_000, last_order=threads.MAX_ORDER)
        middle = [discussion.approved(parent=ids[number]) for number in (0, 20_000, 39_999)]
        end = discussion.approved(parent=root)
        deeper = discussion.approved(parent=middle[1])
        expected = [root.pk]
        for number, pk in enumerate(ids):
            expected.append(pk)
            expected += [reply.pk for reply in middle if reply.parent_comment_id == pk]
            expected += [deeper.pk] if number == 20_000 else []
        assert self.order_of(root) == [*expected, end.pk]
        orders = list(root_orders(root))
        assert len(set(orders)) == len(orders) == 40_006
        assert orders[-1] <= threads.MAX_ORDER
        assert discussion.again(root).reply_count == 40_005


class TestOtherPackages:
    """django-comments and xtd count, list and nest these rows as they would their own."""

    @pytest.fixture
    def talk(self, discussion):
        first, second = discussion.approved("First."), discussion.approved("Second.")
        reply = discussion.approved("Reply.", parent=first)
        below = discussion.approved("Below.", parent=reply)
        discussion.decide(reply, "remove")
        discussion.pending("Waiting.")
        hidden = discussion.approved("Hidden.", parent=discussion.approved("Rejected."))
        discussion.decide(hidden.parent_comment, "reject")
        return {"first": first, "second": second, "reply": reply, "below": below}

    def test_its_tags_count_and_list_what_readers_see(self, talk, article):
        template = Template(
            "{% load comments %}{% get_comment_count for page as number %}{% get_comment_list for page as rows %}"
            "{{ number }}{% for row in rows %}|{{ row.comment }}{% endfor %}"
        )
        assert template.render(Context({"page": article})) == "3|First.|Below.|Second."

    def test_xtd_s_tag_nests_them(self, talk, article):
        context = Context({"page": article, "user": AnonymousUser()})
        Template("{% load comments_xtd %}{% get_xtdcomment_tree for page as tree %}").render(context)
        first, second = context["tree"]
        assert (second["comment"].pk, second["children"]) == (talk["second"].pk, [])
        assert first["comment"].pk == talk["first"].pk
        assert [below["comment"].pk for below in first["children"][0]["children"]] == [talk["below"].pk]

    def test_the_tree_of_a_queryset(self, talk, article):
        rows = ReaderComment.objects.shown().filter(page=article).order_by("thread", "order")
        tree = ReaderComment.tree_from_queryset(rows, user=AnonymousUser())

        def shape(nodes):
            return [(node["comment"].pk, shape(node["children"])) for node in nodes]

        first, second, reply, below = (talk[name].pk for name in ("first", "second", "reply", "below"))
        assert shape(tree) == [(first, [(reply, [(below, [])])]), (second, [])]

    def test_get_model_and_the_permalink(self, talk, article):
        import django_comments

        assert django_comments.get_model() is ReaderComment
        assert talk["first"].get_absolute_url() == f"{article.full_url}#c{talk['first'].pk}"
