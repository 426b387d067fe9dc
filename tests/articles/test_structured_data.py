"""The article as a graph of schema.org things, checked against the vocabulary itself."""

import json
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.models import Locale

from articles import library
from articles.models import ArticleReviewer, Author, Topic
from tests.articles.bodies import block, items, source

# Names and relations of the terms in schema.org's release 30.0 (schemaorg-all-https-types.csv and -properties.csv): the
# types that we use with their parents and own properties, what our properties may hold, the aspects of health topics.
VOCABULARY = json.loads((Path(__file__).parent / "schema_org.json").read_text())
TEXTS = {"Text", "URL", "Date", "DateTime", "Duration", "Integer", "Number", "Boolean", "CssSelectorType", "XPathType"}


def above(name):
    """Give a type with all of which it is a kind."""
    return {name}.union(*(above(parent) for parent in VOCABULARY["types"][name]["parents"]))


def listed(value):
    return value if isinstance(value, list) else [value]


def things(value):
    """Give every thing in a graph that is described there, nested ones included."""
    for member in listed(value):
        if isinstance(member, dict):
            if "@type" in member:
                yield member
            yield from things(list(member.values()))


def check(graph):
    """Raise AssertionError for a term that schema.org does not have, or has not there, and for a reference to nothing."""
    assert set(graph) == {"@context", "@graph"}
    assert graph["@context"] == "https://schema.org"
    known = {thing["@id"]: thing for thing in graph["@graph"]}
    assert len(known) == len(graph["@graph"]), "one thing, one description"
    for thing in things(graph["@graph"]):
        kinds = set().union(*(above(kind) for kind in listed(thing["@type"])))
        allowed = {name for kind in kinds for name in VOCABULARY["types"][kind]["properties"]}
        assert set(thing) - {"@type", "@id"} <= allowed, thing["@type"]
        for name, value in thing.items():
            if not name.startswith("@"):
                for member in listed(value):
                    check_value(name, member, known)


def check_value(name, member, known):
    ranges = set(VOCABULARY["ranges"][name])
    if not isinstance(member, dict):
        # Where a thing is expected, schema.org takes its address or its name as well.
        assert ranges & TEXTS or isinstance(member, str), (name, member)
        assert member not in ("", None), name
        return
    if set(member) == {"@id"}:
        assert member["@id"] in known, (name, member)
        member = known[member["@id"]]
    kinds = set().union(*(above(kind) for kind in listed(member["@type"])))
    assert ranges & kinds, (name, member["@type"])


def of(graph, kind):
    return [thing for thing in graph["@graph"] if kind in listed(thing["@type"])]


def graph_of(client, page):
    return client.get(f"/api/v2/articles/{page.pk}/").json()["seo"]["json_ld"]


@pytest.fixture
def article(make_article, make_image, make_reference, every_block):
    """Give an article with all that an article can have."""
    image = make_image("Cover", description="Hands")
    people = [library.add(Author(name=name, credentials="MD", image=image)) for name in ("Ana Silva", "Ben Ito")]
    older = make_reference(
        "Without a DOI", design="cohort", retracted=True, PMID="123", author=[{"literal": "The Group"}],
        issued={"date-parts": [[1999, 5]]}, **{"container-title": "Journal of Needles"},
    )  # fmt: skip
    body = [*every_block, block("benefit", heading="Sleep", text="<p>a &amp; b</p>", sources=items(source(older)))]
    page = make_article(
        "Needles", slug="needles", summary="Two sentences.", image=image, body=body, authors=people[:1],
        topics=[library.add(Topic(name="Fatigue"))], reviewed_at="2026-01-02", published_at=timezone.now(),
    )  # fmt: skip
    page.article_reviewers = [ArticleReviewer(author=person) for person in people]
    page.save_revision().publish()
    return page


