"""Reads the demo's content files: articles, the clinic around them, its readers' comments, the studies."""

import json
import tomllib
import uuid
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
IMAGES = FOLDER / "images"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "demo.evident.example")


def articles() -> dict[str, dict[str, Any]]:
    """Give each article's content by its slug."""
    found = (_toml(path) for path in sorted((FOLDER / "articles").glob("*.toml")))
    return {article["slug"]: article for article in found}


def site() -> dict[str, Any]:
    """Give the clinic's accounts, people, topics and profile."""
    return _toml(FOLDER / "site.toml")


def translations() -> dict[str, dict[str, dict[str, Any]]]:
    """Give by language the words of each translated article, by the slug of the article that it translates."""
    return {
        folder.name: {path.stem: _toml(path) for path in sorted(folder.glob("*.toml")) if path.stem != "site"}
        for folder in _languages()
    }


def site_words() -> dict[str, dict[str, Any]]:
    """Give by language the words of what is around the articles: home, people, topics, profile."""
    return {folder.name: _toml(folder / "site.toml") for folder in _languages()}


def discussion() -> dict[str, Any]:
    """Give the readers, their comments, and the discussions' settings."""
    return _toml(FOLDER / "discussion.toml")


def references() -> dict[str, dict[str, Any]]:
    """Give the CSL-JSON item of each study by its key, with `design` beside CSL's own members."""
    items = json.loads((FOLDER / "references.json").read_text(encoding="utf-8"))["references"]
    not_csl = {"id", "finding", "direction", "participants"}
    return {item["id"]: {name: value for name, value in item.items() if name not in not_csl} for item in items}


def block_id(slug: str, *parts: object) -> str:
    """Give the id of a block of an article, or of something inside it: the same in every installation."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, (slug, *parts)))))


def _languages() -> list[Path]:
    return sorted(path for path in (FOLDER / "translations").iterdir() if path.is_dir())


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
