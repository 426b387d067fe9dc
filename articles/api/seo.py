"""What search engines and social networks want to know of an article, ready for the head of a front end's page."""

from collections.abc import Iterable, Mapping
from typing import Any

from articles.api import structured_data
from articles.prose.body import largest


def described(
    document: dict[str, Any],
    *,
    seo_title: str,
    search_description: str,
    works: Mapping[int, Mapping[str, Any]],
    trail: Iterable[tuple[str, str]],
    site_name: str,
    default_language: str,
) -> dict[str, Any]:
    """Give title, description, canonical URL, Open Graph properties and schema.org JSON-LD of an article document.

    The document's rich text is HTML; what else is asked is as in structured_data.graph().
    """
    title = seo_title or document["title"]
    description = search_description or document["summary"]
    picture = largest(document["image"])
    return {
        "title": title,
        "description": description,
        "canonical_url": document["meta"]["html_url"],
        "open_graph": _open_graph(document, title, description, picture, site_name),
        "json_ld": structured_data.graph(
            document,
            title=title,
            description=description,
            picture=picture,
            works=works,
            trail=trail,
            site_name=site_name,
            default_language=default_language,
        ),
    }


def _open_graph(document: dict, title: str, description: str, picture: dict | None, site_name: str) -> dict[str, Any]:
    properties = {
        "og:type": "article",
        "og:title": title,
        "og:description": description,
        "og:url": document["meta"]["html_url"],
        "og:site_name": site_name,
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
