"""An article as a graph of schema.org things (JSON-LD 1.1): the page, what it claims and cites, and who stands behind it.

Pure: an article's document in, plain values out. Every thing is described once and referred to by its `@id`; anchors are
those of the front end's page, so that a part's `@id` is where a reader finds it. Benefits, mechanisms and evidence are
HealthTopicContent with the aspect that they are about, as the NHS marks up its pages.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from articles.api import richtext
from articles.identifiers import doi_url
from articles.vocabulary import Certainty

CONTEXT = "https://schema.org"
ARTICLE = ["MedicalWebPage", "Article"]
ASPECTS = {
    "benefit": f"{CONTEXT}/BenefitsHealthAspect",
    "mechanism": f"{CONTEXT}/HowItWorksHealthAspect",
    "evidence": f"{CONTEXT}/EffectivenessHealthAspect",
}
Thing = dict[str, Any]


def graph(
    document: Mapping[str, Any],
    *,
    title: str,
    description: str,
    picture: Mapping[str, Any] | None,
    works: Mapping[int, Mapping[str, Any]],
    trail: Iterable[tuple[str, str]],
    site_name: str,
    default_language: str,
) -> Thing:
    """Give the graph of an article's document, its rich text in HTML.

    `picture` is the rendition for previews; `works` are the CSL-JSON items of the references, by id; `trail` gives title
    and address of the public pages above the article, the home page first. The version in the default language is the
    work of which the others are translations.
    """
    url = document["meta"]["html_url"]
    trail = list(trail)
    home = trail[0][1] if trail else _origin(url)
    cited = {reference["id"]: _work_id(url, reference) for reference in document["references"]}
    parts = [_part(url, block, cited, document["discussion"]) for block in document["body"] if block["type"] in ASPECTS]
    faq = _faq(url, document)
    site: list[Thing] = [
        {"@type": "WebSite", "@id": f"{home}#website", "url": home, "name": site_name, "publisher": _at(f"{home}#publisher")},
        {"@type": "Organization", "@id": f"{home}#publisher", "url": home, "name": site_name},
    ]  # fmt: skip
    page = {
        "@type": ARTICLE,
        "@id": f"{url}#article",
        "url": url,
        "headline": document["title"],
        "name": title,
        "description": description,
        "abstract": document["summary"],
        "inLanguage": document["meta"]["locale"],
        "isPartOf": _at(f"{home}#website"),
        "breadcrumb": _at(f"{url}#breadcrumb"),
        "datePublished": document["published_at"],
        "dateModified": document["updated_at"],
        "lastReviewed": (document["reviewed_at"] or "")[:10],
        "author": [_at(_person_id(home, person)) for person in document["authors"]],
        "reviewedBy": [_at(_person_id(home, person)) for person in document["reviewed_by"]],
        "publisher": _at(f"{home}#publisher"),
        "image": _at(f"{url}#image") if picture else None,
        "about": [
            {"@type": "Thing", "name": topic["name"], "url": f"{home}topics/{quote(topic['slug'])}/"}
            for topic in document["topics"]
        ],
        "keywords": [topic["name"] for topic in document["topics"]],
        "wordCount": document["word_count"],
        "timeRequired": f"PT{document['reading_time_minutes']}M",
        "isAccessibleForFree": True,
        "hasPart": [_at(part["@id"]) for part in (*parts, *faq)],
        "citation": [_at(identifier) for identifier in cited.values()],
        **_translations(document, default_language),
        **_discussion(url, document["discussion"]),
    }
    things: list[Thing] = [
        page,
        *parts,
        *faq,
        *(_work(cited[row["id"]], row, works[row["id"]]) for row in document["references"]),
    ]
    things += [_person(home, person) for person in _people(document)]
    things += [_image(url, document["image"], picture)] if picture else []
    things += [_breadcrumbs(url, [*trail, (document["title"], url)]), *site]
    return {"@context": CONTEXT, "@graph": [_filled(thing) for thing in things]}


def _at(identifier: str) -> Thing:
    return {"@id": identifier}


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [])}


def _origin(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


def _part(url: str, block: Thing, cited: Mapping[int, str], discussion: Thing) -> Thing:
    """Give a benefit, a mechanism or the evidence as a part of its own, with the works that it cites."""
    value = block["value"]
    sources = dict.fromkeys(cited[source["reference"]["id"]] for source in value["sources"])
    certainty = Certainty(value["certainty"]).label if value["certainty"] else ""
    works = [_at(identifier) for identifier in sources]
    return {
        "@type": "HealthTopicContent",
        "@id": f"{url}#block-{block['id']}",
        "url": f"{url}#block-{block['id']}",
        "headline": value["heading"],
        "hasHealthAspect": ASPECTS[block["type"]],
        "description": f"{certainty} (GRADE)" if certainty else None,
        "text": richtext.plain(value["text"]),
        "isPartOf": _at(f"{url}#article"),
        "citation": works,
        "isBasedOn": works if block["type"] == "evidence" else [],
        "commentCount": discussion["by_block"].get(block["id"]),
    }


def _faq(url: str, document: Mapping[str, Any]) -> list[Thing]:
    """Give the questions of all of the article's blocks as one page of questions, or nothing where there are none."""
    asked = [item for block in document["body"] if block["type"] == "faq" for item in block["value"]["items"]]
    questions = [
        {
            "@type": "Question",
            "name": item["question"],
            "acceptedAnswer": {"@type": "Answer", "text": item["answer"]},
        }
        for item in asked
        if item["question"] and item["answer"]
    ]
    if not questions:
        return []
    return [
        {
            "@type": "FAQPage",
            "@id": f"{url}#faq",
            "url": url,
            "inLanguage": document["meta"]["locale"],
            "isPartOf": _at(f"{url}#article"),
            "mainEntity": questions,
        }
    ]


