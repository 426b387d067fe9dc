"""Amends the stored drafts of an article where something was settled outside of its form.

Without it the next publication would bring back what the draft had stored before.
"""

from collections.abc import Callable
from typing import Any

from wagtail.models import Revision

from articles.models import ArticlePage


def amend(page: ArticlePage, change: Callable[[dict[str, Any]], None], *, since: int | None = None) -> int:
    """Let `change` alter the content of the revision `since` (by default the live one) and of all that are newer.

    Gives how many there were. The revisions stay what they are: no new one is made, no date of theirs moves.
    """
    first = since or page.live_revision_id or page.latest_revision_id
    if first is None:
        return 0
    revisions = list(Revision.page_revisions.filter(object_id=str(page.pk), pk__gte=first).only("pk", "content"))
    for revision in revisions:
        change(revision.content)
    Revision.objects.bulk_update(revisions, ["content"])
    return len(revisions)
