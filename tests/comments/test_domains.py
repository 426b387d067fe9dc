"""Listed domains, found among the hosts that a comment leads to."""

import pytest

from comments.rules import domains


class TestFind:
    @pytest.mark.parametrize(
        ("listed", "text", "links"),
        [
            ("example.org", "", ["http://mail.example.org/x"]),
            ("example.org", "see example.org now", []),
            ("example.org", "write to ana@example.org", []),
            ("evil.example", "", ["https://good.example@evil.example/"]),
            ("evil.example", "", ["https://evil.example\\@good.example/"]),
            ("evil.example", "", ["HTTP://EVIL.EXAMPLE.:8080/"]),
            ("münchen.example", "", ["http://xn--mnchen-3ya.example/"]),
            ("*.example", "", ["http://any.example"]),
            ("shop.*.example", "", ["http://a.shop.b.example"]),
            ("https://www.evil.example/", "", ["http://evil.example"]),
        ],
    )
    def test_it_finds(self, listed, text, links):
        assert domains.find(text, links, "", [listed]) == [listed]

    @pytest.mark.parametrize(
        ("listed", "text", "links"),
        [
            ("example.org", "", ["http://notexample.org"]),
            ("example.org", "", ["http://example.org.evil.example"]),
            ("mail.example.org", "", ["http://example.org"]),
            ("org", "", ["http://example.org"]),
            ("example.org", "", ["http://[::1", "http://"]),
        ],
    )
    def test_it_leaves_alone(self, listed, text, links):
        assert domains.find(text, links, "", [listed]) == []

    def test_an_author_s_address_counts(self):
        assert domains.find("", [], "ana@mail.example.org", ["example.org"]) == ["example.org"]

    @pytest.mark.parametrize(
        "text", ["a." * 5000, "-" * 9000, "@a.a" * 2000, " ".join(f"h{n}.example" for n in range(800))]
    )
    def test_no_text_and_no_list_stall_it(self, text):
        listed = [f"{'*.' * (number % 7)}x{number}.example" for number in range(2000)]
        assert domains.find(text, [], "", listed) == []
