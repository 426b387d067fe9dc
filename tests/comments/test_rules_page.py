"""Settings › Comment rules: the list, saving by one at a time, trying a text, and running over the latest comments."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from comments import actions
from comments.models import Decision, Discussion, DiscussionSettings, ReaderComment
from comments.rules import RULES
from tests.comments.conftest import new_article, new_user
from tests.comments.desks import Desk, words

RULES_PAGE = "/admin/comments/rules/"


@pytest.fixture
def senior(db):
    return new_user("sam", "moderate_comment", "senior_moderator", "access_admin", first_name="Sam", last_name="Senior")


class Page:
    """The page of rules as a senior moderator sends it: what it shows, with some fields changed."""

    def __init__(self, user, path: str = RULES_PAGE):
        self.desk, self.path = Desk(user), path

    def fields(self) -> dict[str, object]:
        """Give what a browser would send of the form as it is shown."""
        form = self.desk.get(self.path).select_one("[data-rules-form]")
        sent: dict[str, object] = {}
        for field in form.select("input[name], textarea[name], select[name]"):
            name, kind = field["name"], field.get("type")
            if kind in {"checkbox", "radio"}:
                if field.has_attr("checked"):
                    sent.setdefault(name, []).append(field.get("value", "on"))
            elif field.name == "select":
                chosen = field.select_one("option[selected]")
                sent[name] = chosen["value"] if chosen else ""
            else:
                sent[name] = field.text.strip("\n") if field.name == "textarea" else field.get("value", "")
        return sent

    def send(self, do: str = "save", fields: dict | None = None, **changed: object):
        sent = (fields or self.fields()) | changed | {"do": do}
        return self.desk.client.post(self.path, {name: value for name, value in sent.items() if value is not None})

    def results(self, do: str, **changed: object) -> str:
        answer = self.send(do, **changed)
        assert answer.status_code == 200
        return words(BeautifulSoup(answer.content, "html.parser").select_one("#rules-results"))


@pytest.fixture
def page(senior, discussion) -> Page:
    return Page(senior)


def stored() -> DiscussionSettings:
    return DiscussionSettings.objects.get()


class TestTheList:
    def test_it_shows_every_rule_in_its_order(self, page):
        shown = page.desk.get(RULES_PAGE).select(".rule")
        assert [rule["id"] for rule in shown] == [f"rule-{rule.__name__}" for rule in RULES]
        assert all(words(rule.select_one(".rule__what")) for rule in shown)

    def test_it_is_among_the_settings_of_seniors_alone(self, page, article):
        assert RULES_PAGE in page.desk.client.get("/admin/").content.decode()
        others = Desk(new_user("mia", "moderate_comment", "access_admin"))
        assert RULES_PAGE not in others.client.get("/admin/").content.decode()
        for path in (RULES_PAGE, f"{RULES_PAGE}articles/{article.pk}/"):
            assert others.client.get(path).status_code == 302
            assert others.client.post(path, {"do": "save"}).status_code == 302

    def test_it_asks_as_much_for_twenty_articles_as_for_one(self, page, article):
        def queries() -> int:
            page.desk.get(RULES_PAGE)
            with CaptureQueriesContext(connection) as captured:
                page.desk.get(RULES_PAGE)
            return len(captured)

        Discussion.objects.update_or_create(page=article, defaults={"own_rules": {"max_links": 1}})
        one = queries()
        for _ in range(19):
            Discussion.objects.create(page=new_article(), own_rules={"max_links": 1})
        assert queries() == one


class TestSaving:
    def test_it_works(self, page, discussion, senior):
        answer = page.send(held_words="cure\n\ncure", on_new_commenter="on", on_links=None, trust_after="5")
        assert answer.status_code == 302
        row = stored()
        assert (row.held_words, row.trust_after, row.rules_version) == ("cure", 5, 1)
        assert "links" in row.off_rules
        assert "new_commenter" not in row.off_rules
        comment = discussion.pending("A cure! http://a.example http://b.example http://c.example")
        codes = [reason["code"] for reason in comment.reasons]
        assert codes == ["held_words", "new_commenter", "pre_moderation"]
        entry = ModelLogEntry.objects.get(action="comments.rules")
        assert entry.user == senior
        assert entry.data["changed"]["held_words"] == {"added": ["cure"], "removed": []}
        assert Decision.objects.get(decision="rules").actor == senior
        shown = words(page.desk.get(RULES_PAGE).select_one(".rules-change"))
        assert "Sam Senior" in shown
        assert "Suspect words, added: cure" in shown

    def test_the_same_again_changes_nothing(self, page):
        page.send(held_words="cure")
        page.send()
        assert stored().rules_version == 1
        assert ModelLogEntry.objects.filter(action="comments.rules").count() == 1

    def test_of_two_at_once_the_second_is_told(self, page, by):
        fields = page.fields()
        site = stored().site
        actions.set_rules(site, by=by, version=0, max_links=7)
        answer = page.send(fields=fields, trust_after="9")
        assert answer.status_code == 409
        html = BeautifulSoup(answer.content, "html.parser")
        assert "Mona Deer has changed these rules since you opened them" in words(html)
        assert "Links allowed: 2 → 7" in words(html.select_one("#rules-results"))
        assert stored().trust_after == 3
        # What was sent is still there, and goes through when it is sent once more.
        assert html.select_one("[name=trust_after]")["value"] == "9"
        assert (
            page.send(fields=fields, trust_after="9", version=html.select_one("[name=version]")["value"]).status_code
            == 302
        )
        assert stored().trust_after == 9

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"held_words": "fine\n***"}, "not “***”"),
            ({"banned_domains": "nodots"}, "not “nodots”"),
            ({"hold_score": "90", "spam_score": "80"}, "Not below the score that only holds"),
            ({"on_quiet_hours": "on", "moderated_days": []}, "Choose at least one day"),
            ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
            ({"held_words": "\n".join(f"*word{n}" for n in range(501))}, "At most 2000 lines"),
        ],
    )
    def test_what_is_wrong_is_said_beside_it(self, page, changed, told):
        answer = page.send(**changed)
        assert answer.status_code == 200
        assert told in words(BeautifulSoup(answer.content, "html.parser").select_one(".rules"))
        assert stored().rules_version == 0

    def test_the_key_is_never_shown_or_logged(self, page):
        page.send(akismet_key="topsecret123")
        assert stored().akismet_key == "topsecret123"
        page.send(trust_after="4")
        assert stored().akismet_key == "topsecret123"
        assert "topsecret123" not in page.desk.client.get(RULES_PAGE).content.decode()
        assert "topsecret123" not in str(list(ModelLogEntry.objects.values_list("data", flat=True)))
        page.send(forget_key="on")
        assert stored().akismet_key == ""


class TestTryingIt:
    def test_it_tells_rule_by_rule_with_settings_that_are_not_saved(self, page):
        sent = {
            "trial-text": "A саsino at https://evil.example/x",
            "banned_words": "casino",
            "held_domains": "evil.example",
        }
        told = page.results("try", **sent)
        assert "This text would be marked as spam" in told
        assert "Banned words (marked as spam): word: casino" in told
        assert "Suspect domains (held for a moderator): domain: evil.example" in told
        assert stored().rules_version == 0
        assert not ReaderComment.objects.exists()

    def test_an_author_s_history_counts(self, page, discussion):
        for number in range(3):
            discussion.approved(f"Fine words {number}", email="ana@example.org")
        sent = {"trial-text": "More of them", "trial-email": "ana@example.org", "on_earned_trust": "on"}
        assert "held for a moderator" in page.results("try", **sent)
        told = page.results("try", **sent | {"trial-is_verified": "on"})
        assert "shown at once" in told
        assert "3 of this author's comments were approved" in told

    def test_an_article_s_own_rules_count(self, page, article):
        Discussion.objects.update_or_create(page=article, defaults={"own_rules": {"banned_words": "needle"}})
        assert "marked as spam" in page.results("try", **{"trial-text": "A needle", "trial-article": str(article.pk)})
        assert "marked as spam" not in page.results("try", **{"trial-text": "A needle"})


class TestTheDryRun:
    def test_it_says_what_would_change_and_writes_nothing(self, page, discussion, rules):
        rules(pre_moderation=False)
        held = discussion.pending("Buy a miracle <today>")
        discussion.pending("Fine words")
        with CaptureQueriesContext(connection) as captured:
            told = page.results("dry_run", held_words="miracle")
        assert "Of the latest 2 comments, 1 more would be held and 0 fewer" in told
        assert "Buy a miracle <today>" in told
        assert "word: miracle" in told
        written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert not [sql for sql in written if "comments_" in sql]
        assert discussion.again(held).status == "approved"
        assert stored().rules_version == 0

    def test_it_counts_what_would_no_longer_be_held(self, page, discussion):
        discussion.pending("Fine words")
        assert "0 more would be held and 1 fewer" in page.results("dry_run", on_pre_moderation=None)

    def test_it_asks_as_much_for_twenty_comments_as_for_one(self, page, discussion):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                page.results("dry_run", on_new_commenter="on", on_repeated="on")
            return len(captured)

        discussion.pending()
        queries()
        one = queries()
        for _ in range(19):
            discussion.pending()
        assert queries() == one

    def test_it_stops_in_time(self, page, discussion, monkeypatch):
        monkeypatch.setattr("comments.dry_run.SECONDS", -1)
        discussion.pending()
        assert "There were 1; time ran out." in page.results("dry_run", held_words="x")


class TestAnArticle:
    @pytest.fixture
    def own(self, senior, article, discussion) -> Page:
        return Page(senior, f"{RULES_PAGE}articles/{article.pk}/")

    def test_it_has_rules_otherwise(self, own, page, discussion, rules, article):
        rules(pre_moderation=False, held_words="cure")
        assert own.send(max_links="0", held_words="needle", on_new_commenter="on").status_code == 302
        row = Discussion.objects.get(page=article)
        assert row.own_rules == {"on": ["new_commenter"], "max_links": 0, "held_words": "needle"}
        codes = [reason["code"] for reason in discussion.pending("A needle, a cure: https://a.example").reasons]
        assert codes == ["held_words", "links", "new_commenter"]
        shown = page.desk.get(RULES_PAGE)
        assert "otherwise on 1 article" in words(shown.select_one("#rule-links"))
        assert article.title in words(shown.select_one("[aria-labelledby=rules-articles-heading]"))

    def test_the_second_of_two_is_told(self, own, by, article):
        fields = own.fields()
        actions.set_own_rules(article, by=by, version=0, own={"max_links": 1})
        assert own.send(fields=fields, max_links="3").status_code == 409
        assert Discussion.objects.get(page=article).own_rules == {"max_links": 1}

    def test_a_page_without_comments_has_none(self, senior, discussion):
        assert Desk(senior).client.get(f"{RULES_PAGE}articles/1/").status_code == 404
