"""Sits a user down at the moderation desk, and reads what it shows."""

from bs4 import BeautifulSoup, Tag
from django.test import Client

from comments.models import ReaderComment

QUEUE = "/admin/comments/"
DECIDE = "/admin/comments/decide/"


class Desk:
    """One user at the desk, with a browser that runs no scripts."""

    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user)

    def get(self, path: str = QUEUE, **query: object) -> BeautifulSoup:
        """Give the page at `path`; it has to be there."""
        answer = self.client.get(path, query)
        assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
        return BeautifulSoup(answer.content, "html.parser")

    def rows(self, **query: object) -> list[Tag]:
        return self.get(**query).select(".comment-row")

    def names(self, **query: object) -> list[str]:
        """Give the authors of the comments in the queue, in their order."""
        return [words(row.select_one(".comment-row__who")) for row in self.rows(**query)]

    def post(self, decision: str, *comments: ReaderComment, next: str = "", version: int | None = None):
        """Send a decision about comments as they are, or on `version`, as the forms do."""
        sent = {"decision": decision, "selected": [_selection(comment, version) for comment in comments], "next": next}
        return self.client.post(DECIDE, sent)

    def decide(self, decision: str, *comments: ReaderComment, version: int | None = None) -> dict:
        """Send a decision as the script does, and give its answer."""
        sent = {"decision": decision, "selected": [_selection(comment, version) for comment in comments]}
        answer = self.client.post(DECIDE, sent, headers={"Accept": "application/json"})
        return answer.json() | {"status_code": answer.status_code}


def words(tag: Tag | None) -> str:
    """Give the text of a tag on one line, empty for none."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


def buttons(row: Tag) -> dict[str, str]:
    """Give the label of each decision that a row offers."""
    return {button["value"]: words(button) for button in row.select("button[name=decision]")}


def tabs(page: BeautifulSoup) -> dict[str, str]:
    """Give the number beside each tab."""
    return {
        words(tab).removesuffix(words(tab.select_one(".desk__count"))).strip(): words(tab.select_one(".desk__count"))
        for tab in page.select(".desk__tab")
    }


def _selection(comment: ReaderComment, version: int | None) -> str:
    return f"{comment.pk}:{version or comment.version}"
