"""What has happened since a moderator opened the queue: asked every few seconds by every open desk, so cheap."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from comments import actions, desk, freshness
from comments.admin import outcomes, rows
from comments.admin.deciding import counts
from comments.admin.listing import PAGE_SIZE, QueueView
from comments.models import Decision, ReaderComment

MOST_SHOWN = PAGE_SIZE * 2
MOST_NEW = 100


class RefreshView(QueueView):
    """Tells an open queue what is new. GET answers 304 where nothing is; POST says as well which comments one is at.

    Takes the parameters of the list; `shown`, comments as they are shown (`id:version`); `since`, the number that the first
    answer gave; in a POST, `handling` and `released`, ids. Gives {since, counts, waiting, new, announcement, handlings:
    {id: name}, items: [{id, html}]}, the items being those that have another version by now.
    """

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        etag = f'"{freshness.version()}"'
        if request.headers.get("If-None-Match") == etag:
            return self._private(HttpResponse(status=304), etag)
        return self._private(JsonResponse(self._news(request.GET)), etag)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        actions.release(_ids(request.POST.getlist("released")), by=self.moderator)
        actions.handle(_ids(request.POST.getlist("handling")), by=self.moderator)
        etag = f'"{freshness.version()}"'
        if request.POST.get("etag") == etag:
            return self._private(HttpResponse(status=204), etag)
        return self._private(JsonResponse(self._news(request.POST)), etag)

    @staticmethod
    def _private(response: HttpResponse, etag: str) -> HttpResponse:
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        return response

    def _news(self, sent) -> dict:
        shown = dict(pair for pair in map(_pair, sent.getlist("shown")[:MOST_SHOWN]) if pair)
        since = sent.get("since", "")
        found = rows.by_id(shown, among=self.authority)
        changed = [comment for comment in found if comment.version != shown[comment.pk]]
        number = self._number_of_new(int(since), shown) if since.isdigit() and len(since) < 19 else 0
        return {
            "since": int(since) if since.isdigit() and len(since) < 19 else freshness.newest(),
            "new": number,
            "announcement": _announcement(number),
            "handlings": {str(pk): told["name"] for pk, told in desk.handled(found, but=self.request.user).items()},
            "items": self._items(changed) + self._gone(set(shown) - {comment.pk for comment in found}),
        } | counts(self.authority)

    def _number_of_new(self, since: int, shown: dict[int, int]) -> int:
        """Count what has come into this list since: written, confirmed, reported or taken back into it."""
        touched = Decision.objects.filter(pk__gt=since, comment__isnull=False).values("comment_id")
        fresh = self.get_queryset().filter(pk__in=touched).exclude(pk__in=shown)
        return fresh.order_by()[:MOST_NEW].count()

    def _items(self, changed: list[ReaderComment]) -> list[dict]:
        if not changed:
            return []
        latest = {row.comment_id: row for row in Decision.objects.filter(comment__in=changed).order_by("pk")}
        notices = {comment.pk: self._notice(latest.get(comment.pk)) for comment in changed}
        context = {"here": self.url(), "show_status": True}
        return [
            {
                "id": row.document["id"],
                "html": render_to_string("comments/admin/row.html", context | {"row": row}, request=self.request),
            }
            for row in rows.of(changed, user=self.request.user, notices=notices)
        ]

    def _gone(self, missing: set[int]) -> list[dict]:
        return [
            {"id": pk, "html": render_to_string("comments/admin/row.html", {"missing": pk}, request=self.request)}
            for pk in sorted(missing)
        ]

    def _notice(self, latest: Decision | None) -> rows.Notice:
        return rows.Notice(sentence=outcomes.by_others(latest) if latest else "", can_be_undone=False)


def _announcement(number: int) -> str:
    if not number:
        return ""
    text = ngettext("%(number)s new comment", "%(number)s new comments", number)
    return text % {"number": f"{MOST_NEW}+" if number >= MOST_NEW else number}


def _pair(sent: str) -> tuple[int, int] | None:
    number, _, version = sent.partition(":")
    return (int(number), int(version)) if _is_number(number) and _is_number(version) else None


def _ids(sent: list[str]) -> set[int]:
    return {int(number) for number in sent[:MOST_SHOWN] if _is_number(number)}


def _is_number(sent: str) -> bool:
    return sent.isascii() and sent.isdigit() and len(sent) < 19
