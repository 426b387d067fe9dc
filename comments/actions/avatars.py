"""Keeps readers' pictures where their site wants them; cms.avatars fetches them."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments import discussions, hashing
from comments.models import Avatar, ReaderComment
from comments.models.avatars import new_name
from comments.signals import discussion_changed

FRESH = timedelta(days=30)  # so long nobody is asked for the same picture again


def wanted_avatars(comment_ids: Collection[int]) -> list[str]:
    """Give the e-mail addresses of who wrote these comments, if readers see them, their site wants pictures, and none was
    asked for lately."""
    rows = ReaderComment.norel_objects.counted().filter(pk__in=comment_ids).exclude(user_email="")
    comments = list(rows.select_related("page"))
    pages = {comment.page_id: comment.page for comment in comments}
    wanting = {pk for pk, page in pages.items() if discussions.site_settings(page).avatars}
    found = {comment.email_hash: comment.user_email for comment in comments if comment.page_id in wanting}
    known = Avatar.objects.filter(email_hash__in=found, fetched_at__gt=timezone.now() - FRESH)
    for fresh in known.values_list("email_hash", flat=True):
        del found[fresh]
    return list(found.values())


def keep_avatar(email: str, picture: bytes) -> None:
    """Keep the picture of whoever has an address, or that there is none (b""); of who has written nothing, nothing."""
    hashed = hashing.of_email(email)
    with transaction.atomic():
        written = ReaderComment.norel_objects.filter(email_hash=hashed).order_by()
        if not written.exists():
            return
        row, is_new = Avatar.objects.select_for_update().get_or_create(
            email_hash=hashed, defaults={"picture": picture, "fetched_at": timezone.now()}
        )
        before = b"" if is_new else bytes(row.picture)
        if not is_new:
            name = row.name if before == picture else new_name()
            Avatar.objects.filter(pk=row.pk).update(picture=picture, name=name, fetched_at=timezone.now())
        if before != picture:
            shown = written.filter(visible=1).values_list("page_id", flat=True)
            discussion_changed.send(sender=Avatar, pages=set(shown.distinct()))
