"""The reasons to reject, edited in the admin, and the list of whom moderators trust."""

import pytest

from comments import actions
from comments.models import RejectionReason, Trust
from tests.comments.conftest import new_article
from tests.comments.desks import Desk, words

REASONS = "/admin/comments/reasons/"


@pytest.fixture
def desk(moderator) -> Desk:
    return Desk(moderator)


class TestReasons:
    def test_they_are_listed_and_added(self, desk):
        assert "Medical claim without a source" in words(desk.get(REASONS))
        sent = {
            "label": "Not in a language we read",
            "is_mailed": "on",
            "site": "",
            "position": "5",
            "texts-TOTAL_FORMS": "1",
            "texts-INITIAL_FORMS": "0",
            "texts-MIN_NUM_FORMS": "0",
            "texts-MAX_NUM_FORMS": "1000",
            "texts-0-language": "de",
            "texts-0-text": "Bitte schreiben Sie auf Deutsch.",
        }
        answer = desk.client.post(f"{REASONS}new/", sent)
        assert answer.status_code == 302, words(desk.get(f"{REASONS}new/"))
        added = RejectionReason.objects.get(label="Not in a language we read")
        assert (added.text_in("de"), added.text_in("en")) == ("Bitte schreiben Sie auf Deutsch.",) * 2

    def test_the_row_offers_those_of_its_site(self, desk, discussion):
        from wagtail.models import Site

        comment = discussion.pending()
        other = Site.objects.create(hostname="other.example.org", root_page=new_article("Elsewhere"))
        RejectionReason.objects.create(label="Only elsewhere", site=other, position=1)
        offered = [
            words(button) for button in desk.get(f"/admin/comments/{comment.pk}/do/reject/").select("[name=reason_id]")
        ]
        assert len(offered) == 7
        assert offered[0].endswith("Off topic")

    def test_only_for_moderators(self, reader):
        from django.test import Client

        client = Client()
        client.force_login(reader)
        assert client.get(REASONS).status_code == 302


class TestTrustedReaders:
    def test_they_are_listed_and_taken_back(self, desk, by):
        row = actions.trust("email", "ana@example.org", by=by)
        assert "ana@example.org" in words(desk.get("/admin/comments/trust/"))
        assert desk.client.post(f"/admin/comments/trust/delete/{row.pk}/").status_code == 302
        assert not Trust.objects.exists()
