"""Publishing many pages at once: each for itself, so that one that cannot be published keeps none of the others back."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from articles.admin import refusals
from articles.gatekeeping import PublicationRefused

Refused = list[tuple[Page, ValidationError]]


class PublishEach(PublishBulkAction):
    """Wagtail's bulk publication, which leaves alone and names the pages that do not pass."""

    def __init__(self, request, model):
        super().__init__(request, model)
        self.refused: Refused = []

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "refused": self.refused}

    @classmethod
    def execute_action(
        cls, objects: Iterable[Page], include_descendants=False, user=None, refused: Refused | None = None, **kwargs
    ) -> tuple[int, int]:
        """Publish the latest version of each page; give how many pages and how many below them were published.

        A page that does not pass is left as it was and put into `refused` with the reason.
        """
        pages = children = 0
        refused = [] if refused is None else refused
        for page in objects:
            pages += cls._publish(page, user, refused)
            if include_descendants:
                children += sum(cls._publish(child, user, refused) for child in _draft_descendants(page, user))
        return pages, children

    @staticmethod
    def _publish(page: Page, user, refused: Refused) -> int:
        try:
            with transaction.atomic():
                revision = page.get_latest_revision() or page.specific.save_revision(user=user)
                revision.publish(user=user)
        except ValidationError as reason:
            refused.append((page, reason))
            return 0
        return 1

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        for page, reason in self.refused:
            self._tell(page, reason)
        if not num_parent_objects and not num_child_objects:
            return None
        return super().get_success_message(num_parent_objects, num_child_objects)

    def _tell(self, page: Page, reason: ValidationError) -> None:
        if isinstance(reason, PublicationRefused):
            refusals.tell(self.request, reason)
            return
        what = _("“%(title)s” was not published: %(reason)s") % {
            "title": page.get_admin_display_title(),
            "reason": " ".join(reason.messages),
        }
        messages.error(self.request, what)


def _draft_descendants(page: Page, user) -> Iterator[Page]:
    for child in page.get_descendants().not_live().defer_streamfields().specific().iterator():
        if user is None or child.permissions_for_user(user).can_publish():
            yield child
