"""Opens and closes the discussion of one page."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from comments.actions.deciding import Moderator
from comments.models import Discussion
from comments.signals import discussion_changed

LOG_ACTION = "comments.openness"


def set_openness(page: Page, openness: str, *, by: Moderator) -> bool:
    """Say whether `page` takes new comments: open, closed, or as its site's settings say (Discussion.Openness).

    Gives whether that changed anything; a change stands in the page's own history, under the name of who made it.
    Raises ValueError for an unknown openness.
    """
    if openness not in Discussion.Openness.values:
        raise ValueError(f"Unknown openness {openness!r}.")
    with transaction.atomic():
        row, _ = Discussion.objects.get_or_create(page_id=page.pk)
        # Never the whole row: its counts are written by others at the same time.
        changed = Discussion.objects.filter(pk=row.pk).exclude(openness=openness).update(openness=openness)
        if not changed:
            return False
        log(instance=page.specific_deferred, action=LOG_ACTION, user=by.user, data={"openness": openness})
        discussion_changed.send(sender=Discussion, pages={page.pk})
    return True
