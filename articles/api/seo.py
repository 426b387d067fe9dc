"""What search engines and social networks want to know of an article, ready for the head of a front end's page."""

from typing import Any


def described(
    document: dict[str, Any], *, seo_title: str, search_description: str, titles: dict[int, str]
) -> dict[str, Any]:
    """Give title, description, canonical URL, Open Graph properties and schema.org JSON-LD of an article document.

    `titles` are those of the references that it cites, by id.
    """
    title = seo_title or document["title"]
    description = search_description or document["summary"]
    picture = largest_picture(document["image"])
    return {
        "title": title,
        "description": description,
        "canonical_url": document["meta"]["html_url"],
        "open_graph": _open_graph(document, title, description, picture),
        "json_ld": _json_ld(document, title, description, picture, titles),
    }


def largest_picture(image: dict[str, Any] | None) -> dict[str, Any] | None:
    """Give the widest rendition in a format that every network reads, else the widest there is."""
    renditions = (image or {}).get("renditions") or []
    common = [rendition for rendition in renditions if rendition["format"] in {"jpeg", "png", "gif"}]
    return max(common or renditions, key=lambda rendition: rendition["width"], default=None)


def _open_graph(document: dict, title: str, description: str, picture: dict | None) -> dict[str, Any]:
    properties = {
        "og:type": "article",
        "og:title": title,
        "og:description": description,
        "og:url": document["meta"]["html_url"],
        "og:locale": document["meta"]["locale"].replace("-", "_"),
        "article:published_time": document["published_at"],
        "article:modified_time": document["updated_at"],
    }
    if picture:
        properties |= {
            "og:image": picture["url"],
            "og:image:width": picture["width"],
            "og:image:height": picture["height"],
            "og:image:alt": document["image"]["alt"],
        }
    return {name: value for name, value in properties.items() if value not in (None, "")}


def _json_ld(
    document: dict, title: str, description: str, picture: dict | None, titles: dict[int, str]
) -> dict[str, Any]:
    properties = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "headline": document["title"],
        "name": title,
        "description": description,
        "url": document["meta"]["html_url"],
        "inLanguage": document["meta"]["locale"],
        "datePublished": document["published_at"],
        "dateModified": document["updated_at"],
        "lastReviewed": document["reviewed_at"],
        "author": [_person(person) for person in document["authors"]],
        "reviewedBy": [_person(person) for person in document["reviewed_by"]],
        "image": [picture["url"]] if picture else [],
        "about": [{"@type": "Thing", "name": topic["name"]} for topic in document["topics"]],
        "citation": [_work(reference, titles[reference["id"]]) for reference in document["references"]],
    }
    return {name: value for name, value in properties.items() if value}


def _person(person: dict[str, Any]) -> dict[str, Any]:
    described = {"@type": "Person", "name": person["name"]}
    described |= {"honorificSuffix": person["credentials"]} if person["credentials"] else {}
    return described | ({"sameAs": person["orcid"]} if person.get("orcid") else {})


def _work(reference: dict[str, Any], title: str) -> dict[str, Any]:
    work = {"@type": "ScholarlyArticle", "name": title}
    if reference["doi"]:
        work |= {"identifier": f"doi:{reference['doi']}", "sameAs": f"https://doi.org/{reference['doi']}"}
    elif reference["url"]:
        work["url"] = reference["url"]
    return work
