"""The demo in a second language: what it holds, what the API gives of it, and that it claims no more than the original."""

import pytest
from django.core.management import call_command
from django.test import TestCase
from wagtail.models import Page

from articles.models import ArticlePage, AuthorTranslation, TopicTranslation
from cms.demo import content
from cms.demo.translating import translated
from comments.models import ReaderComment

MS = "acupuncture-multiple-sclerosis"
GERMAN = "akupunktur-bei-multipler-sklerose"
UNTRANSLATED = "how-to-read-a-study"


class TestTranslated:
    """The joining of words with what they translate; no database."""

    original = {
        "slug": "one",
        "title": "One",
        "topics": ["fatigue"],
        "body": [
            {"type": "section", "key": "intro", "heading": "Hello", "text": "World"},
            {
                "type": "benefit",
                "key": "relief",
                "heading": "Relief",
                "certainty": "low",
                "sources": [
                    {"reference": "a", "finding": "It was lower.", "effect": {"measure": "Mean", "value": -1}},
                    {"reference": "b", "finding": "Nothing.", "direction": "unclear"},
                ],
            },
        ],
    }

    def words(self, **relief):
        relief = {"heading": "Linderung", "findings": ["Es war geringer.", "Nichts."], "measures": ["Mittel"]} | relief
        return {"slug": "eins", "title": "Eins", "body": {"intro": {"heading": "Hallo"}, "relief": relief}}

    def test_words_are_the_translations_and_facts_the_originals(self):
        made = translated(self.original, self.words())
        assert (made["title"], made["slug"], made["topics"]) == ("Eins", "one", ["fatigue"])
        assert made["body"][0] == {"type": "section", "key": "intro", "heading": "Hallo", "text": "World"}
        assert made["body"][1]["certainty"] == "low"
        assert made["body"][1]["sources"] == [
            {"reference": "a", "finding": "Es war geringer.", "effect": {"measure": "Mittel", "value": -1}},
            {"reference": "b", "finding": "Nichts.", "direction": "unclear"},
        ]

    @pytest.mark.parametrize(
        "relief", [{"findings": ["One."]}, {"measures": []}, {"measures": ["a", "b"]}, {"conclusion": "More!"}]
    )
    def test_what_does_not_fit_is_refused(self, relief):
        with pytest.raises(ValueError, match="relief"):
            translated(self.original, self.words(**relief))

    def test_a_block_too_many_or_too_few_is_refused(self):
        words = self.words()
        del words["body"]["intro"]
        with pytest.raises(ValueError, match="intro"):
            translated(self.original, words)


class TestTheGermanContent:
    """The files themselves; no database."""

    def test_every_text_of_a_translated_article_is_translated(self):
        told = ("heading", "text", "population", "outcome", "label", "attribution", "caption", "columns", "rows")
        for slug, words in content.translations()["de"].items():
            original = content.articles()[slug]
            made = translated(original, words)
            for before, after in zip(original["body"], made["body"], strict=True):
                same = [
                    name
                    for name in (*told, "limitations", "items")
                    if before.get(name) not in (None, "", "Fatigue") and before[name] == after[name]
                ]
                assert not same, (slug, before["key"])
            for name in ("title", "summary", "search_description", "changes"):
                assert made[name] != original[name]
            assert len(words["image_alt"]) > 40

    def test_people_topics_and_frame_have_their_words(self):
        words, site = content.site_words()["de"], content.site()
        assert words["people"].keys() == site["people"].keys()
        assert words["topics"].keys() == site["topics"].keys()
        assert len(words["profile"]["questions"]) == len(site["profile"]["questions"])
        assert len(words["profile"]["navigation"]) == len(site["profile"]["navigation"])

    def test_a_claim_without_a_source_is_called_a_hypothesis(self):
        made = translated(content.articles()[MS], content.translations()["de"][MS])
        without = [
            block for block in made["body"] if block["type"] in {"benefit", "mechanism"} and not block.get("sources")
        ]
        assert len(without) == 2
        assert all("Hypothese" in block["text"] for block in without)


