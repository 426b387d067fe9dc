"""The password of the demo's users."""

import pytest

from cms.serving import passwords


@pytest.fixture(autouse=True)
def _none_given(monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)


class TestChoose:
    def test_it_is_generated_once_and_kept_for_its_owner_only(self, tmp_path):
        password = passwords.choose(tmp_path)
        assert len(password) >= 12
        assert passwords.choose(tmp_path) == password
        assert (tmp_path / "demo_password").stat().st_mode & 0o777 == 0o600

    def test_each_installation_has_its_own(self, tmp_path):
        (tmp_path / "other").mkdir()
        assert passwords.choose(tmp_path) != passwords.choose(tmp_path / "other")

    def test_one_that_is_given_wins_and_is_not_written_down(self, tmp_path, monkeypatch):
        passwords.choose(tmp_path)
        monkeypatch.setenv("DEMO_PASSWORD", "chosen by hand")
        assert passwords.choose(tmp_path) == "chosen by hand"
        assert list(tmp_path.iterdir()) == []


class TestHint:
    def test_it_shows_what_was_generated(self, tmp_path):
        assert passwords.hint(tmp_path) != passwords.choose(tmp_path)
        assert passwords.hint(tmp_path) == f"password {passwords.choose(tmp_path)}"

    def test_it_does_not_show_what_was_given(self, tmp_path, monkeypatch):
        monkeypatch.setenv("DEMO_PASSWORD", "chosen by hand")
        assert "DEMO_PASSWORD" in passwords.hint(tmp_path)
        assert "chosen by hand" not in passwords.hint(tmp_path)

    def test_it_says_how_to_set_a_forgotten_one(self, tmp_path):
        assert "changepassword" in passwords.hint(tmp_path)
