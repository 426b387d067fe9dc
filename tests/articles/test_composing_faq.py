"""Questions of the library in FAQ blocks: kept once, shown by every article that uses them as they are now."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, ReferenceIndex
from wagtail.test.utils.form_data import rich_text

from articles import questions
from articles.models import ArticleEvidence, ArticlePage, FaqEntry, FaqEntryTranslation
from tests.articles.bodies import block, items

BODY = ArticlePage._meta.get_field("body").stream_block


@pytest.fixture
def entry(db):
    return FaqEntry.objects.create(question="Does it hurt?", answer="<p>No.</p>")


@pytest.fixture
def using(make_article, entry):
    """Give a live article whose FAQ block has a question of its own, and one of the library."""
    own = {"question": "When?", "answer": "<p>Now.</p>"}
    return make_article("Needles", body=[block("faq", items=items(own, {"entry": entry.pk}))])


def shown(client, article):
    return client.get(f"/api/v2/articles/{article.pk}/").json()


def pairs(document):
    return [(item["question"], item["answer"]) for item in document["body"][0]["value"]["items"]]


class TestTheArticle:
    def test_it_shows_the_librarys_words_in_their_place(self, client, using):
        document = shown(client, using)
        assert pairs(document) == [("When?", "<p>Now.</p>"), ("Does it hurt?", "<p>No.</p>")]
        assert set(document["body"][0]["value"]["items"][1]) == {"question", "answer"}
        assert document["word_count"] == 6

    @pytest.mark.indexed
    def test_it_follows_the_library(self, client, using, entry, run_later):
        etag = client.get(f"/api/v2/articles/{using.pk}/")["ETag"]
        entry.answer = "<p>Hardly ever at all.</p>"
        entry.save()
        answer = client.get(f"/api/v2/articles/{using.pk}/", headers={"if-none-match": etag})
        assert answer.status_code == 200
        assert pairs(answer.json())[1] == ("Does it hurt?", "<p>Hardly ever at all.</p>")
        run_later()
        assert ArticleEvidence.objects.get(page=using).word_count == answer.json()["word_count"] == 9

    @pytest.mark.indexed
    def test_it_is_found_by_words_of_the_library(self, client, using, entry, run_later):
        def found(word):
            return client.get("/api/v2/articles/", {"search": word}).json()["meta"]["total_count"]

        assert (found("hurt"), found("sting")) == (1, 0)
        entry.question = "Does it sting?"
        entry.save()
        run_later()
        assert found("sting") == 1

    def test_it_speaks_the_language_of_the_article(self, client, using, entry):
        german = Locale.objects.create(language_code="de")
        words = FaqEntryTranslation.objects.create(
            entry=entry, locale=german, question="Tut es weh?", answer="<p>Nein.</p>"
        )
        assert pairs(shown(client, using)) == [("When?", "<p>Now.</p>"), ("Does it hurt?", "<p>No.</p>")]
        copy = using.copy_for_translation(german, copy_parents=True)
        copy.get_latest_revision().publish()
        document = shown(client, copy)
        assert pairs(document)[1] == ("Tut es weh?", "<p>Nein.</p>")
        words.question = "Schmerzt es?"
        words.save()
        assert pairs(shown(client, copy))[1][0] == "Schmerzt es?"

    @pytest.mark.indexed
    def test_it_is_found_and_previewed_in_the_language_of_the_article(self, client, using, entry):
        german = Locale.objects.create(language_code="de")
        FaqEntryTranslation.objects.create(entry=entry, locale=german, question="Tut es weh?", answer="<p>Nein.</p>")
        copy = using.copy_for_translation(german, copy_parents=True)
        copy.get_latest_revision().publish()

        def found(word):
            listed = client.get("/api/v2/articles/", {"search": word, "locale": "de"}).json()
            return [row["id"] for row in listed["items"]]

        assert (found("weh"), found("hurt")) == ([copy.pk], [])
        copy.refresh_from_db()
        text = copy.make_preview_request(preview_mode="text").content.decode()
        assert "Tut es weh?" in text
        assert "Does it hurt?" not in text

    def test_its_form_takes_other_languages(self, editor_client, entry):
        german = Locale.objects.create(language_code="de")
        rows = {"translations-TOTAL_FORMS": 1, "translations-INITIAL_FORMS": 0, "translations-0-locale": german.pk,
                "translations-0-question": "Tut es weh?", "translations-0-answer": rich_text("<p>Nein.</p>")}  # fmt: skip
        address = reverse(FaqEntry.snippet_viewset.get_url_name("edit"), args=[entry.pk])
        sent = {"question": entry.question, "answer": rich_text("<p>No.</p>")} | rows
        assert editor_client.post(address, sent).status_code == 302
        assert FaqEntryTranslation.objects.get(entry=entry, locale=german).question == "Tut es weh?"

    def test_wagtails_own_endpoint_shows_the_same(self, client, using):
        page = client.get(f"/api/v2/pages/{using.pk}/").json()
        assert pairs(page) == pairs(shown(client, using))

    def test_links_in_the_librarys_answer_are_display_html(self, client, using, entry):
        entry.answer = f'<p>See <a linktype="page" id="{using.pk}">this</a>.</p>'
        entry.save()
        assert "/articles/needles/" in pairs(shown(client, using))[1][1]
        assert "linktype" not in pairs(shown(client, using))[1][1]

    def test_its_cost_does_not_grow_with_the_entries(self, client, make_article):
        def queries(count):
            entries = [FaqEntry.objects.create(question=f"{n}?", answer="<p>Yes.</p>") for n in range(count)]
            made = make_article(f"{count}", body=[block("faq", items=items(*({"entry": row.pk} for row in entries)))])
            with CaptureQueriesContext(connection) as captured:
                assert len(pairs(shown(client, made))) == count
            return len(captured)

        queries(1)
        assert queries(1) == queries(20)


class TestTheForm:
    def test_a_question_is_chosen_or_written(self, entry):
        BODY.clean(BODY.to_python([block("faq", items=items({"entry": entry.pk}))]))
        BODY.clean(BODY.to_python([block("faq", items=items({"question": "When?", "answer": "<p>Now.</p>"}))]))
        with pytest.raises(ValidationError) as refused:
            BODY.clean(BODY.to_python([block("faq", items=items({"question": " ", "answer": "<p></p>"}))]))
        errors = refused.value.block_errors[0].block_errors["items"].block_errors[0].block_errors
        assert set(errors) == {"question", "answer"}

    def test_the_librarys_text_can_become_the_articles_own(self, editor_client, entry):
        answer = editor_client.get(reverse("articles_faq_entry_text", args=[entry.pk])).json()
        assert answer["state"]["entry"] is None
        assert answer["state"]["question"] == "Does it hurt?"
        assert '"text": "No."' in answer["state"]["answer"]
        assert answer["id"]

    def test_it_becomes_so_in_the_language_of_the_article(self, editor_client, entry):
        german = Locale.objects.create(language_code="de")
        FaqEntryTranslation.objects.create(entry=entry, locale=german, question="Tut es weh?", answer="<p>Nein.</p>")
        url = reverse("articles_faq_entry_text", args=[entry.pk])
        questions = {
            code: editor_client.get(url, {"language": code}).json()["state"]["question"] for code in ("de", "es")
        }
        assert questions == {"de": "Tut es weh?", "es": "Does it hurt?"}

    def test_an_entry_that_is_gone_is_not_found(self, editor_client, db):
        assert editor_client.get(reverse("articles_faq_entry_text", args=[99])).status_code == 404


class TestTheLibrary:
    @pytest.mark.indexed
    def test_it_tells_which_entries_are_used_by_how_many(self, editor_client, using, entry):
        url = reverse(FaqEntry.snippet_viewset.get_url_name("list"))
        FaqEntry.objects.create(question="Unused?", answer="<p>Yes.</p>")
        rows = {row.question: row.used for row in editor_client.get(url).context["object_list"]}
        assert rows == {"Does it hurt?": 1, "Unused?": 0}
        assert ReferenceIndex.get_references_to(entry).count() == 1

    @pytest.mark.indexed
    def test_a_used_one_is_not_deleted(self, editor_client, using, entry):
        url = reverse(FaqEntry.snippet_viewset.get_url_name("delete"), args=[entry.pk])
        response = editor_client.post(url, follow=True)
        assert "“Does it hurt?” is used by 1 article." in response.content.decode()
        assert "Needles" in response.content.decode()
        assert FaqEntry.objects.exists()

    @pytest.mark.indexed
    def test_nor_is_it_among_several(self, editor_client, using, entry):
        other = FaqEntry.objects.create(question="Unused?", answer="<p>Yes.</p>")
        url = reverse("wagtail_bulk_action", args=["articles", "faqentry", "delete"])
        response = editor_client.post(f"{url}?id={entry.pk}&id={other.pk}", follow=True)
        assert "is used by 1 article." in response.content.decode()
        assert FaqEntry.objects.count() == 2

    @pytest.mark.indexed
    def test_code_cannot_delete_it_either(self, using, entry):
        with pytest.raises(questions.InUse):
            entry.delete()

    def test_an_unused_one_is_deleted(self, editor_client, entry):
        editor_client.post(reverse(FaqEntry.snippet_viewset.get_url_name("delete"), args=[entry.pk]))
        assert not FaqEntry.objects.exists()


class TestFilled:
    def test_what_is_gone_is_left_out(self):
        body = [{"type": "faq", "id": "a", "value": {"items": items({"entry": 7}, {"question": "Q", "answer": "A"})}}]
        filled = questions.filled(body, {})
        assert filled[0]["value"]["items"] == [{"question": "Q", "answer": "A"}]
        assert len(body[0]["value"]["items"]) == 2

    def test_other_blocks_stay_as_they_are(self):
        body = [block("quote", text="Q"), {"type": "faq", "id": "b", "value": None}]
        assert questions.filled(body, {}) == body
