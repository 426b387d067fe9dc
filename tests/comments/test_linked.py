"""Addresses written out in comments are links wherever comments are shown, and nowhere else."""

import pytest
from django.urls import reverse

from comments.models import ReaderComment
from tests.comments.conftest import COMMENTS, MODERATION, signed_in

SAID = "See https://example.org/study?a=1&b=2, and www.example.net."
KEPT = "<p>See https://example.org/study?a=1&amp;b=2, and www.example.net.</p>"
SHOWN = (
    '<p>See <a href="https://example.org/study?a=1&amp;b=2" rel="nofollow ugc noopener">'
    'https://example.org/study?a=1&amp;b=2</a>, and <a href="https://www.example.net" rel="nofollow ugc noopener">'
    "www.example.net</a>.</p>"
)


@pytest.fixture
def comment(discussion) -> ReaderComment:
    return discussion.approved(SAID)


class TestAnAddressThatIsWrittenOut:
    def test_it_is_a_link_in_every_answer_and_none_in_the_rows(self, api, client, moderation, comment, article):
        answers = [
            api.get(f"{COMMENTS}{comment.pk}/").json(),
            api.get(f"{COMMENTS}{comment.pk}/context/").json()["comment"],
            *api.get(f"{COMMENTS}?page={article.pk}").json()["items"],
            api.post(f"{COMMENTS}preview/", {"body": SAID}).json(),
            moderation.get(f"{MODERATION}{comment.pk}/").json(),
        ]
        assert [answer["body_html"] for answer in answers] == [SHOWN] * len(answers)
        feed = client.get(f"/feeds/comments/{article.pk}.rss").content.decode()
        assert '&lt;a href="https://example.org/study' in feed
        comment.refresh_from_db()
        assert (comment.comment, comment.body_html) == (SAID, KEPT)

    def test_moderators_see_it_so_as_well(self, moderator, comment):
        page = signed_in(moderator).client.get(reverse("reader_comments:detail", args=[comment.pk]))
        assert SHOWN.removeprefix("<p>").removesuffix("</p>") in page.content.decode()

    def test_a_row_of_before_shows_it_without_being_written(self, api, comment):
        ReaderComment.objects.filter(pk=comment.pk).update(body_html="<p>Old: http://example.org/x</p>")
        shown = api.get(f"{COMMENTS}{comment.pk}/").json()["body_html"]
        assert '<a href="http://example.org/x" rel="nofollow ugc noopener">' in shown

    @pytest.mark.parametrize(("links", "status"), [(2, "approved"), (3, "pending")])
    def test_the_rule_of_links_counts_it_once(self, rules, discussion, links, status):
        rules(pre_moderation=False, max_links=2)
        body = "It helped me, says " + " and ".join(f"https://example.org/{number}" for number in range(links))
        assert discussion.pending(body).status == status
