"""Brings schemathesis to what is really there: half of its requests get identifiers, tokens and cursors of the demo.

Left alone it asks for comments and articles that nobody has written, and hears of nothing but 404. Loaded by
`SCHEMATHESIS_HOOKS`; EVIDENT_URL says where the demo runs.
"""

import json
import os
import random
from typing import Any
from urllib.request import urlopen

import schemathesis

ADDRESS = os.environ["EVIDENT_URL"]
CHANCE = random.Random(0)  # the same requests in each run
SHARE = 0.5


def asked(path: str) -> dict[str, Any]:
    with urlopen(f"{ADDRESS}/api/v2/{path}", timeout=30) as response:
        return json.load(response)


def known() -> dict[str, list]:
    """Give values of the demo by what they are called in addresses and bodies."""
    articles = asked("articles/?order=-comment_count")["items"]
    pages = [row["id"] for row in articles]
    form = asked(f"comments/form/?page={pages[0]}")
    threads = asked(f"comments/?page={pages[0]}&order=newest&limit=2")
    document = asked(f"articles/{pages[0]}/")
    comments = [row["id"] for row in threads["items"]]
    return {
        "page": pages[:1],
        "pages": [",".join(map(str, pages))],
        "key": [*pages, *(row["slug"] for row in articles)],
        "slug": [row["slug"] for row in asked("topics/")["items"] + asked("authors/")["items"]],
        "topic": [topic["slug"] for row in articles for topic in row["topics"]],
        "author": [person["slug"] for row in articles for person in row["authors"]],
        "block": [block["id"] for block in document["body"]],
        "form_token": [form["form_token"]],
        "name": ["Ana"],
        "email": ["ana@example.org"],
        "parent": [None, *comments],
        "id": [*comments, *pages, *(row["id"] for row in asked("references/?limit=2")["items"])],
        "ids": [comments],
        "since": [asked("routes/")["meta"]["changes_cursor"]],
        "cursor": [threads["meta"]["next_cursor"]],
        "path": [row["path"] for row in asked("routes/")["items"]],
        "html_path": ["/articles/"],
        "type": ["articles.ArticlePage"],
        "fields": ["*", "_,title", "body", "parent(title)"],
        "child_of": ["root", *pages],
        "descendant_of": ["root"],
        "search": ["fatigue"],
    }


KNOWN = known()


def with_known(values: Any) -> Any:
    """Give a mapping with values of the demo in the place of those that it makes up."""
    if not isinstance(values, dict):
        return values
    return {name: CHANCE.choice(KNOWN[name]) if name in KNOWN else value for name, value in values.items()}


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict) -> None:
    if CHANCE.random() < SHARE:
        case.path_parameters = with_known(case.path_parameters)
        case.query = with_known(case.query)
        case.body = with_known(case.body)
