"""GET /api/v2/articles/{id-or-slug}/references/ and /citation/, /api/v2/references/ and /references/{id}/"""

import json
from collections.abc import Iterator

import jsonschema
import pytest
from django.utils.dateparse import parse_datetime
from wagtail.models import PageViewRestriction, Site

from articles import library
from articles.models import ArticleIndexPage, ArticlePage, Author, LibrarySettings, OwnCitation, Reference
from articles.references import article_citing, formats, styles
from cms import tags
from tests import worlds
from tests.articles.bodies import block, items, source
from tests.articles.conftest import new_article, new_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker) -> Iterator[int]:
    with worlds.kept(django_db_blocker):
        cited = [
            new_reference("Needles", author=[{"family": "Ito", "given": "Ben"}]),
            new_reference(
                "Fatigue", DOI="10.1155/2014/972935", PMID="24987428", design="meta_analysis", retracted=True
            ),
        ]
        body = [
            block("benefit", heading="One", text="<p>T</p>", sources=items(source(cited[1]))),
            block("mechanism", heading="Two", text="<p>T</p>", sources=items(source(cited[0]), source(cited[1]))),
        ]
        yield new_article(
            ArticleIndexPage.objects.get(), "Acupuncture & MS", slug="acupuncture", body=body,
            authors=[library.add(Author(name="Ana de Silva"))], summary="In short.",
            published_at=parse_datetime("2023-08-17T00:00:00Z"),
        ).pk  # fmt: skip


@pytest.fixture
def cited(db, published):
    """Give two references, the second with everything that a reference can have."""
    return [Reference.objects.get(title=title) for title in ("Needles", "Fatigue")]


@pytest.fixture
def article(db, published):
    """Give an article that cites the second reference first."""
    return ArticlePage.objects.get(pk=published)


def valid(document, client, component):
    described = client.get("/api/v2/schema/").json()
    schema = {"$ref": f"#/components/schemas/{component}", "components": described["components"]}
    jsonschema.Draft202012Validator(schema).validate(document)


class TestAnArticlesReferences:
    ADDRESS = "/api/v2/articles/acupuncture/references/"

    @pytest.mark.parametrize(
        ("name", "media_type", "extension"),
        [
            ("csl", "application/vnd.citationstyles.csl+json", "json"),
            ("bibtex", "application/x-bibtex", "bib"),
            ("ris", "application/x-research-info-systems", "ris"),
        ],
    )
    def test_they_come_in_the_order_of_their_numbers(self, client, article, name, media_type, extension):
        response = client.get(self.ADDRESS, {"format": name}, headers={"Accept": "text/html"})
        assert response.status_code == 200
        assert response["Content-Type"] == f"{media_type}; charset=utf-8"
        assert response["Content-Disposition"] == f'attachment; filename="acupuncture-references.{extension}"'
        read = formats.read(response.content.decode())
        assert [entry.csl["title"] for entry in read.entries] == ["Fatigue", "Needles"]
        assert read.entries[0].csl["PMID"] == "24987428"

    def test_without_a_format_it_is_csl_json_with_ids(self, client, article, cited):
        content = client.get(self.ADDRESS).json()
        assert [item["id"] for item in content] == [f"reference-{cited[1].pk}", f"reference-{cited[0].pk}"]

    def test_it_is_public_and_tagged(self, client, article, cited):
        response = client.get(f"/api/v2/articles/{article.pk}/references/")
        assert {f"page:{article.pk}", f"reference:{cited[0].pk}"} <= set(response["Cache-Tag"].split(","))
        assert client.get(self.ADDRESS, headers={"If-None-Match": response["ETag"]}).status_code == 304

    def test_an_article_that_cites_nothing_has_an_empty_list(self, client, make_article):
        make_article("Bare", slug="bare")
        assert client.get("/api/v2/articles/bare/references/").json() == []
        assert client.get("/api/v2/articles/bare/references/", {"format": "ris"}).content == b""

    @pytest.mark.parametrize(
        ("query", "code"), [({"format": "xml"}, "invalid"), ({"style": "apa"}, "unknown_parameter")]
    )
    def test_it_refuses_what_it_does_not_know(self, client, article, query, code):
        response = client.get(self.ADDRESS, query)
        assert response.status_code == 400
        assert response.json()["code"] == code

    def test_a_draft_has_none(self, client, make_article):
        make_article("Draft", slug="draft", publish=False)
        assert client.get("/api/v2/articles/draft/references/").status_code == 404


