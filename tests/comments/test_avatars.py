"""Readers' pictures: none unless a site asks for them, then from this server alone, and nothing of the address in public."""

import contextlib
import hashlib
from io import BytesIO

import pytest
from django_tasks_db.models import DBTaskResult
from PIL import Image

from cms import avatars
from comments import actions
from comments.models import Avatar
from tests.comments.conftest import COMMENTS
from tests.comments.test_api_list import queries

ANA = "Ana@example.org"
DIGEST = hashlib.sha256(b"ana@example.org").hexdigest()


def drawing(colour: str = "teal", side: int = 200, kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side), colour).save(out, kind)
    return out.getvalue()


@pytest.fixture
def gravatar(monkeypatch):
    """What Gravatar answers: `gravatar(status, body)`; the addresses that it was asked for are in `gravatar.asked`."""

    class Gravatar:
        status, body, asked = 200, drawing(), []

        def __call__(self, status: int, body: bytes = b"") -> None:
            self.status, self.body = status, body

    said = Gravatar()
    said.asked = []

    @contextlib.contextmanager
    def asked(address, **kwargs):
        said.asked.append(address)
        response = BytesIO(said.body)
        response.status = said.status
        yield response

    monkeypatch.setattr("articles.public_web.asked", asked)
    return said


@pytest.fixture
def shown(api, article):
    """Gives the pictures' addresses of the comments that readers see."""
    return lambda: [row["author"]["avatar_url"] for row in api.get(f"{COMMENTS}?page={article.pk}").json()["items"]]


class TestAvatars:
    def test_it_works(self, api, discussion, rules, gravatar, run_later, shown, article, client):
        rules(avatars=True)
        waiting = discussion.pending(email=ANA)
        run_later()
        assert gravatar.asked == []  # of whom nobody sees anything, nobody is told
        before = api.get(f"{COMMENTS}?page={article.pk}")["ETag"]
        discussion.decide(waiting, "approve")
        discussion.approved(email="ANA@example.org ")
        discussion.approved(email="other@example.org", name="Other")
        gravatar(404)
        run_later()
        assert sorted(set(gravatar.asked)) == sorted(
            avatars.ADDRESS.format(hash=hashlib.sha256(email).hexdigest())
            for email in (b"ana@example.org", b"other@example.org")
        )
        assert len(gravatar.asked) == 2
        assert shown() == [None, None, None]

        Avatar.objects.all().delete()
        gravatar(200, drawing(kind="JPEG"))
        discussion.approved(email=ANA)
        run_later()
        first, second, other, last = shown()
        assert first == second == last
        assert (other, api.get(f"{COMMENTS}?page={article.pk}")["ETag"] == before) == (None, False)
        assert not any(secret in first for secret in (DIGEST, "ana", Avatar.objects.get().email_hash))
        answer = client.get(first)
        assert (answer["Content-Type"], "immutable" in answer["Cache-Control"]) == ("image/webp", True)
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert Image.open(BytesIO(answer.content)).size == (96, 96)

    def test_a_site_that_wants_none_asks_for_none_and_shows_none(self, discussion, rules, gravatar, run_later, shown):
        discussion.approved(email=ANA)
        assert not DBTaskResult.objects.filter(task_path=avatars.fetch.module_path).exists()
        rules(avatars=True)
        discussion.approved(email=ANA)
        run_later()
        assert all(shown())
        rules(avatars=False)
        assert shown() == [None, None]

    def test_another_picture_has_another_address_and_what_was_asked_for_lately_is_not_again(
        self, discussion, rules, gravatar, run_later, shown, client
    ):
        rules(avatars=True)
        comment = discussion.approved(email=ANA)
        run_later()
        (first,) = shown()
        assert avatars.fetch.call([comment.pk]) == 0
        Avatar.objects.update(fetched_at="2020-01-01T00:00Z")
        gravatar(200, drawing("red"))
        assert avatars.fetch.call([comment.pk]) == 1
        assert shown() != [first]
        assert client.get(first).status_code == 404

    @pytest.mark.parametrize(
        ("status", "body"),
        [
            (500, b""),
            (302, b""),
            (200, b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            (200, b"x" * 200_000),
            (200, drawing(side=600)),
            (200, drawing()[:80]),
        ],
    )
    def test_what_is_no_picture_is_not_kept(self, discussion, rules, gravatar, status, body):
        rules(avatars=True)
        gravatar(status, body)
        assert avatars.fetch.call([discussion.approved(email=ANA).pk]) == 0
        assert not Avatar.objects.exists()

    def test_it_goes_with_the_last_comment_of_its_owner(self, discussion, rules, gravatar, run_later):
        rules(avatars=True)
        first, second = discussion.approved(email=ANA), discussion.approved(email=ANA)
        run_later()
        actions.delete(first.pk)
        assert Avatar.objects.exists()
        actions.delete(second.pk)
        assert not Avatar.objects.exists()

    def test_it_goes_with_all_that_is_kept_of_its_owner(self, discussion, rules, gravatar, run_later):
        rules(avatars=True)
        comment = discussion.approved(email=ANA)
        run_later()
        actions.erase(ANA, by=actions.Moderator())
        assert not Avatar.objects.exists()
        actions.keep_avatar(ANA, b"late")  # asked for before, answered after
        assert not Avatar.objects.exists()
        assert discussion.again(comment).user_email == ""

    def test_many_cost_one_query(self, api, discussion, rules, article):
        rules(pre_moderation=False, avatars=True)
        path = f"{COMMENTS}?page={article.pk}"
        discussion.approved(email=ANA)
        api.get(path)
        one = queries(api, path)
        for _ in range(19):
            actions.keep_avatar(discussion.pending().user_email, b"x")
        assert queries(api, path) == one
        assert sum(bool(row["author"]["avatar_url"]) for row in api.get(path).json()["items"]) == 19
