"""What becomes of a text in Markdown is shown before it is posted."""


class TestThePreview:
    def test_it_shows_a_text_as_it_would_be_posted(self, client, db):
        body = {"body": "*Now*\n\n<b>x</b>"}
        answer = client.post("/api/v2/comments/preview/", body, content_type="application/json")
        assert answer.json() == {"body_html": "<p><em>Now</em></p>\n<p>&lt;b&gt;x&lt;/b&gt;</p>"}
        assert answer["Cache-Control"] == "no-store"

    def test_it_needs_a_text_of_a_sensible_length(self, client, db):
        for body in ({}, {"body": "x" * 20_001}):
            answer = client.post("/api/v2/comments/preview/", body, content_type="application/json")
            assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