def _translations(document: Mapping[str, Any], default_language: str) -> Thing:
    """Give the same article in other languages, as what it translates or what translates it."""
    others = [
        {
            "@type": ARTICLE,
            "@id": f"{other['html_url']}#article",
            "url": other["html_url"],
            "inLanguage": other["locale"],
        }
        for other in document["meta"]["translations"]
    ]
    original = next((other for other in others if other["inLanguage"] == default_language), None)
    return {"translationOfWork": original} if original else {"workTranslation": others}


def _discussion(url: str, discussion: Thing) -> Thing:
    if not (discussion["is_open"] or discussion["comment_count"]):
        return {}
    return {"discussionUrl": f"{url}#discussion", "commentCount": discussion["comment_count"]}


def _people(document: Mapping[str, Any]) -> list[Thing]:
    return list({person["id"]: person for person in (*document["authors"], *document["reviewed_by"])}.values())


def _person_id(home: str, person: Thing) -> str:
    return f"{home}#person-{quote(person['slug'])}"


def _person(home: str, person: Thing) -> Thing:
    renditions = (person["image"] or {}).get("renditions") or [{}]
    return {
        "@type": "Person",
        "@id": _person_id(home, person),
        "url": f"{home}authors/{quote(person['slug'])}/",
        "name": person["name"],
        "honorificSuffix": person["credentials"],
        "sameAs": person.get("orcid"),
        "image": renditions[-1].get("url"),
    }


def _image(url: str, image: Thing, picture: Mapping[str, Any]) -> Thing:
    return {
        "@type": "ImageObject",
        "@id": f"{url}#image",
        "url": picture["url"],
        "contentUrl": picture["url"],
        "width": _pixels(picture["width"]),
        "height": _pixels(picture["height"]),
        "description": image["alt"],
    }


def _pixels(number: int) -> Thing:
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"}  # UN/CEFACT's code for the pixel


def _breadcrumbs(url: str, trail: Iterable[tuple[str, str]]) -> Thing:
    return {
        "@type": "BreadcrumbList",
        "@id": f"{url}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": address}
            for position, (title, address) in enumerate(trail, start=1)
        ],
    }


def _work_id(url: str, reference: Thing) -> str:
    return doi_url(reference["doi"]) if reference["doi"] else f"{url}#reference-{reference['number']}"


def _work(identifier: str, reference: Thing, item: Mapping[str, Any]) -> Thing:
    """Give a cited work from its row in the document and its CSL-JSON item."""
    doi, pmid = reference["doi"], reference["pmid"]
    identifiers = [("DOI", doi), ("PMID", pmid)]
    same = [doi_url(doi) if doi else "", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else ""]
    return {
        "@type": "ScholarlyArticle",
        "@id": identifier,
        "name": item["title"],
        "author": [{"@type": "Person", "name": name} for name in map(_name, item.get("author") or []) if name],
        "datePublished": _issued(item),
        "isPartOf": {"@type": "Periodical", "name": str(journal)} if (journal := item.get("container-title")) else None,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in identifiers if value
        ],
        "url": reference["url"],
        "sameAs": [address for address in same if address],
        "creativeWorkStatus": "Retracted" if reference["retracted"] else None,
    }


def _name(person: object) -> str:
    """Give a CSL name as it is read: given name, particle, family name; or its literal."""
    if not isinstance(person, Mapping):
        return ""
    parts = (person.get(part) for part in ("given", "non-dropping-particle", "family"))
    return str(person.get("literal") or " ".join(str(part) for part in parts if part))


def _issued(item: Mapping[str, Any]) -> str:
    """Give a CSL date as ISO 8601, as far as it goes: "2012", "2012-05", "2012-05-03"."""
    issued = item.get("issued")
    dates = issued.get("date-parts") if isinstance(issued, Mapping) else None
    first = dates[0] if isinstance(dates, list) and dates and isinstance(dates[0], list) else []
    parts = [str(part) for part in first if str(part).isdecimal()]
    return "-".join(part.zfill(4 if at == 0 else 2) for at, part in enumerate(parts[:3]))