class TestHowToCiteAnArticle:
    def test_it_is_a_page_of_its_site(self, client, article):
        (item,) = client.get("/api/v2/articles/acupuncture/citation/").json()
        assert item.pop("URL").endswith("/articles/acupuncture/")
        assert item == {
            "id": "acupuncture",
            "type": "webpage",
            "title": "Acupuncture & MS",
            "author": [{"family": "de Silva", "given": "Ana"}],
            "container-title": "Evident",
            "publisher": "Evident",
            "issued": {"date-parts": [[2023, 8, 17]]},
            "abstract": "In short.",
            "language": "en",
        }

    @pytest.mark.parametrize("name", ["bibtex", "ris"])
    def test_other_programs_read_it(self, client, article, name):
        response = client.get(f"/api/v2/articles/{article.pk}/citation/", {"format": name})
        (entry,) = formats.read(response.content.decode()).entries
        assert (entry.csl["title"], entry.csl["author"]) == (
            "Acupuncture & MS",
            [{"family": "de Silva", "given": "Ana"}],
        )


class TestTheArticleInEachStyle:
    ADDRESS = "/api/v2/articles/acupuncture/citation/?format=json"

    def test_the_sites_style_comes_first(self, client, article):
        LibrarySettings.objects.create(site=Site.objects.get(), citation_style="apa")
        answer = client.get(self.ADDRESS).json()
        valid(answer, client, "ArticleCitation")
        assert answer["style"] == "apa"
        assert [made["style"] for made in answer["citations"]] == ["apa", "ama", "nlm", "harvard"]
        url = answer["citations"][0]["text"].split()[-1]
        assert url.endswith("/articles/acupuncture/")
        assert [made["text"] for made in answer["citations"]] == [
            f"de Silva, A. (2023, August 17). Acupuncture & MS. Evident. {url}",
            f"de Silva A. Acupuncture & MS. Evident. August 17, 2023. {url}",
            f"de Silva A. Evident [Internet]. Evident; 2023. Acupuncture & MS. Available from: {url}",
            f"de Silva, A. (2023) Acupuncture & MS, Evident. Available at: {url}.",
        ]
        assert answer["citations"][0]["html"] == (
            f'de Silva, A. (2023, August 17). <i>Acupuncture &amp; MS</i>. Evident. <a href="{url}">{url}</a>'
        )
        assert answer["downloads"]["ris"].endswith(f"/api/v2/articles/{article.pk}/citation/?format=ris")

    @pytest.mark.usefixtures("rendering")
    def test_no_style_is_written_while_it_is_asked(self, client, article, monkeypatch, django_assert_max_num_queries):
        monkeypatch.setattr(styles, "formatted", None)
        client.get(self.ADDRESS)  # which sites there are is asked once
        with django_assert_max_num_queries(6):
            assert "August 17, 2023" in client.get(self.ADDRESS).json()["citations"][0]["text"]

    def test_a_renamed_author_is_right_at_once_and_in_style_soon(self, client, article, run_later):
        author = Author.objects.get()
        author.name = "Ana Souza"
        author.save()
        before = client.get(self.ADDRESS)
        assert before.json()["citations"][0]["text"].startswith("Souza A. (2023). Acupuncture & MS.")
        version = tags.version([f"page:{article.pk}"])
        run_later()
        assert client.get(self.ADDRESS).json()["citations"][0]["text"].startswith("Souza A. Acupuncture & MS. Evident.")
        assert tags.version([f"page:{article.pk}"]) > version

    def test_its_authors_stand_in_the_order_of_the_document(self, client, make_article):
        people = [library.add(Author(name=name)) for name in ("Zoe Zimmer", "Ana Abel")]
        page = make_article("Two", slug="two", authors=people)
        page.article_authors.update(sort_order=None)
        article_citing.cite.func([page.pk])
        answer = client.get("/api/v2/articles/two/citation/?format=json").json()
        assert answer["citations"][2]["text"].startswith("Zimmer, Z., & Abel, A. (")

    def test_a_sites_new_name_is_right_at_once(self, client, article):
        Site.objects.update(site_name="What <works>?")
        citations = {made["style"]: made for made in client.get(self.ADDRESS).json()["citations"]}
        assert " What <works>? August 17, 2023." in citations["ama"]["text"]
        assert "<i>What &lt;works&gt;?</i>" in citations["harvard"]["html"]

    def test_a_site_that_cites_plainly_has_that_first(self, client, article):
        LibrarySettings.objects.create(site=Site.objects.get(), citation_style="plain")
        citations = client.get(self.ADDRESS).json()["citations"]
        assert [made["style"] for made in citations] == ["plain", "ama", "nlm", "apa", "harvard"]
        assert citations[0]["text"].startswith("de Silva A. (2023). Acupuncture & MS. Evident.")

    def test_what_was_published_before_is_caught_up_with(self, client, article, run_later):
        OwnCitation.objects.all().delete()
        assert article_citing.catch_up.func() == 1
        run_later()
        assert OwnCitation.objects.get().page_id == article.pk
        assert article_citing.catch_up.func() == 0

    def test_what_an_older_version_has_written_is_written_anew(self, client, article, run_later):
        OwnCitation.objects.update(html_by_style={"ama": "Old."}, layout=0)
        assert "Old." in [made["html"] for made in client.get(self.ADDRESS).json()["citations"]]
        assert article_citing.catch_up.func() == 1
        run_later()
        assert "Old." not in [made["html"] for made in client.get(self.ADDRESS).json()["citations"]]
        assert article_citing.catch_up.func() == 0


