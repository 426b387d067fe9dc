"""An article's document as one Markdown text: who wrote and checked it and when, its claims with their certainty in
words, and its references as footnotes. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from articles.api import markdown
from articles.prose import body, words

Document = Mapping[str, Any]


def written(document: Document) -> str:
    """Give the Markdown twin of an article's document, whose rich text is HTML."""
    language = document["meta"]["locale"]
    said = words.of(language)
    text = markdown.written(body.written(document["body"], language=language, cite=_footnote))
    parts = [
        f"# {markdown.escaped(document['title'])}",
        f"> {markdown.escaped(document['summary'])}" if document["summary"] else "",
        "\n".join(f"- {name}: {value}" for name, value in _about(document, said) if value),
        text,
        _links(said["related"], [(card["title"], card["html_url"]) for card in document["related"]]),
        _references(said["references"], document["references"]),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _footnote(number: int) -> str:
    return f'<footnote number="{number}">'


def _about(document: Document, said: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give what is known of the article, by name, in the order in which readers ask."""
    certainty = document["evidence"]["certainty"]
    translations = [f"[{other['locale']}]({other['html_url']})" for other in document["meta"]["translations"]]
    return [
        (said["authors"], _people(document["authors"])),
        (said["reviewers"], _people(document["reviewed_by"])),
        *((said[name], (document[name] or "")[:10]) for name in ("published_at", "updated_at", "reviewed_at")),
        (said["certainty"], f"**{said[certainty]}**" if certainty else ""),
        (said["topics"], ", ".join(markdown.escaped(topic["name"]) for topic in document["topics"])),
        (said["languages"], ", ".join(translations)),
        (said["web_page"], f"<{document['meta']['html_url']}>"),
    ]


def _people(people: Iterable[Document]) -> str:
    named = (f"{who['name']} ({who['credentials']})" if who["credentials"] else who["name"] for who in people)
    return "; ".join(markdown.escaped(name) for name in named)


def _links(heading: str, links: Iterable[tuple[str, str]]) -> str:
    rows = "\n".join(f"- [{markdown.escaped(title)}]({url})" for title, url in links)
    return f"## {heading}\n\n{rows}" if rows else ""


def _references(heading: str, references: Iterable[Document]) -> str:
    """Give what is cited as footnotes, with the address of each where its citation does not say it."""
    rows = []
    for reference in references:
        text = markdown.written(f"<p>{reference['citation_html']}</p>").replace("\n", " ")
        url = reference["url"] or ""
        shown = "" if not url or url in text or (reference["doi"] and reference["doi"] in text) else f" <{url}>"
        rows.append(f"[^{reference['number']}]: {text}{shown}")
    return f"## {heading}\n\n" + "\n".join(rows) if rows else ""
