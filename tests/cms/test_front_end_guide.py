"""docs/front-end.md: each command in it works on the demo, and each answer in it is there."""

import json
import re
from pathlib import Path

import pytest

from articles.models import ArticlePage
from comments.models import DiscussionSettings

GUIDE = Path(__file__).resolve().parents[2] / "docs/front-end.md"
HOST = "http://127.0.0.1:8000"
EXAMPLE = re.compile(r"```sh\ncurl (.+?)\n```\n\n```json\n(.+?)\n```", re.DOTALL)


def examples() -> list[tuple[str, dict]]:
    """Give the commands, without `curl`, with the answers that stand below them."""
    return [(command, json.loads(answer)) for command, answer in EXAMPLE.findall(GUIDE.read_text(encoding="utf-8"))]


def differences(shown, real, at="answer") -> list[str]:
    """Give what is shown and not so; "…" stands for the rest of a text, and of lists and objects parts may be left out."""
    if isinstance(shown, dict) and isinstance(real, dict):
        missing = [f"{at}.{name} is not there" for name in shown.keys() - real.keys()]
        both = shown.keys() & real.keys()
        return missing + [line for name in both for line in differences(shown[name], real[name], f"{at}.{name}")]
    if isinstance(shown, list) and isinstance(real, list):
        tries = [[differences(row, other, f"{at}[{n}]") for other in real] for n, row in enumerate(shown)]
        return [line for found in tries for line in min(found, key=len, default=[f"{at} is empty"])]
    if isinstance(shown, str) and isinstance(real, str) and shown.endswith("…"):
        return [] if real.startswith(shown[:-1]) else [f"{at} is {real[:80]!r}"]
    return (
        [] if shown == real and type(shown) is type(real) else [f"{at} is {str(real)[:80]!r}, not {str(shown)[:80]!r}"]
    )


def test_what_differs_is_noticed():
    assert differences({"a": [{"b": "x…"}], "c": 1}, {"a": [{"b": "y"}, {"b": "xyz"}], "c": 1, "d": 2}) == []
    assert len(differences({"a": ["z…"], "c": True, "e": None}, {"a": ["xyz"], "c": 1})) == 3


@pytest.mark.usefixtures("demo")
def test_each_command_answers_as_it_says(client, subtests):
    shown = examples()
    assert len(shown) == 11
    page = ArticlePage.objects.get(slug="acupuncture-multiple-sclerosis").pk
    form_token = ""
    for command, answer in shown:
        with subtests.test(command):
            assert HOST in command
            url = re.search(rf"{HOST}(/[^\s\"']*)", command)[1].replace("page=4", f"page={page}")
            if sent := re.search(r"-d '(.+)'", command, re.DOTALL):
                body = json.loads(sent[1]) | {"page": page, "form_token": form_token}
                DiscussionSettings.objects.update(min_seconds=0)  # nobody here takes the time to write
                response = client.post(url, body, content_type="application/json")
                assert response.status_code == 202
            else:
                response = client.get(url)
                assert response.status_code == answer.get("status", 200)
            real = response.json()
            form_token = real.get("form_token", form_token)
            assert differences(answer, real) == []


def test_each_address_that_it_names_is_one_of_the_api(client, db):
    described = {re.sub(r"\{\w+\}", "[^/]+", path) for path in client.get("/api/v2/schema/").json()["paths"]}
    named = set(re.findall(r"/api/v2/[\w/-]*/(?=[\s`?\"])", GUIDE.read_text(encoding="utf-8"))) - {"/api/v2/docs/"}
    assert len(named) > 8
    assert [path for path in named if not any(re.fullmatch(known, path) for known in described)] == []
