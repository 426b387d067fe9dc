"""Bans: whom they hit, what the banned can no longer do, and how moderators keep them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import actions, hashing
from comments.models import Ban, ReaderComment
from tests.comments.conftest import COMMENTS, MODERATION, assert_error, signed_in

BANS = "/api/v2/moderation/bans/"
HERE = hashing.of_address("127.0.0.1")


class TestBanned:
    @pytest.mark.parametrize(
        ("kind", "value", "email"),
        [
            ("email", "Ana@Example.org", "ana@example.ORG"),
            ("domain", "example.org", "ana@mail.example.org"),
            ("ip_hash", "", "ana@example.org"),
        ],
    )
    def test_a_guest_can_do_nothing_any_more(self, api, form, discussion, by, kind, value, email):
        other = discussion.approved()
        posted = api.post(COMMENTS, form(email=email)).json()
        actions.ban(kind, value or hashing.of_address("127.0.0.1"), by=by)
        assert_error(api.post(COMMENTS, form(email=email)), 403, "banned")
        changed = {"body": "Other words.", "edit_token": posted["edit_token"]}
        assert_error(api.patch(f"{COMMENTS}{posted['id']}/", changed), 403, "banned")
        if kind == "ip_hash":
            for method, path in (
                ("PUT", f"{COMMENTS}{other.pk}/reactions/like/"),
                ("DELETE", f"{COMMENTS}{other.pk}/reactions/like/"),
                ("PUT", f"/api/v2/articles/{discussion.page.pk}/like/"),
            ):
                assert_error(api.request(method, path), 403, "banned")
            assert_error(api.post(f"{COMMENTS}{other.pk}/flags/", {"reason": "spam"}), 403, "banned")
        assert ReaderComment.objects.get(pk=posted["id"]).edited_at is None
        assert api.delete(f"{COMMENTS}{posted['id']}/", changed).status_code == 204  # one's own words may always go

    def test_an_account_can_do_nothing_any_more(self, form, discussion, by, reader):
        other = discussion.approved()
        actions.ban("user", str(reader.pk), by=by)
        api = signed_in(reader)
        assert_error(api.post(COMMENTS, form()), 403, "banned")
        assert_error(api.put(f"{COMMENTS}{other.pk}/reactions/like/"), 403, "banned")

    @pytest.mark.parametrize("email", ["ana@example.com", "ana@notexample.org", "ben@example.net"])
    def test_others_are_not_hit(self, api, form, by, email):
        actions.ban("domain", "example.org", by=by)
        actions.ban("email", "ana@example.net", by=by)
        assert api.post(COMMENTS, form(email=email)).status_code == 202

    def test_it_ends(self, api, form, by):
        row = actions.ban("email", "ana@example.org", by=by, until=timezone.now() + timedelta(hours=1))
        assert_error(api.post(COMMENTS, form(email="ana@example.org")), 403, "banned")
        Ban.objects.filter(pk=row.pk).update(until=timezone.now())
        assert api.post(COMMENTS, form(email="ana@example.org")).status_code == 202


class TestApi:
    def test_it_works(self, moderation, moderator, api, form):
        comment = ReaderComment.objects.get(pk=api.post(COMMENTS, form()).json()["id"])
        seen = moderation.get(f"{MODERATION}{comment.pk}/").json()["author"]
        assert seen["ip_hash"] == HERE
        answer = moderation.post(BANS, {"ip_hash": seen["ip_hash"], "reason": "Advertising"})
        made = answer.json()
        assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
        assert made | {"id": 0, "created_at": ""} == {
            "id": 0, "email": None, "domain": None, "ip_hash": HERE, "user": None, "visitor": None, "section": None,
            "reason": "Advertising", "until": None, "in_force": True, "created_at": "", "created_by": {"name": "Mona Deer"},
        }  # fmt: skip
        again = moderation.post(BANS, {"ip_hash": HERE, "reason": "Insults", "until": "2999-01-01T00:00:00Z"}).json()
        assert (again["id"], again["reason"], again["until"]) == (made["id"], "Insults", "2999-01-01T00:00:00Z")
        assert moderation.delete(f"{BANS}{made['id']}/").status_code == 204
        assert_error(moderation.delete(f"{BANS}{made['id']}/"), 404, "not_found")
        assert api.post(COMMENTS, form()).status_code == 202

    def test_the_list_is_walked_by_cursor(self, moderation, by):
        made = [actions.ban("domain", f"d{number}.example", by=by).pk for number in range(3)][::-1]
        first = moderation.get(f"{BANS}?limit=2").json()
        rest = moderation.get(f"{BANS}?limit=2&cursor={first['meta']['next_cursor']}").json()
        assert [row["id"] for row in first["items"] + rest["items"]] == made
        assert (first["meta"]["total_count"], rest["meta"]["next_cursor"]) == (3, None)
        for cursor in ("", "x"):
            assert_error(moderation.get(f"{BANS}?cursor={cursor}"), 400, "bad_cursor", "cursor")

    @pytest.mark.parametrize(
        ("sent", "fields"),
        [
            ({}, Ban.Kind.values),
            ({"email": "a@b.example", "domain": "b.example"}, ["email", "domain"]),
            ({"email": "ana"}, ["email"]),
            ({"domain": "no domain"}, ["domain"]),
            ({"ip_hash": "127.0.0.1"}, ["ip_hash"]),
            ({"user": "x"}, ["user"]),
            ({"user": 99_999_999}, ["user"]),
            ({"email": "a@b.example", "until": "2001-01-01T00:00:00Z"}, ["until"]),
            ({"email": "a@b.example", "reason": "x" * 201}, ["reason"]),
        ],
    )
    def test_what_is_wrong_is_named(self, moderation, sent, fields):
        assert_error(moderation.post(BANS, sent), 400, "invalid", *fields)
        assert not Ban.objects.exists()

    def test_a_moderator_is_not_banned(self, moderation, moderator):
        assert_error(moderation.post(BANS, {"user": moderator.pk}), 400, "invalid", "user")

    def test_it_is_for_moderators_only(self, api, reader):
        assert_error(api.get(BANS), 401, "not_authenticated")
        assert_error(signed_in(reader).get(BANS), 403, "permission_denied")
        assert_error(signed_in(reader).post(BANS, {"domain": "b.example"}), 403, "permission_denied")


class TestDesk:
    def test_a_moderator_bans_from_a_comment_and_lifts_it(self, discussion, moderator):
        comment = discussion.pending(email="ana@example.org")
        desk = signed_in(moderator).client
        page = desk.get(reverse("reader_comments:detail", args=[comment.pk])).content.decode()
        add = f"{reverse('reader_bans:add')}?kind=email&value=ana%40example.org"
        assert add.replace("&", "&amp;") in page
        assert 'value="ana@example.org"' in desk.get(add).content.decode()
        refused = desk.post(reverse("reader_bans:add"), {"kind": "domain", "value": "no domain"})
        assert "A domain, such as example.org." in refused.content.decode()
        sent = {"kind": "email", "value": "Ana@example.org", "reason": "Advertising"}
        for _ in range(2):
            assert desk.post(reverse("reader_bans:add"), sent).status_code == 302
        ban = Ban.objects.get()
        assert (ban.value, ban.created_by) == ("ana@example.org", moderator)
        assert desk.post(reverse("reader_bans:edit", args=[ban.pk]), {"reason": "Insults"}).status_code == 302
        assert Ban.objects.get().reason == "Insults"
        assert "ana@example.org" in desk.get(reverse("reader_bans:index")).content.decode()
        desk.post(reverse("reader_bans:delete", args=[ban.pk]))
        assert not Ban.objects.exists()

    def test_it_is_for_moderators_only(self, reader):
        assert signed_in(reader).client.get(reverse("reader_bans:index")).status_code == 302
