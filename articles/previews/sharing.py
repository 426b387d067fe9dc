"""Shares a saved state of a draft with people who have no account, and takes the link back."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Revision

from articles.models import ArticlePage, SharedPreview

SHARED = "articles.preview.share"
REVOKED = "articles.preview.revoke"
AT_MOST = 20
KEPT = timedelta(days=90)


class Lifetime(models.IntegerChoices):
    """For how many days a link leads to the draft."""

    DAY = 1, gettext_lazy("1 day")
    WEEK = 7, gettext_lazy("1 week")
    MONTH = 30, gettext_lazy("1 month")


class CannotShare(Exception):
    """The draft cannot be shared; the message says why."""


def share(page: ArticlePage, *, by: AbstractBaseUser, lifetime: Lifetime) -> SharedPreview:
    """Make a link to the latest revision of `page`, good for `lifetime`; raise CannotShare where there is none to share.

    What was over long ago goes with it, so that the rows of a page stay few.
    """
    now = timezone.now()
    with transaction.atomic():
        # Locked, as a revision is while an autosave asks whether it may be overwritten.
        revision = Revision.objects.select_for_update().filter(pk=page.latest_revision_id).first()
        if revision is None:
            raise CannotShare(_("Save the article first: a link leads to a saved version."))
        known = SharedPreview.objects.filter(page=page)
        if known.active().count() >= AT_MOST:
            raise CannotShare(_("This article has %(count)s links. Revoke one of them first.") % {"count": AT_MOST})
        known.filter(Q(revoked_at__lt=now - KEPT) | Q(expires_at__lt=now - KEPT)).delete()
        made = SharedPreview.objects.create(
            page=page,
            revision=revision,
            saved_at=revision.created_at,
            user=by,
            name=by.get_full_name() or by.get_username(),
            expires_at=now + timedelta(days=lifetime),
        )
        log(instance=page, action=SHARED, user=by, revision=revision, data=_told(made))
    return made


def revoke(preview: SharedPreview, *, by: AbstractBaseUser) -> bool:
    """Let a link lead nowhere from now on; give whether it led anywhere before."""
    with transaction.atomic():
        active = SharedPreview.objects.filter(pk=preview.pk).active()
        if not active.update(revoked_at=timezone.now()):
            return False
        log(instance=preview.page, action=REVOKED, user=by, data=_told(preview))
    return True


def of_page(page: ArticlePage) -> list[SharedPreview]:
    """Give the links of a page that lead somewhere, newest first, in one query."""
    return list(SharedPreview.objects.filter(page=page.pk).active())


def is_shared(revision: Revision) -> bool:
    """Tell whether a link leads to this revision, so that it must stay as it is; call it in a transaction."""
    Revision.objects.select_for_update().filter(pk=revision.pk).values_list("pk").first()
    return SharedPreview.objects.filter(revision=revision.pk).active().exists()


def _told(preview: SharedPreview) -> dict:
    return {"saved_at": preview.saved_at.isoformat(), "expires_at": preview.expires_at.isoformat()}
