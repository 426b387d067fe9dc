"""Says how the discussion of one page is held: whether it takes comments, until when, who looks first, what stands above it."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from comments.actions.deciding import Moderator
from comments.models import Discussion
from comments.signals import discussion_changed

LOG_ACTION = "comments.openness"
COLUMNS = ("openness", "close_after_days", "moderation", "announcement")


def set_openness(page: Page, openness: str, *, by: Moderator) -> bool:
    """Say whether `page` takes new comments: open, closed, or as its site's settings say (arrange)."""
    return arrange(page, by=by, openness=openness)


def arrange(page: Page, *, by: Moderator, **chosen: object) -> bool:
    """Set some of the columns that say how a page's discussion is held (COLUMNS), the others staying as they are.

    Gives whether that changed anything; a change stands in the page's own history, under the name of who made it.
    Raises ValueError for an unknown column, openness or moderation.
    """
    for name, value in chosen.items():
        known = {"openness": Discussion.Openness.values, "moderation": Discussion.Moderation.values}
        if name not in COLUMNS or value not in known.get(name, [value]):
            raise ValueError(f"Unknown {name} {value!r}.")
    with transaction.atomic():
        row, _ = Discussion.objects.select_for_update().get_or_create(page_id=page.pk)
        changed = {name: value for name, value in chosen.items() if getattr(row, name) != value}
        if not changed:
            return False
        # Never the whole row: its counts are written by others at the same time.
        Discussion.objects.filter(pk=row.pk).update(**changed)
        log(instance=page.specific_deferred, action=LOG_ACTION, user=by.user, data=changed)
        discussion_changed.send(sender=Discussion, pages={page.pk})
    return True
