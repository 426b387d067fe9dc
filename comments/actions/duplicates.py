"""The same words sent to the same place twice."""

from django.db import connection
from wagtail.models import Page

from comments import hashing
from comments.actions.writers import Writer
from comments.errors import Duplicate
from comments.models import ReaderComment


def refuse(page: Page, writer: Writer, cleaned: str, *, parent: int | None, block: str) -> None:
    """Raise Duplicate where the same account, or else the same address, has sent the same words to the same place before."""
    same = ReaderComment.norel_objects.filter(
        page_id=page.pk, text_hash=hashing.of_text(cleaned), in_reply_to_id=parent, block=block
    )
    if writer.user is not None:
        same, who = same.filter(user_id=writer.user.pk), f"user:{writer.user.pk}"
    elif writer.visitor:
        same, who = same.filter(visitor=writer.visitor), writer.visitor
    elif writer.email:
        who = hashing.of_email(writer.email)
        same = same.filter(email_hash=who)
    else:
        return
    if connection.vendor == "postgresql" and parent is None:
        # Two of the same at once do not see each other: the second waits until the first is committed. A reply already has
        # its thread's lock, and on SQLite the transaction is the only one that writes.
        with connection.cursor() as cursor:
            name = f"{page.pk} {who} {hashing.of_text(cleaned)}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
    if same.exists():
        raise Duplicate
