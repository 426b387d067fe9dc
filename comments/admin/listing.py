"""The queue: every comment that waits, or was decided so, a page at a time."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import Page

from comments import queue
from comments.admin import choices, rows
from comments.admin.access import ModeratorsOnly
from comments.admin.forms import QueueFilterSet
from comments.errors import BadCursor
from comments.models import ReaderComment, Status

PAGE_SIZE = 20
ALL = "all"
TABS = [
    (Status.PENDING, gettext_lazy("Pending")),
    (Status.APPROVED, gettext_lazy("Approved")),
    (Status.REJECTED, gettext_lazy("Rejected")),
    (Status.SPAM, gettext_lazy("Spam")),
    (Status.REMOVED, gettext_lazy("Removed")),
    (ALL, gettext_lazy("All")),
]
ORDERS = {"oldest": "submitted_at", "newest": "-submitted_at"}
OPPOSITE = {"submitted_at": "-submitted_at", "-submitted_at": "submitted_at"}


def shown_count(number: int, most: int = queue.GLANCED) -> str:
    """Give a number that was counted no further than `most`, as "999+" where it reached that."""
    return f"{most - 1}+" if number >= most else str(number)


class Rows(Component):
    """The rows of one page of the queue."""

    template_name = "comments/admin/rows.html"

    def __init__(self, found: list[rows.Row]):
        self.rows = found

    def get_context_data(self, parent_context: dict) -> dict:
        wanted = ("csrf_token", "here", "show_status", "request")
        return {"rows": self.rows} | {name: parent_context.get(name) for name in wanted}


class QueueView(ModeratorsOnly, BaseListingView):
    """The comments of one tab that match the search and the filters."""

    page_title = gettext_lazy("Reader comments")
    header_icon = "comment"
    template_name = "comments/admin/queue.html"
    results_template_name = "comments/admin/queue_results.html"
    index_url_name = "reader_comments:index"
    index_results_url_name = "reader_comments:index_results"
    is_searchable = True
    filterset_class = QueueFilterSet
    paginate_by = PAGE_SIZE
    columns = []

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        asked = request.GET.get("status", "")
        self.tab = asked if asked in dict(TABS) else Status.PENDING
        default = "oldest" if self.tab == Status.PENDING else "newest"
        self.order_name = request.GET["order"] if request.GET.get("order") in ORDERS else default
        self.order = ORDERS[self.order_name]
        self.next_cursor: str | None = None
        self.previous_cursor: str | None = None

    @cached_property
    def chosen_page(self) -> Page | None:
        """The article that the list is narrowed to by its id, if there is one."""
        raw = self.request.GET.get("page", "")
        if not (raw.isascii() and raw.isdigit() and len(raw) < 19):  # shorter than the longest id
            return None
        return Page.objects.filter(pk=int(raw)).only("pk", "title").first()

    def get_queryset(self):
        words = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        return queue.comments(
            queue.Filters(
                status="" if self.tab == ALL else self.tab,
                page=self.chosen_page.pk if self.chosen_page else None,
                article=(words.get("article") or "").strip()[:200],
                author=(words.get("author") or "").strip()[:254],
                search=self.search_query.strip()[:200],
            )
        )

    def paginate_queryset(self, queryset, page_size: int):
        """Give a page by keyset: what lies before it costs nothing. `before` walks back by the opposite order."""
        asked = self.request.GET
        try:
            if asked.get("before"):
                found = self._page_before(queryset, asked["before"])
            else:
                found = self._page_after(queryset, asked.get("after", ""))
        except BadCursor:
            found = self._page_after(queryset, "")
        return None, None, found, bool(self.next_cursor or self.previous_cursor)

    def _page_after(self, queryset, cursor: str) -> list[ReaderComment]:
        found, self.next_cursor = queue.page(queryset, order=self.order, limit=PAGE_SIZE, cursor=cursor)
        if cursor and found:
            self.previous_cursor = queue.cursor_of(found[0], self.order)
        return found

    def _page_before(self, queryset, cursor: str) -> list[ReaderComment]:
        found, further = queue.page(queryset, order=OPPOSITE[self.order], limit=PAGE_SIZE, cursor=cursor)
        found.reverse()
        if found:
            self.next_cursor = queue.cursor_of(found[-1], self.order)
            self.previous_cursor = queue.cursor_of(found[0], self.order) if further else None
        return found

    def get_table(self, object_list) -> Rows:
        return Rows(rows.of(object_list, user=self.request.user))

    def url(self, **changes: str) -> str:
        """Give the address of this list with some parameters changed, from its first page; empty values are left out."""
        asked = {name: self.request.GET.get(name, "") for name in ("status", "order", "q", "article", "author", "page")}
        kept = {name: value for name, value in (asked | changes).items() if value}
        return f"{self.index_url}?{urlencode(kept)}" if kept else self.index_url

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter hides comments of this tab."""
        return bool(self.is_searching or self.is_filtering or self.chosen_page)

    def get_context_data(self, *args: object, **kwargs: object) -> dict:
        counts = queue.glance()
        where = {name: self.request.GET[name] for name in ("after", "before") if self.request.GET.get(name)}
        context = super().get_context_data(*args, **kwargs)
        context |= {
            "tab": self.tab,
            "tabs": [
                {
                    "name": name,
                    "label": label,
                    "count": shown_count(counts["" if name == ALL else name]),
                    "url": self.url(status="" if name == Status.PENDING else name, order=""),
                    "current": name == self.tab,
                }
                for name, label in TABS
            ],
            "orders": [
                {"label": _("Oldest first"), "url": self.url(order="oldest"), "current": self.order_name == "oldest"},
                {"label": _("Newest first"), "url": self.url(order="newest"), "current": self.order_name == "newest"},
            ],
            "here": self.url(**where),
            "next_url": self.url(after=self.next_cursor) if self.next_cursor else "",
            "previous_url": self.url(before=self.previous_cursor) if self.previous_cursor else "",
            "first_url": self.url() if where else "",
            "show_status": self.tab == ALL,
            "bulk_choices": choices.BULK["" if self.tab == ALL else self.tab],
            "chosen_page": self.chosen_page,
            "without_page_url": self.url(page=""),
            "is_narrowed": self.is_narrowed,
            "clear_url": self.url(q="", article="", author="", page=""),
            "waiting": counts[Status.PENDING],
        }
        if self.is_narrowed:
            context["matches"] = queue.counted(self.get_queryset())
        return context
