"""A front end's own users: signed tokens that are believed, all those that are not, and what such a reader can do."""

import contextlib
import json
import time
from io import BytesIO

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Site

from comments import actions, visitors
from comments.models import ReaderComment, TokenIssuer
from tests.comments.conftest import BLOCKS, COMMENTS, MODERATION, Api, assert_error, new_user, signed_in

SECRET = "a-secret-of-more-than-thirty-two-characters"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
JWKS = {"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "one", "use": "sig"}]}


def issuer(**values: object) -> TokenIssuer:
    fields = {
        "site": Site.objects.get(is_default_site=True),
        "name": "Clinic",
        "issuer": "https://clinic.example",
        "audience": "evident",
        "algorithm": "HS256",
        "secret": SECRET,
    }
    return TokenIssuer.objects.create(**fields | values)


@pytest.fixture
def shared(db) -> TokenIssuer:
    return issuer()


@pytest.fixture
def public(db) -> TokenIssuer:
    made = issuer(algorithm="RS256", secret="", jwks_url="https://clinic.example/jwks.json")
    actions.keep_keys(made.pk, JWKS)
    return made


def claims(**values: object) -> dict:
    told = {"iss": "https://clinic.example", "aud": "evident", "sub": "42", "exp": int(time.time()) + 60}
    told |= {"name": "Vera Visitor", "email": "vera@example.org", "email_verified": True}
    return {name: value for name, value in (told | values).items() if value is not None}


def token(key=SECRET, algorithm: str = "HS256", headers: dict | None = None, **values: object) -> str:
    return jwt.encode(claims(**values), key, algorithm=algorithm, headers=headers)


def like(comment) -> str:
    return f"{COMMENTS}{comment.pk}/reactions/like/"


class TestWriting:
    def test_it_works(self, form, discussion, shared, moderation, rules):
        rules(guests=False, confirm_email=True)
        api = Api(token())
        answer = api.post(COMMENTS, form(name=None, email=None, block=BLOCKS[0]))
        posted = answer.json()
        assert (answer.status_code, posted["status"], posted["author"]["name"]) == (202, "pending", "Vera Visitor")
        comment = ReaderComment.objects.get()
        assert (comment.user_id, comment.user_email) == (None, "vera@example.org")
        assert comment.visitor not in {"42", "visitor:42"}
        assert moderation.get(f"{MODERATION}{comment.pk}/").json()["author"]["visitor"] == comment.visitor
        # They see, change and delete it without an edit token, from wherever they sign in.
        again = Api(token(exp=int(time.time()) + 90))
        mine = again.get(f"{COMMENTS}mine/?page={discussion.page.pk}").json()
        assert [row["id"] for row in mine["comments"]] == [posted["id"]]
        assert again.patch(f"{COMMENTS}{posted['id']}/", {"body": "Other words."}).status_code == 202
        assert_error(Api(token(sub="43")).patch(f"{COMMENTS}{posted['id']}/", {"body": "X."}), 404, "not_found")
        assert again.delete(f"{COMMENTS}{posted['id']}/").status_code == 204
        assert ReaderComment.objects.get().visitor == ""

    def test_the_same_twice_is_409_and_a_ban_is_403(self, form, shared, by):
        api, sent = Api(token(email=None)), form(body="The same.")
        assert api.post(COMMENTS, sent).status_code == 202
        assert_error(api.post(COMMENTS, sent), 409, "duplicate")
        assert Api(token(sub="43", email=None)).post(COMMENTS, sent).status_code == 202
        actions.ban("visitor", ReaderComment.objects.first().visitor, by=by)
        assert_error(api.post(COMMENTS, form()), 403, "banned")

    def test_they_react_as_themselves(self, discussion, shared):
        comment = discussion.approved()
        assert [Api(token()).put(like(comment), X_Reader=f"a-random-id-{n:06}").json()["like"] for n in range(3)] == [
            1
        ] * 3
        assert Api(token(sub="43")).put(like(comment)).json()["like"] == 2

    def test_they_moderate_nothing_and_are_nobody_here(self, discussion, shared, moderator):
        api = Api(token(sub=str(moderator.pk), email=moderator.email))
        assert_error(api.get(MODERATION), 401, "authentication_failed")
        assert_error(api.delete(f"{COMMENTS}{discussion.approved().pk}/"), 403, "edit_token_invalid")

    def test_a_token_for_another_site_is_401(self, discussion, form):
        issuer(site=Site.objects.create(hostname="other.example", root_page=Page.objects.get(depth=1)))
        comment = discussion.approved()
        assert_error(Api(token()).put(like(comment)), 401, "authentication_failed")
        assert_error(Api(token()).post(COMMENTS, form()), 401, "authentication_failed")


class TestPublicKeys:
    def test_it_works(self, discussion, public):
        comment = discussion.approved()
        sent = token(KEY, "RS256", {"kid": "one"})
        assert Api(sent).put(like(comment)).json() == {"like": 1, "dislike": 0}
        assert Api(token(KEY, "RS256")).put(like(comment)).json() == {"like": 1, "dislike": 0}  # it has one key alone

    def test_an_unknown_key_has_them_fetched_once_and_no_get_does(self, discussion, public):
        comment, sent = discussion.approved(), token(KEY, "RS256", {"kid": "two"})
        TokenIssuer.objects.update(fetched_at=None)
        tasks = DBTaskResult.objects.filter(task_path="cms.token_keys.fetch")
        assert_error(Api(sent).get(f"{COMMENTS}mine/?page={discussion.page.pk}"), 401, "authentication_failed")
        assert not tasks.exists()
        for _ in range(3):
            assert_error(Api(sent).put(like(comment)), 401, "authentication_failed")
        assert tasks.count() == 1

    def test_the_worker_fetches_them(self, public, run_later, monkeypatch):
        answers = [(200, json.dumps(JWKS | {"more": 1})), (200, "nonsense"), (500, "")]

        @contextlib.contextmanager
        def asked(address, **kwargs):
            status, body = answers.pop(0)
            response = BytesIO(body.encode())
            response.status = status
            assert address == "https://clinic.example/jwks.json"
            yield response

        monkeypatch.setattr("articles.public_web.asked", asked)
        for failure in ("", "The answer is not JSON.", "The server answered 500."):
            TokenIssuer.objects.update(fetched_at=None)
            assert actions.want_keys(public.pk) is True
            run_later()
            public.refresh_from_db()
            assert (public.failure, public.jwks["keys"][0]["kid"]) == (failure, "one")

    @pytest.mark.parametrize("address", ["https://127.0.0.1/jwks", "https://10.0.0.8/jwks", "https://localhost/jwks"])
    def test_a_private_address_is_never_asked(self, public, run_later, address):
        TokenIssuer.objects.update(fetched_at=None, jwks_url=address)
        actions.want_keys(public.pk)
        run_later()
        public.refresh_from_db()
        assert public.failure.startswith("The address leads to a private address")

    def test_only_what_can_be_used_is_kept(self):
        weak = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()  # noqa: S505
        (good,) = JWKS["keys"]
        others = [
            {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(weak)), "kid": "weak"},
            {"kty": "oct", "k": "c2VjcmV0", "kid": "oct"},
            good | {"use": "enc"},
            good | {"alg": "RS512"},
            good | {"kid": 7},
            json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY)),
            {"kty": "RSA", "n": "x"},
            "key",
            None,
        ]
        assert visitors.usable({"keys": [*others, good]}) == {
            "keys": [{k: good[k] for k in ("kty", "n", "e", "kid", "use")}]
        }
        for nothing in ({"keys": others}, {}, [], None, {"keys": {}}):
            with pytest.raises(ValueError, match="no RSA key"):
                visitors.usable(nothing)


