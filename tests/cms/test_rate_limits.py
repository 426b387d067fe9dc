"""What one client may ask in a minute."""

import pytest

from cms import rate_limits
from tests.comments.test_visitors import issuer, token

READ, WRITE, MODERATE = "/api/v2/articles/", "/api/v2/comments/", "/api/v2/moderation/comments/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Let a client have three of each, in a minute that does not end during the test."""
    for name in ("READS", "WRITES", "MODERATION"):
        monkeypatch.setattr(rate_limits, name, getattr(rate_limits, name)._replace(quota=3))
    monkeypatch.setattr(rate_limits.time, "time", lambda: 1_800_000_010.5)


@pytest.fixture
def front_end(db):
    """Have a front end sign its own users in."""
    issuer()


class TestALimit:
    @pytest.mark.parametrize(
        ("method", "path", "name"),
        [("get", READ, "reads"), ("head", READ, "reads"), ("post", WRITE, "writes"), ("get", MODERATE, "moderation")],
    )
    def test_it_is_told_and_held(self, client, method, path, name):
        answers = [getattr(client, method)(path) for _ in range(4)]
        assert [answer["RateLimit"] for answer in answers] == [f'"{name}";r={left};t=50' for left in (2, 1, 0, 0)]
        assert answers[0]["RateLimit-Policy"] == f'"{name}";q=3;w=60'
        assert [answer.status_code == 429 for answer in answers] == [False, False, False, True]
        assert answers[3]["Retry-After"] == "50"
        assert answers[3]["Cache-Control"] == "no-store"

    def test_the_refusal_has_the_one_shape_and_is_readable_from_any_origin(self, client):
        refused = [client.get(READ) for _ in range(4)][3]
        assert refused.json() == {"message": "Too many requests; come back in 50 seconds.", "code": "throttled"}
        assert refused["Access-Control-Allow-Origin"] == "*"

    def test_stored_answers_count(self, client):
        answers = [client.get("/api/v2/site/") for _ in range(4)]
        assert answers[2]["Cache-Status"].endswith("hit")
        assert answers[3].status_code == 429

    def test_the_next_minute_is_a_new_one(self, client, monkeypatch):
        for _ in range(4):
            client.get(READ)
        monkeypatch.setattr(rate_limits.time, "time", lambda: 1_800_000_061.0)
        assert client.get(READ).status_code == 200

    def test_reads_do_not_use_up_writes(self, client):
        for _ in range(4):
            client.get(READ)
        assert client.post(WRITE).status_code == 415

    @pytest.mark.parametrize(
        ("path", "name"),
        [
            ("/api/v2/comments/1/reactions/like/", "gestures"),
            ("/api/v2/comments/1/flags/", "gestures"),
            ("/api/v2/articles/4/like/", "gestures"),
            ("/api/v2/comments/preview/", "gestures"),
            ("/api/v2/comments/1/", "writes"),
            ("/api/v2/comments/1/flags/x/", "writes"),
        ],
    )
    def test_reactions_likes_and_flags_use_up_no_comments(self, rf, path, name):
        assert rate_limits.policy_for(rf.put(path)).name == name
        assert rate_limits.policy_for(rf.get(path)).name == "reads"

    def test_the_admin_has_none(self, client):
        assert not client.get("/admin/login/").has_header("RateLimit")

    def test_it_can_be_turned_off(self, client, settings):
        settings.RATE_LIMITS = False
        assert {client.get(READ).status_code for _ in range(5)} == {200}


class TestAPersonWhoIsSignedIn:
    """A clinic's network is one address, and its people are many."""

    def posted(self, client, **headers) -> list[bool]:
        """Tell of four posts whether they were too much."""
        return [client.post(WRITE, headers=headers).status_code == 429 for _ in range(4)]

    def test_they_have_their_own_wherever_they_are(self, client, django_user_model):
        assert self.posted(client) == [False, False, False, True]  # guests there are one client
        for name in ("ana", "ben"):
            client.force_login(django_user_model.objects.create_user(name))
            assert self.posted(client) == [False, False, False, True]
        client.logout()
        assert client.post(WRITE).status_code == 429

    def test_so_has_a_front_end_s_own_user(self, client, front_end):
        assert self.posted(client) == [False, False, False, True]
        for subject in ("ana", "ben"):
            sent = token(sub=subject)
            assert self.posted(client, authorization=f"Bearer {sent}") == [False, False, False, True]

    @pytest.mark.parametrize(
        "headers",
        [
            {"x-reader": "a" * 20}, {"x-reader": "b" * 20}, {"cookie": "sessionid=abcdefghijklmnopqrstuvwxyz123456"},
            {"cookie": "sessionid=' OR 1=1"}, {"authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}, {"authorization": "Bearer x"},
            {"authorization": "Basic eyJ.e.x"}, {"authorization": "Bearer eyJ" + "." * 2}, {"x-forwarded-for": "192.0.2.9"},
        ],
    )  # fmt: skip
    def test_what_anybody_can_make_up_lifts_nothing(self, client, front_end, headers):
        self.posted(client)
        assert self.posted(client, **headers) == [True] * 4

    def test_a_token_of_another_secret_lifts_nothing(self, client, front_end):
        self.posted(client)
        sent = token("another-secret-of-more-than-thirty-two-chars")
        assert self.posted(client, authorization=f"Bearer {sent}") == [True] * 4

    def test_reads_are_counted_by_address_and_ask_for_nobody(self, client, django_user_model, monkeypatch):
        client.force_login(django_user_model.objects.create_user("ana"))
        monkeypatch.setattr(rate_limits, "person", None)
        assert [client.get(READ).status_code for _ in range(4)] == [200, 200, 200, 429]


class TestAClient:
    def test_another_address_has_its_own(self, client):
        for _ in range(4):
            client.get(READ)
        assert client.get(READ, REMOTE_ADDR="192.0.2.7").status_code == 200

    def test_a_forged_header_changes_nothing(self, client):
        answers = [client.get(READ, headers={"x-forwarded-for": f"192.0.2.{number}"}) for number in range(4)]
        assert answers[3].status_code == 429

    def test_behind_a_proxy_it_is_the_address_that_the_proxy_saw(self, client, settings):
        settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": 1}
        seen = [client.get(READ, headers={"x-forwarded-for": f"10.0.0.{n}, 192.0.2.9"}) for n in range(4)]
        assert seen[3].status_code == 429
        assert client.get(READ, headers={"x-forwarded-for": "10.0.0.1, 192.0.2.8"}).status_code == 200

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("2001:db8::1", "2001:db8::2", True),
            ("2001:db8::1", "2001:db8:0:1::1", False),
            ("::ffff:192.0.2.1", "192.0.2.1", True),
            ("192.0.2.1", "192.0.2.2", False),
            ("", "", True),
        ],
    )
    def test_it_is_a_network(self, one, other, same):
        assert (rate_limits.network(one) == rate_limits.network(other)) is same
