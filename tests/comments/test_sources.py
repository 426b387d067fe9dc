"""What a comment cites: read by an allow-list, shown to moderators and editors alone, and kept in one spelling."""

import pytest

from comments import sources
from comments.models import ReaderComment
from tests.comments.conftest import BLOCKS, COMMENTS, MODERATION, assert_error


class TestRead:
    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("", ""),
            ("10.1155/2014/972935", "https://doi.org/10.1155/2014/972935"),
            (" DOI: 10.1155/2014/972935. ", "https://doi.org/10.1155/2014/972935"),
            ("https://dx.doi.org/10.1155/2014/972935", "https://doi.org/10.1155/2014/972935"),
            ("https://pubmed.ncbi.nlm.nih.gov/24987428/", "https://pubmed.ncbi.nlm.nih.gov/24987428/"),
            ("http://example.org:80/a?b=c#d", "http://example.org:80/a?b=c#d"),
            ("https://bücher.example/ä", "https://bücher.example/ä"),
        ],
    )
    def test_it_keeps_one_spelling(self, written, kept):
        assert sources.read(written) == kept

    @pytest.mark.parametrize(
        "written",
        [
            *("a study I read", "javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "//example.org/x"),
            *("https://", "https://localhost/x", "http://127.0.0.1/x", "http://[::1]/x", "http://2130706433/"),
            *("https://user:secret@example.org/", "https://example.org:8443/", "https://example.org/a b", "24987428"),
            *(
                'https://example.org/"><script>',
                "https://example.org/\u202egpj.exe",
                "https://example.org/" + "x" * 500,
            ),
            *("10.1155/<script>", "https://exa\u200bmple.org/", "https://example.org/\n", "http://x:y/"),
        ],
    )
    def test_it_refuses_the_rest(self, written):
        if written.endswith("\n"):
            assert sources.read(written) == "https://example.org/"
            return
        with pytest.raises(sources.BadSource):
            sources.read(written)


class TestOfAComment:
    def test_moderators_see_it_and_readers_do_not(self, api, form, moderation, discussion):
        sent = form(block=BLOCKS[0], source="doi:10.1155/2014/972935")
        posted = api.post(COMMENTS, sent).json()
        seen = moderation.get(f"{MODERATION}{posted['id']}/").json()
        url = "https://doi.org/10.1155/2014/972935"
        assert seen["source"] == {"kind": "doi", "label": "doi:10.1155/2014/972935", "url": url}
        discussion.decide(ReaderComment.objects.get(), "approve")
        assert b"972935" not in api.get(f"{COMMENTS}{posted['id']}/").content
        api.delete(f"{COMMENTS}{posted['id']}/", {"edit_token": posted["edit_token"]})
        assert ReaderComment.objects.get().source == ""

    def test_an_edit_changes_it_where_it_names_one(self, api, form, discussion):
        posted = api.post(COMMENTS, form(block=BLOCKS[0], source="10.1155/2014/972935", body="As it is.")).json()
        discussion.decide(ReaderComment.objects.get(), "approve")

        def edit(**sent):
            path = f"{COMMENTS}{posted['id']}/"
            answer = api.patch(path, {"body": "As it is.", "edit_token": posted["edit_token"], **sent})
            stored = ReaderComment.objects.get()
            return answer.status_code, stored.source, stored.status, stored.version

        kept = "https://doi.org/10.1155/2014/972935"
        assert edit() == (200, kept, "approved", 2)
        assert edit(source="nonsense") == (400, kept, "approved", 2)
        assert edit(source="doi:10.1000/182") == (202, "https://doi.org/10.1000/182", "pending", 3)
        assert edit(source="") == (202, "", "pending", 4)

    def test_what_is_none_is_400(self, api, form):
        for source in ("javascript:alert(1)", "x" * 501, ["a"]):
            assert_error(api.post(COMMENTS, form() | {"source": source}), 400, "invalid", "source")


class TestBlock:
    def test_a_comment_outlives_the_block_that_it_is_about(self, api, discussion, article):
        discussion.approved(block=BLOCKS[0])
        kept = discussion.approved()
        before = api.get(f"{COMMENTS}?page={article.pk}")
        assert [(row["block_heading"], row["block_removed"]) for row in before.json()["items"]] == [
            ("Benefit 1", False),
            (None, False),
        ]
        article.body = [block for block in article.body.raw_data if block["id"] != BLOCKS[0]]
        article.save_revision().publish()
        after = api.get(f"{COMMENTS}?page={article.pk}")
        assert after["ETag"] != before["ETag"]
        assert [(row["block"], row["block_heading"], row["block_removed"]) for row in after.json()["items"]] == [
            (BLOCKS[0], "Benefit 1", True),
            (None, None, False),
        ]
        assert api.get(f"{COMMENTS}{kept.pk}/").json()["block_removed"] is False
