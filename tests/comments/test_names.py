"""Nobody writes under the name or the address of somebody who works here, in whatever letters."""

import pytest

from comments import names
from comments.models import ReaderComment
from tests.comments.conftest import COMMENTS, assert_error, new_user, signed_in


class TestLookAlike:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Mona Deer", "mona  DEER"),
            ("Mona Deer", "Mоna Dееr"),  # Cyrillic о and е
            ("Mona Deer", "Ｍｏｎａ Ｄｅｅｒ"),
            ("Mona Deer", "𝐌𝐨𝐧𝐚 𝐃𝐞𝐞𝐫"),
            ("Mona Deer", "M\u200do\u0301na-Deer"),
            ("Alice", "AIice"),
            ("Alice", "A1ice"),
            ("Bob", "B0b"),
            ("Ingrid", "lngrid"),
            ("Ольга", "Oльгa"),  # Latin O and a
        ],
    )
    def test_these_do(self, one, other):
        assert names.skeletons(one) & names.skeletons(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Mona Deer", "Mona Reed"), ("Ana", "Anna"), ("田中", "田申"), ("Zoë Ito", "Joe Ito"), ("😀", "😀"), ("", "")],
    )
    def test_these_do_not(self, one, other):
        assert not names.skeletons(one) & names.skeletons(other)


class TestPretence:
    @pytest.mark.parametrize("name", ["Mona Deer", "Mоna Dееr", "mona.deer", "Administrator", "Аdmin"])
    def test_a_name_of_the_staff_is_refused(self, api, form, moderator, name):
        body = assert_error(api.post(COMMENTS, form(name=name)), 400, "invalid", "name")
        assert body["errors"]["name"][0]["code"] == "reserved"
        assert not ReaderComment.objects.exists()

    def test_an_address_of_the_staff_is_refused(self, api, form, moderator):
        assert moderator.email
        sent = form(email=moderator.email.upper())
        body = assert_error(api.post(COMMENTS, sent), 400, "invalid", "email")
        assert body["errors"]["email"][0]["code"] == "reserved"

    @pytest.mark.parametrize("name", ["Mona", "Mona Deere", "Rita Reader"])
    def test_other_names_are_not(self, api, form, moderator, reader, name):
        assert api.post(COMMENTS, form(name=name)).status_code == 202  # Rita has an account, and does not work here

    def test_the_staff_write_under_their_own(self, form, moderator, db):
        assert signed_in(moderator).post(COMMENTS, form()).status_code == 201
        namesake = new_user("other", first_name="Mona", last_name="Deer")
        assert signed_in(namesake).post(COMMENTS, form()).status_code == 202
