"""What the admin's home page says of the discussion."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from comments import queue
from comments.admin import menu
from comments.models import ReaderComment, Status


class WaitingPanel(Component):
    """How many comments wait, and for how long the oldest has."""

    name = "reader_comments"
    template_name = "comments/admin/waiting_panel.html"
    order = 90

    def __init__(self, request: HttpRequest):
        self.request = request

    def get_context_data(self, parent_context: dict) -> dict:
        waiting = menu.waiting()
        found: list[ReaderComment] = []
        if waiting:
            rows = queue.comments(queue.Filters(status=Status.PENDING))
            found, _ = queue.page(rows, order="submitted_at", limit=1, cursor="")
        return {
            "number": waiting,
            "label": menu.waiting_label(waiting),
            "oldest": found[0] if found else None,
            "url": reverse("reader_comments:index"),
        }
