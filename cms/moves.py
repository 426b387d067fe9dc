"""Moves of pages, told in time.

Wagtail tells of a move when it is committed already: until its listeners have written what follows from it, other processes
give old addresses, and for good where this one dies before. Here all of it is one transaction.
"""

from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

wagtails_move = MovePageAction._move_page


def move(action: MovePageAction, page: Page, target: Page, parent_after: Page) -> None:
    """Move a page and tell of it in one transaction."""
    with transaction.atomic():
        wagtails_move(action, page, target, parent_after)


def connect() -> None:
    MovePageAction._move_page = move
