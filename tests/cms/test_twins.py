"""Markdown twins of articles, and /llms.txt that leads to them."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from markdown_it import MarkdownIt
from wagtail.models import Locale, PageViewRestriction, Site

from articles import library
from articles.models import ArticleIndexPage, ArticleReviewer, Author, Topic
from articles.prose import words
from home.models import CrawlerSettings, SiteProfile
from tests.articles.bodies import block, items, source


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    if status == 200:
        assert response["Content-Type"] == "text/markdown; charset=utf-8"
    return response.content.decode()


@pytest.fixture
def article(make_article, make_reference):
    trial = make_reference("A trial of needles", DOI="10.1155/2014/972935")
    people = [library.add(Author(name="Ana Silva", credentials="MD")), library.add(Author(name="Ben Ito"))]
    effect = {"measure": "mean difference", "value": -0.92, "ci_low": -1.36, "ci_high": -0.47, "p": "<0.001"}
    found = source(trial, finding="Less *fatigue*.", participants=31, effect=effect)
    body = [
        block("section", heading="", text="<p>First <b>words</b>.</p>"),
        block("benefit", heading="Less fatigue", text="<p>It may.</p>", certainty="very_low",
              certainty_reasons=["risk_of_bias", "imprecision"], sources=items(found)),
        block("mechanism", heading="Nerves", text="<p>Unknown.</p>", no_evidence_found=True),
        block("mechanism", heading="Blood", text="<p>Unknown.</p>"),
        block("evidence", heading="As a whole", text="<p>Few.</p>", limitations=items("Small samples")),
        block("disclaimer", text="<p>No advice.</p>"),
    ]  # fmt: skip
    page = make_article(
        "Needles & <fatigue>", slug="needles", summary="Two\nsentences.", body=body, authors=people[:1],
        topics=[library.add(Topic(name="Fatigue"))], published_at=datetime(2026, 3, 1, 8, tzinfo=UTC),
    )  # fmt: skip
    page.article_reviewers = [ArticleReviewer(author=people[1])]
    page.save_revision().publish()
    return page


class TestTheTwin:
    def test_it_is_the_article_with_its_certainty_in_words_and_its_references_as_footnotes(self, client, article):
        text = read(client, "/articles/needles.md")
        lines = text.splitlines()
        assert lines[0] == "# Needles & \\<fatigue\\>"
        assert lines[2] == "> Two sentences."
        for expected in (
            "- Authors: Ana Silva (MD)",
            "- Reviewed by: Ben Ito",
            "- Published: 2026-03-01",
            "First **words**.",
            "## Benefit: Less fatigue",
            "- Certainty of the evidence (GRADE): **very low**, rated down for risk of bias, imprecision",
            (
                "- Less \\*fatigue\\*. (supports the claim; 31 participants; mean difference −0.92, "
                "95% CI −1.36 to −0.47, p \\<0.001)[^1]"
            ),
            "## Mechanism: Nerves",
            "*No evidence was found for this claim.*",
            "*No source is given for this claim.*",
            "- Small samples",
            "> No advice.",
            "## References",
        ):
            assert expected in lines, expected
        assert re.search(r"^\[\^1\]: .*A trial of needles.*10\.1155/2014/972935", text, re.MULTILINE)

    def test_it_names_its_web_page_and_its_data(self, client, article):
        response = client.get("/articles/needles.md")
        assert f'<{article.full_url}>; rel="canonical"' in response["Link"]
        assert f'/api/v2/articles/{article.pk}/>; rel="alternate"; type="application/json"' in response["Link"]
        assert response["Content-Language"] == "en"
        assert f"- Web page: <{article.full_url}>" in response.content.decode()

    def test_the_convention_for_paths_that_end_in_a_slash_leads_there_too(self, client, article):
        assert read(client, "/articles/needles/index.html.md") == read(client, "/articles/needles.md")

    def test_it_is_nowhere_where_no_public_article_is(self, client, article, make_article):
        make_article("Draft", slug="draft", publish=False)
        for path in ("/articles/draft.md", "/articles/none.md", "/articles.md", "/none.md"):
            read(client, path, 404)
        PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
        read(client, "/articles/needles.md", 404)

    def test_an_article_that_has_moved_leads_to_its_new_twin(self, client, article):
        article.slug = "pins"
        article.save_revision().publish()
        response = client.get("/articles/needles.md")
        assert response.status_code == 301
        assert urlsplit(response["Location"]).path == "/articles/pins.md"

    @pytest.mark.parametrize("language", sorted(words.WORDS))
    def test_every_language_has_the_words_and_places_that_english_has(self, language):
        blanks = {key: set(re.findall(r"{\w+}", text)) for key, text in words.WORDS["en"].items()}
        assert {key: set(re.findall(r"{\w+}", text)) for key, text in words.WORDS[language].items()} == blanks
        assert all(words.WORDS[language].values())

    def test_a_translation_speaks_its_language(self, client, article):
        german = Locale.objects.create(language_code="de")
        index = ArticleIndexPage.objects.get()
        index.get_parent().specific.copy_for_translation(german).save_revision().publish()
        index.copy_for_translation(german).save_revision().publish()
        translated = article.copy_for_translation(german)
        translated.save_revision().publish()
        text = read(client, "/de/articles/needles.md")
        assert "Vertrauenswürdigkeit der Evidenz (GRADE): **sehr niedrig**" in text
        assert f"[en]({article.full_url})" in text

    def test_a_client_that_has_it_is_told_so_until_it_changes(self, client, article):
        first = client.get("/articles/needles.md")
        assert f"page:{article.pk}" in first["Cache-Tag"].split(",")
        held = {"If-None-Match": first["ETag"]}
        assert client.get("/articles/needles.md", headers=held).status_code == 304
        article.summary = "Other words."
        article.save_revision().publish()
        assert client.get("/articles/needles.md", headers=held).status_code == 200

    @pytest.mark.usefixtures("rendering")
    @pytest.mark.parametrize("times", [1, 20])
    def test_it_costs_the_same_whatever_it_holds(
        self, client, make_article, make_reference, times, django_assert_num_queries
    ):
        body = [
            block("benefit", heading="H", sources=items(source(make_reference(f"R{number}"))))
            for number in range(times)
        ]
        make_article("Much", slug="much", body=body)
        client.get("/articles/much.md")
        with django_assert_num_queries(12):
            client.get("/articles/much.md")


class TestLlms:
    def test_it_leads_to_the_twins_by_topic(self, client, article, make_article):
        site = Site.objects.get(is_default_site=True)
        SiteProfile.objects.create(site=site, title="The *Clinic*", tagline="Evidence first.")
        make_article("Alone")
        text = read(client, "/llms.txt")
        tokens = MarkdownIt("commonmark").parse(text)
        headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
        assert headings == ["The \\*Clinic\\*", "Articles", "Fatigue", "Optional"]
        assert text.splitlines()[:3] == ["# The \\*Clinic\\*", "", "> Evidence first."]
        (title, address, summary) = re.search(r"## Fatigue\n\n- \[(.*)\]\((.*)\): (.*)\n", text).groups()
        assert (title, summary) == ("Needles & \\<fatigue\\>", "Two sentences.")
        assert "Needles" in read(client, urlsplit(address).path)

    def test_a_draft_and_a_private_article_are_not_in_it(self, client, article, make_article):
        make_article("Draft", publish=False)
        PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
        text = read(client, "/llms.txt")
        assert "Draft" not in text
        assert "Needles" not in text

    def test_a_site_that_wants_no_language_models_has_none(self, client, article):
        held = client.get("/llms.txt")
        site = Site.objects.get(is_default_site=True)
        chosen = CrawlerSettings.objects.create(site=site, language_models="answers")
        assert client.get("/llms.txt", headers={"If-None-Match": held["ETag"]}).status_code == 304
        chosen.language_models = "none"
        chosen.save()
        read(client, "/llms.txt", 404)

    @pytest.mark.usefixtures("rendering")
    @pytest.mark.parametrize("times", [1, 20])
    def test_it_costs_the_same_for_one_article_and_for_twenty(
        self, client, make_article, times, django_assert_num_queries
    ):
        for number in range(times):
            make_article(f"A{number}", topics=[library.add(Topic(name=f"T{number}"))])
        client.get("/llms.txt")
        with django_assert_num_queries(5):
            client.get("/llms.txt")