class TestTheGraph:
    def test_it_is_valid_and_whole(self, client, article):
        graph = graph_of(client, article)
        check(graph)
        (page,) = of(graph, "MedicalWebPage")
        url = page["url"]
        assert page["@type"] == ["MedicalWebPage", "Article"]
        assert url.endswith("/articles/needles/")
        assert (page["headline"], page["abstract"], page["inLanguage"]) == ("Needles", "Two sentences.", "en")
        assert page["lastReviewed"] == "2026-01-02"
        assert page["discussionUrl"] == f"{url}#discussion"
        assert page["commentCount"] == 0
        assert [(thing["name"], thing["url"]) for thing in page["about"]] == [
            ("Fatigue", "http://127.0.0.1:8000/topics/fatigue/")
        ]
        names = {thing["@id"]: thing["name"] for thing in of(graph, "Person")}
        assert [names[person["@id"]] for person in page["author"]] == ["Ana Silva"]
        assert [names[person["@id"]] for person in page["reviewedBy"]] == ["Ana Silva", "Ben Ito"]
        (publisher,) = of(graph, "Organization")
        assert page["publisher"] == {"@id": publisher["@id"]}
        assert publisher["name"]

    def test_each_benefit_mechanism_and_evidence_is_a_health_topic_with_its_aspect(self, client, article):
        graph = graph_of(client, article)
        parts = of(graph, "HealthTopicContent")
        aspects = [part["hasHealthAspect"].removeprefix("https://schema.org/") for part in parts]
        assert aspects == [
            "BenefitsHealthAspect", "HowItWorksHealthAspect", "EffectivenessHealthAspect", "BenefitsHealthAspect",
        ]  # fmt: skip
        assert set(aspects) <= set(VOCABULARY["health_aspects"])
        assert [part["headline"] for part in parts] == ["Less fatigue", "Nerves", "Evidence", "Sleep"]
        assert parts[0]["description"] == "Low certainty (GRADE)"
        assert parts[3]["text"] == "a & b"
        (page,) = of(graph, "Article")[:1]
        assert {"@id": parts[0]["@id"]} in page["hasPart"]

    def test_it_cites_works_with_their_identifiers(self, client, article):
        graph = graph_of(client, article)
        with_doi, with_pmid = of(graph, "ScholarlyArticle")
        assert with_doi["@id"] == "https://doi.org/10.1155/2014/972935"
        assert with_doi["@id"] in with_doi["sameAs"]
        assert with_pmid["creativeWorkStatus"] == "Retracted"
        assert with_pmid["datePublished"] == "1999-05"
        assert with_pmid["author"] == [{"@type": "Person", "name": "The Group"}]
        assert with_pmid["isPartOf"] == {"@type": "Periodical", "name": "Journal of Needles"}
        assert {"@type": "PropertyValue", "propertyID": "PMID", "value": "123"} in with_pmid["identifier"]
        sleep = of(graph, "HealthTopicContent")[3]
        assert sleep["citation"] == [{"@id": with_pmid["@id"]}]

    def test_questions_and_the_way_to_the_page_are_things_of_their_own(self, client, article):
        graph = graph_of(client, article)
        (faq,) = of(graph, "FAQPage")
        assert faq["mainEntity"] == [
            {
                "@type": "Question",
                "name": "Does it hurt?",
                "acceptedAnswer": {"@type": "Answer", "text": "<p>No.</p>"},
            }
        ]
        (trail,) = of(graph, "BreadcrumbList")
        steps = [(step["position"], step["name"]) for step in trail["itemListElement"]]
        assert [name for _, name in steps][1:] == ["Articles", "Needles"]
        assert [position for position, _ in steps] == [1, 2, 3]

    def test_an_article_with_nothing_in_it_is_valid_too(self, client, make_article):
        graph = graph_of(client, make_article("Bare"))
        check(graph)
        assert not of(graph, "FAQPage")
        assert not of(graph, "ImageObject")

    def test_it_does_not_depend_on_the_format_of_the_body(self, client, article):
        asked = client.get(f"/api/v2/articles/{article.pk}/", {"rich_text_format": "markdown"}).json()
        assert asked["seo"]["json_ld"] == graph_of(client, article)

    def test_translations_name_their_original_and_it_names_them(self, client, make_article, article_index):
        german = Locale.objects.create(language_code="de")
        article_index.get_parent().copy_for_translation(german)
        article_index.copy_for_translation(german).save_revision().publish()
        english = make_article("Needles", slug="needles")
        translated = english.copy_for_translation(german)
        translated.save_revision().publish()
        graphs = [graph_of(client, page) for page in (english, translated)]
        for graph in graphs:
            check(graph)
        (original,), (translation,) = (of(graph, "Article") for graph in graphs)
        assert [other["@id"] for other in original["workTranslation"]] == [translation["@id"]]
        assert translation["translationOfWork"]["@id"] == original["@id"]
        assert translation["inLanguage"] == "de"


class TestTheCheck:
    """A check that cannot fail would prove nothing."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"@type": "Person", "@id": "a", "headline": "x"},
            {"@type": "Article", "@id": "a", "author": {"@id": "nobody"}},
            {"@type": "Article", "@id": "a", "reviewedBy": {"@type": "Thing"}},
            {"@type": "Article", "@id": "a", "name": ""},
        ],
    )
    def test_it_refuses_what_is_wrong(self, wrong):
        with pytest.raises(AssertionError):
            check({"@context": "https://schema.org", "@graph": [wrong]})
