"""The queue: every comment that waits, or was decided so, a page at a time."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import Page

from comments import discussions, queue
from comments.admin import choices, filters, menu, rows, saved_filters
from comments.admin.access import ModeratorsOnly
from comments.admin.filters import QueueFilterSet
from comments.errors import BadCursor
from comments.models import DiscussionSettings, ReaderComment, Status

PAGE_SIZE = 20


def shown_count(number: int, most: int = queue.GLANCED) -> str:
    """Give a number that was counted no further than `most`, as "999+" where it reached that."""
    return f"{most - 1}+" if number >= most else str(number)


def guidelines(chosen: Mapping[int, DiscussionSettings]) -> list[dict]:
    """Give what moderators go by on each site that says so: {site, text}."""
    rows = [row for row in chosen.values() if row.guideline]
    return [{"site": str(row.site.site_name or row.site.hostname), "text": row.guideline} for row in rows]


class Rows(Component):
    """The rows of one page of the queue."""

    template_name = "comments/admin/rows.html"

    def __init__(self, found: list[rows.Row]):
        self.rows = found

    def get_context_data(self, parent_context: dict) -> dict:
        wanted = ("csrf_token", "here", "show_status", "request")
        return {"rows": self.rows} | {name: parent_context.get(name) for name in wanted}


KEYS = [
    (gettext_lazy("Next and previous comment"), "j, k"),
    (gettext_lazy("Approve"), "a"),
    (gettext_lazy("Reject; then a digit for the reason"), "r"),
    (gettext_lazy("Spam"), "s"),
    (gettext_lazy("Remove"), "d"),
    (gettext_lazy("Mark as seen"), "v"),
    (gettext_lazy("Take the last decision back, for 10 seconds"), "z"),
    (gettext_lazy("Change the text"), "e"),
    (gettext_lazy("Reply"), "c"),
    (gettext_lazy("Feature"), "f"),
    (gettext_lazy("Open the conversation"), "o"),
    (gettext_lazy("Show the text as it was written"), "w"),
    (gettext_lazy("Ban the author"), "b"),
    (gettext_lazy("Trust the author"), "t"),
    (gettext_lazy("Select"), "x"),
    (gettext_lazy("Reject the selected ones; then a digit for the reason"), "R"),
]


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
    keys = KEYS

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = filters.read(request.GET)
        self.tab = self.asked["tab"]
        self.order_name = filters.order_of(self.asked)
        self.order = filters.ORDERS[self.order_name]
        self.next_cursor: str | None = None
        self.previous_cursor: str | None = None

    @cached_property
    def page_id(self) -> int | None:
        """The id of an article, if the list is narrowed to one."""
        raw = self.asked.get("page", "")
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else None  # shorter than the longest id

    def _chosen_page(self, found: Sequence[ReaderComment]) -> Page | None:
        """Give the article that the list is narrowed to; `found` has it, if anything."""
        if self.page_id is None or found:
            return found[0].page if self.page_id else None
        return self.authority.pages(Page.objects.filter(pk=self.page_id)).only("pk", "title").first()

    @cached_property
    def chosen(self) -> dict[int, DiscussionSettings]:
        """The settings of all sites."""
        return discussions.settings_by_site()

    def get_filterset_kwargs(self) -> dict:
        return super().get_filterset_kwargs() | {"data": self.asked}

    @property
    def search_query(self) -> str:
        return self.asked.get("q", "")

    def get_queryset(self):
        cleaned = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        return queue.comments(filters.wanted(self.asked, cleaned, page=self.page_id), among=self.authority)

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
        found, further = queue.page(queryset, order=queue.opposite(self.order), limit=PAGE_SIZE, cursor=cursor)
        found.reverse()
        if found:
            self.next_cursor = queue.cursor_of(found[-1], self.order)
            self.previous_cursor = queue.cursor_of(found[0], self.order) if further else None
        return found

    def get_table(self, object_list) -> Rows:
        return Rows(rows.of(object_list, user=self.request.user, chosen=self.chosen))

    def url(self, **changes: str) -> str:
        """Give the address of this list with some parameters changed, from its first page; empty values are left out."""
        query = filters.address(self.asked, **changes)
        return f"{self.index_url}?{query}" if query else self.index_url

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter hides comments of this tab."""
        return bool(self.is_searching or self.is_filtering or self.page_id)

    def get_context_data(self, *args: object, **kwargs: object) -> dict:
        counts = queue.glance(self.authority, self.get_queryset() if self.is_narrowed else None)
        menu.keep(self.request, counts[Status.PENDING])  # the menu need not count once more
        where = {name: self.request.GET[name] for name in ("after", "before") if self.request.GET.get(name)}
        context = super().get_context_data(*args, **kwargs)
        context |= {
            "tab": self.tab,
            "tabs": [
                {
                    "name": name,
                    "label": label,
                    "count": shown_count(counts["" if name == filters.ALL else name]),
                    "url": self.url(tab=name, status="", order=""),
                    "current": name == self.tab,
                }
                for name, label in filters.TABS
            ],
            "orders": [
                {"label": label, "url": self.url(order=name), "current": self.order_name == name}
                for name, label in filters.ORDER_LABELS.items()
            ],
            "here": self.url(**where),
            "next_url": self.url(after=self.next_cursor) if self.next_cursor else "",
            "previous_url": self.url(before=self.previous_cursor) if self.previous_cursor else "",
            "first_url": self.url() if where else "",
            "show_status": self.tab not in (Status.PENDING, Status.SPAM),
            "bulk_choices": choices.bulk(self.tab, self.asked.get("status", "")),
            "query": self.asked.urlencode(),
            "saved": saved_filters.saved(self.request.user, filters.address(self.asked)),
            "guidelines": guidelines(self.chosen),
            "chosen_page": self._chosen_page(context["object_list"]),
            "without_page_url": self.url(page=""),
            "is_narrowed": self.is_narrowed,
            "clear_url": self.url(page="", **dict.fromkeys(filters.NARROWING, "")),
            "waiting": counts[Status.PENDING],
        }
        if self.is_narrowed:
            context["matches"] = queue.total(counts[queue.MATCHING])
        return context
