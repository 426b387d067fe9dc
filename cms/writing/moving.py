"""Wagtail's move of a page, which refuses a place beside the root of the tree where Wagtail's v3 API would crash."""

from wagtail.actions.move_page import MovePageAction, MovePagePermissionError
from wagtail.models import Page


class MoveBelowRoot(MovePageAction):
    """Moves a page to where there is a page above it."""

    def check(self, parent_after: Page | None, skip_permission_checks: bool = False) -> None:
        if parent_after is None:
            raise MovePagePermissionError("Nothing can be beside the root of the tree.")
        super().check(parent_after, skip_permission_checks=skip_permission_checks)