class TestTheList:
    def test_it_holds_what_public_articles_cite(self, client, article, cited, make_reference):
        make_reference("Cited by nobody")
        answer = client.get("/api/v2/references/").json()
        assert [item["title"] for item in answer["items"]] == ["Fatigue", "Needles"]
        assert answer["meta"] == {"total_count": 2, "next_cursor": None}
        valid(answer, client, "ReferenceList")
        assert answer["items"][0]["url"] == "https://doi.org/10.1155/2014/972935"
        assert answer["items"][1]["citation_html"] == "Ito B. Needles."

    def test_it_is_filtered_and_paged(self, client, article):
        assert [item["title"] for item in client.get("/api/v2/references/?retracted=true").json()["items"]] == [
            "Fatigue"
        ]
        assert client.get("/api/v2/references/?design=cohort").json()["meta"]["total_count"] == 1
        first = client.get("/api/v2/references/?limit=1").json()
        second = client.get("/api/v2/references/", {"limit": 1, "cursor": first["meta"]["next_cursor"]}).json()
        assert [first["items"][0]["title"], second["items"][0]["title"]] == ["Fatigue", "Needles"]
        assert client.get("/api/v2/references/?design=guess").status_code == 400

    def test_private_and_withdrawn_articles_tell_nothing(self, client, article):
        PageViewRestriction.objects.create(page=article, restriction_type="login")
        assert client.get("/api/v2/references/").json()["items"] == []

    def test_its_queries_do_not_grow(self, client, make_article, make_reference, django_assert_max_num_queries):
        client.get("/api/v2/references/")  # which sites there are is asked once
        counts = []
        for total in (1, 20):
            made = [make_reference(f"R{total}-{number}") for number in range(total)]
            make_article(f"A{total}", body=[block("benefit", heading="H", sources=items(*map(source, made)))])
            with django_assert_max_num_queries(6) as asked:
                client.get("/api/v2/references/")
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestOneOfThem:
    def test_it_names_the_articles_that_cite_it(self, client, article, cited):
        document = client.get(f"/api/v2/references/{cited[1].pk}/").json()
        valid(document, client, "ReferenceDocument")
        assert document["csl"]["DOI"] == "10.1155/2014/972935"
        assert document["retracted"] is True
        (citing,) = document["articles"]
        assert (citing["id"], citing["number"]) == (article.pk, 1)
        assert citing["blocks"] == [child.id for child in article.body]

    @pytest.mark.parametrize("key", ["999", "9" * 30])
    def test_it_is_not_found_where_nobody_cites_it(self, client, article, make_reference, key):
        assert client.get(f"/api/v2/references/{key}/").status_code == 404
        assert client.get(f"/api/v2/references/{make_reference('Alone').pk}/").status_code == 404

    def test_it_is_cited_in_the_style_of_its_site(self, client, make_reference, article, cited, run_later):
        first = Site.objects.get()
        elsewhere = Site.objects.create(hostname="two.example.org", root_page=first.root_page)
        LibrarySettings.objects.create(site=elsewhere, citation_style="apa")
        run_later()
        LibrarySettings.objects.create(site=first, citation_style="apa")
        elsewhere_settings = LibrarySettings.objects.get(site=elsewhere)
        elsewhere_settings.citation_style = "harvard"
        elsewhere_settings.save()
        run_later()
        document = client.get(f"/api/v2/articles/{article.pk}/").json()
        assert "Ito, B. (n.d.)" in json.dumps(document["references"], ensure_ascii=False)