def forged() -> dict[str, str]:
    now = int(time.time())
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public_as_secret = (
        jwt.utils.base64url_encode(b'{"alg":"HS256","typ":"JWT"}')
        + b"."
        + jwt.utils.base64url_encode(json.dumps(claims(iss="https://public.example")).encode())
    )
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(public_as_secret, PUBLIC)
    return {
        "another secret": token("another-secret-of-more-than-thirty-two-chars"),
        "no algorithm": token("", "none"),
        "another algorithm": token(SECRET * 2, "HS512"),
        "run out": token(exp=now - 60),
        "no end": token(exp=None),
        "not yet": token(nbf=now + 600),
        "another audience": token(aud="elsewhere"),
        "no audience": token(aud=None),
        "no issuer": token(iss=None),
        "another issuer": token(iss="https://evil.example"),
        "no subject": token(sub=None),
        "an empty subject": token(sub=""),
        "a long subject": token(sub="x" * 256),
        "another key": token(other, "RS256", {"kid": "one"}, iss="https://public.example"),
        "a key that it brings": token(
            other, "RS256", {"kid": "one", "jwk": JWKS["keys"][0]}, iss="https://public.example"
        ),
        "the public key as a secret": (public_as_secret + b"." + jwt.utils.base64url_encode(mac)).decode(),
        "switched off": token(iss="https://off.example"),
        "cut short": token()[:-4],
        "too long": token(more="x" * 8192),
        "nonsense": "eyJ.eyJ.x",
    }


@pytest.mark.parametrize("kind", sorted(forged()))
def test_what_is_not_believed_is_401(kind, db, form, shared):
    issuer(issuer="https://off.example", is_active=False)
    public = issuer(issuer="https://public.example", algorithm="RS256", secret="", jwks_url="https://x.example/")
    actions.keep_keys(public.pk, JWKS)
    assert_error(Api(forged()[kind]).post(COMMENTS, form()), 401, "authentication_failed")
    assert not ReaderComment.objects.exists()


class TestAdmin:
    def test_keys_are_kept_in_the_admin_and_the_secret_is_not_shown_again(self, db):
        admin = signed_in(new_user("root", is_superuser=True, is_staff=True)).client
        site = Site.objects.get(is_default_site=True)
        sent = {
            "name": "Clinic",
            "site": site.pk,
            "issuer": "https://clinic.example",
            "audience": "evident",
            "is_active": "on",
        }
        short = admin.post(reverse("token_issuers:add"), sent | {"algorithm": "HS256", "secret": "short"})
        assert "At least 32 characters" in short.content.decode()
        plain = admin.post(reverse("token_issuers:add"), sent | {"algorithm": "RS256", "jwks_url": "http://x.example/"})
        assert plain.status_code == 200
        admin.post(reverse("token_issuers:add"), sent | {"algorithm": "HS256", "secret": SECRET})
        made = TokenIssuer.objects.get()
        edit = reverse("token_issuers:edit", args=[made.pk])
        assert SECRET not in admin.get(edit).content.decode()
        admin.post(edit, sent | {"algorithm": "HS256", "name": "The clinic", "secret": ""})
        made.refresh_from_db()
        assert (made.name, made.secret) == ("The clinic", SECRET)
        admin.post(edit, sent | {"algorithm": "RS256", "jwks_url": "https://clinic.example/jwks.json"})
        assert DBTaskResult.objects.filter(task_path="cms.token_keys.fetch").count() == 1
        assert "not fetched yet" in admin.get(reverse("token_issuers:index")).content.decode()

    def test_moderators_do_not_see_them(self, moderator):
        assert signed_in(moderator).client.get(reverse("token_issuers:index")).status_code == 302
