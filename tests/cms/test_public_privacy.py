"""Every address that the public may ask is asked: none tells an e-mail address, a hash of one, a network or a reporter."""

import json
import re

import pytest

from articles.models import Author, Topic
from cms.api import schema
from comments import actions, hashing
from comments.models import Flag, Following, Reaction, ReaderAddress, ReaderComment
from tests.comments.conftest import BLOCKS, COMMENTS, Api, form, new_user, rules, signed_in  # noqa: F401

EMAIL, ADDRESS, RAW, READER = "quentin@uncommon.example", "198.51.100.23", "Some *raw* words", "0f6b2d52-reader-of-mine"


@pytest.fixture
def article(make_article):
    author = Author.objects.create(name="Mara", slug="mara", user=new_user("mara.secret", first_name="Mara"))
    body = [{"type": "benefit", "id": BLOCKS[0], "value": {"heading": "Benefit", "text": "<p>It helps.</p>"}}]
    return make_article(
        "Needles", body=body, authors=[author], topics=[Topic.objects.create(name="Sleep", slug="sleep")]
    )


@pytest.fixture
def written(article, form, rules) -> list:  # noqa: F811
    """What readers do on the article, and what they are answered."""
    rules(pre_moderation=False)
    reader, staff = Api(REMOTE_ADDR=ADDRESS), signed_in(article.article_authors.get().author.user, REMOTE_ADDR=ADDRESS)
    answers = [reader.post(COMMENTS, form(page=article.pk, email=EMAIL, body=RAW, block=BLOCKS[0], follow=True))]
    root = answers[0].json()["id"]
    answers.append(staff.post(COMMENTS, form(page=article.pk, body=f"{RAW}, too", parent=root, name=None, email=None)))
    answers.append(reader.post("/api/v2/subscriptions/", {"email": EMAIL}))
    actions.confirm(ReaderAddress.objects.get().pk)
    answers += [
        reader.request("PUT", f"{COMMENTS}{root}/reactions/like/", {}, X_Reader=READER),
        reader.request("POST", f"{COMMENTS}{root}/flags/", {"reason": "other", "note": "Tell nobody"}, X_Reader=READER),
        reader.request("PUT", f"/api/v2/articles/{article.pk}/like/", {}, X_Reader=READER),
    ]
    assert {answer.status_code for answer in answers} <= {200, 201, 202}, [answer.content for answer in answers]
    return answers


def public_paths(article) -> dict[str, str]:
    """Give every public address that the API's own description has a GET for, filled in, and the public files."""
    root = ReaderComment.objects.order_by("pk").first().pk
    numbers = {"comments": root, "pages": article.pk}
    queries = {
        f"{COMMENTS}": f"?page={article.pk}",
        f"{COMMENTS}form/": f"?page={article.pk}",
        f"{COMMENTS}mine/": f"?page={article.pk}",
        f"{COMMENTS}counts/": f"?pages={article.pk}",
        "/api/v2/resolve/": "?path=/articles/needles/",
        "/api/v2/preview/": "?token=x",
        "/api/v2/pages/": "?fields=*",
    }
    found = {}
    for path, operations in schema.document()["paths"].items():
        if "get" in operations and "/moderation/" not in path:
            kind = path.split("/")[3]
            filled = path.replace("{id}", str(numbers.get(kind, 1))).replace("{key}", article.slug)
            filled = filled.replace("{slug}", "mara" if kind == "authors" else "sleep")
            assert "{" not in filled, path
            found[path] = filled + queries.get(path, "")
    files = ["/llms.txt", "/robots.txt", "/sitemap.xml", "/feeds/articles.rss", "/feeds/articles.atom"]
    files += ["/feeds/articles.json", f"/feeds/comments/{article.pk}.rss", "/articles/needles.md", "/articles/needles/"]
    return found | {file: file for file in files}


@pytest.mark.django_db
class TestEveryPublicAnswer:
    def test_it_keeps_what_readers_entrust_to_the_site(self, article, written):
        secrets = {EMAIL, ADDRESS, RAW, READER, "mara.secret", "Tell nobody", hashing.of_email(EMAIL)}
        secrets |= {hashing.of_address(ADDRESS), hashing.of_email("mara.secret@example.org")}
        for row in [*ReaderComment.objects.all(), *Reaction.objects.all(), *Flag.objects.all()]:
            secrets |= {str(value) for name, value in vars(row).items() if value and name.endswith(("hash", "network"))}
            secrets |= {row.reader.partition(":")[2]} if hasattr(row, "reader") else set()
        assert Following.objects.exists()
        paths = public_paths(article)
        answers = {path: Api().get(address) for path, address in paths.items()}
        working = {path for path, answer in answers.items() if answer.status_code == 200}
        assert len(working) > 25
        assert not {path for path in paths if "comment" in path or "articles" in path} - working
        for name, answer in [*answers.items(), *((f"write {n}", answer) for n, answer in enumerate(written))]:
            told = answer.content.decode() + json.dumps(dict(answer.headers))
            assert not [secret for secret in secrets if secret.lower() in told.lower()], name
            assert not re.search(r"gravatar|[0-9a-f]{32}@", told), name

    def test_an_avatar_is_for_the_front_end_to_draw(self, article, written):
        threads = Api().get(f"{COMMENTS}?page={article.pk}").json()["items"]
        assert {row["author"]["avatar_url"] for row in threads} == {None}