class TestTheGermanTree(TestCase):
    """Loaded once for all tests here, because they only read."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", password="harbour-lights", verbosity=0)

    def get(self, path):
        response = self.client.get(f"/api/v2/{path}")
        assert response.status_code == 200, response.content
        return response.json()

    def test_it_has_a_home_a_list_and_the_translated_articles(self):
        tree = Page.objects.filter(locale__language_code="de").order_by("path")
        assert [page.slug for page in tree[:2]] == ["home-de", "artikel"]
        assert tree.count() == 2 + len(content.translations()["de"])
        assert all(page.live and page.alias_of_id is None for page in tree)
        assert TopicTranslation.objects.count() == len(content.site()["topics"])
        assert AuthorTranslation.objects.count() == len(content.site()["people"])

    def test_the_list_has_a_languages_articles_alone(self):
        found = self.get("articles/?locale=de")
        assert found["meta"]["total_count"] == len(content.translations()["de"])
        card = next(item for item in found["items"] if item["slug"] == GERMAN)
        assert card["html_url"].endswith(f"/de/artikel/{GERMAN}/")
        assert [topic["name"] for topic in card["topics"]] == ["Multiple Sklerose", "Akupunktur", "Fatigue"]
        assert card["authors"][0]["credentials"] == "BSc (Hons), Akupunkteurin"
        assert card["image"]["alt"].startswith("Abstrakte Zeichnung")
        assert self.get("articles/?locale=en")["meta"]["total_count"] == len(content.articles())

    def test_a_topic_is_found_by_one_slug_in_every_language(self):
        assert self.get("articles/?locale=de&topic=fatigue")["meta"]["total_count"] == 2
        assert self.get("articles/?locale=en&topic=fatigue")["meta"]["total_count"] == 2

    def test_translations_name_each_other(self):
        english, german = self.get(f"articles/{MS}/"), self.get(f"articles/{GERMAN}/?locale=de")
        for one, other in ((english, german), (german, english)):
            assert one["meta"]["translations"] == [
                {
                    "id": other["id"],
                    "locale": other["meta"]["locale"],
                    "title": other["title"],
                    "slug": other["slug"],
                    "html_url": other["meta"]["html_url"],
                    "detail_url": other["meta"]["detail_url"],
                }
            ]
        assert self.get(f"articles/{UNTRANSLATED}/")["meta"]["translations"] == []

    def test_the_evidence_is_the_originals_to_the_last_number(self):
        english, german = self.get(f"articles/{MS}/"), self.get(f"articles/{GERMAN}/")
        assert german["evidence"] == english["evidence"]
        assert [block["id"] for block in german["body"]] == [block["id"] for block in english["body"]]
        facts = ("certainty", "certainty_reasons")
        for before, after in zip(english["body"], german["body"], strict=True):
            assert [after["value"].get(name) for name in facts] == [before["value"].get(name) for name in facts]
            for one, other in zip(before["value"].get("sources", []), after["value"].get("sources", []), strict=True):
                for name in ("direction", "participants"):
                    assert one[name] == other[name]
                assert one["reference"]["id"] == other["reference"]["id"]
                assert (one["effect"] or {}).get("value") == (other["effect"] or {}).get("value")

    def test_links_go_to_german_pages_where_there_are_some(self):
        german = self.get(f"articles/{GERMAN}/")
        cards = {block["id"]: block["value"] for block in german["body"] if block["type"] == "related_article"}
        addresses = {
            key: cards[content.block_id(MS, f"related-{key}")]["page"]["html_url"] for key in ("fatigue", "reading")
        }
        assert addresses["fatigue"].endswith("/de/artikel/leben-mit-ms-fatigue/")
        assert addresses["reading"].endswith(f"/articles/{UNTRANSLATED}/")
        assert "/de/" not in addresses["reading"]
        assert german["related"][0]["html_url"].endswith("/de/artikel/leben-mit-ms-fatigue/")

    def test_what_surrounds_the_pages_is_in_the_language_asked_for(self):
        english, german = self.get("site/"), self.get("site/?locale=de")
        assert (english["title"], german["title"]) == ("Harbour Clinic", "Hafenpraxis")
        assert [link["label"] for link in german["navigation"]][:2] == ["Artikel", "Ihr erster Besuch"]
        assert german["navigation"][0]["url"].endswith("/de/artikel/")
        assert german["navigation"][1]["url"].endswith("/de/artikel/der-erste-akupunkturtermin/")
        assert len(german["faq"]) == len(english["faq"])
        assert "Vertrauenswürdigkeit" in german["faq"][1]["question"]
        assert [language["code"] for language in german["locales"]] == ["en", "de"]
        assert self.get("site/?locale=es")["title"] == "Harbour Clinic"

    def test_the_publisher_is_called_what_the_frame_says(self):
        title = self.client.get("/api/v2/site/?locale=de").json()["title"]
        seo = self.client.get(f"/api/v2/articles/{GERMAN}/").json()["seo"]
        assert seo["open_graph"]["og:site_name"] == title
        cited = self.client.get(f"/api/v2/articles/{GERMAN}/citation/?format=csl").json()
        assert cited[0]["container-title"] == title
        original = self.client.get(f"/api/v2/articles/{MS}/").json()["seo"]["open_graph"]["og:site_name"]
        assert original == self.client.get("/api/v2/site/?locale=en").json()["title"] != title

    def test_it_has_a_discussion_of_its_own_about_the_same_blocks(self):
        page = ArticlePage.objects.get(slug=GERMAN)
        texts = " ".join(ReaderComment.norel_objects.filter(page=page).values_list("comment", flat=True))
        assert "Danke, dass hier nichts versprochen wird" in texts
        assert "Thank you" not in texts
        counts = self.get(f"articles/{GERMAN}/")["discussion"]["by_block"]
        assert counts[content.block_id(MS, "symptom-relief")] == 2

    def test_its_articles_go_through_the_same_review(self):
        english, german = ArticlePage.objects.get(slug=MS), ArticlePage.objects.get(slug=GERMAN)
        assert german.get_workflow() == english.get_workflow() is not None

    def test_an_editor_could_save_every_article_as_it_is(self):
        for page in ArticlePage.objects.filter(locale__language_code="de"):
            page.full_clean()
