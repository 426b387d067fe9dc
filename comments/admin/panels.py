"""What the admin's home page says of the discussion."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from comments import authority, queue
from comments.admin import menu
from comments.models import BulkRun, ReaderComment, Status


class WaitingPanel(Component):
    """How many comments wait, for how long the oldest has, how many readers have reported, and what one has left half
    done: a decision about many goes on where its page was closed."""

    name = "reader_comments"
    template_name = "comments/admin/waiting_panel.html"
    order = 90

    def __init__(self, request: HttpRequest):
        self.request = request

    def get_context_data(self, parent_context: dict) -> dict:
        known = authority.of(self.request.user)
        waiting = menu.waiting(known)
        found: list[ReaderComment] = []
        if waiting:
            rows = queue.comments(queue.Filters(status=Status.PENDING), among=known)
            found, _ = queue.page(rows, order="submitted_at", limit=1, cursor="")
        reported = ReaderComment.norel_objects.filter(flag_count__gt=0)
        flagged = known.comments(reported).order_by()[: menu.MOST].count()
        return {
            "number": waiting,
            "flagged": flagged,
            "flagged_label": menu.waiting_label(flagged),
            "unfinished": BulkRun.objects.filter(by=self.request.user, finished_at=None).order_by("-pk").first(),
            "account_url": f"{reverse('wagtailadmin_account')}#tab-notifications",
            "label": menu.waiting_label(waiting),
            "oldest": found[0] if found else None,
            "url": reverse("reader_comments:index"),
        }
