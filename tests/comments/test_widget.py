"""What is served of the web component, and its words: no browser is needed to read them."""

import gzip
import json
import re

import pytest

from comments import widget

ASKED = {"own", "report", "solve"}  # parts that are loaded when they are asked for
LANGUAGES = ["de", "en", "es"]
CATEGORIES = {"en": {"one", "other"}, "de": {"one", "other"}, "es": {"one", "many", "other"}}
PUT_TOGETHER = ("error_", "role_", "reason_", "removed_by_")


def served(client, path, **headers):
    response = client.get(path, headers=headers)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    return response


def dictionary(language: str) -> dict:
    """Give a dictionary's texts: its module is a comment and one object in JSON's notation."""
    source = (widget.SOURCE / f"words/{language}.js").read_text(encoding="utf-8")
    return json.loads(source.partition("export default ")[2].rstrip().removesuffix(";"), object_pairs_hook=only_once)


def everything() -> str:
    """Give the script and all that it loads when it is asked for."""
    return "\n".join(
        [widget.script(), *(path.read_text(encoding="utf-8") for path in widget.SOURCE.glob("asked/*.js"))]
    )


def only_once(pairs: list) -> dict:
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names)
    return dict(pairs)


def places(text: str | dict) -> set[str]:
    forms = text.values() if isinstance(text, dict) else [text]
    return {name for form in forms for name in re.findall(r"\{(\w+)\}", form)}


class TestTheScript:
    def test_its_address_stays_and_names_a_version_that_is_kept_for_a_year(self, client):
        entry = served(client, "/embed/comments.js")
        assert entry["Content-Type"].startswith("text/javascript")
        assert "max-age=300" in entry["Cache-Control"]
        (version,) = re.findall(r'"\./(\w+)/comments\.js"', entry.content.decode())
        script = served(client, f"/embed/{version}/comments.js")
        assert "immutable" in script["Cache-Control"]
        words = (f"words/{language}.js" for language in LANGUAGES)
        for name in ["comments.css", *(f"asked/{part}.js" for part in ASKED), *words]:
            assert "immutable" in served(client, f"/embed/{version}/{name}")["Cache-Control"]

    def test_it_is_compressed_for_those_who_read_that_and_not_sent_twice(self, client):
        path = f"/embed/{widget.version()}/comments.js"
        plain, packed = served(client, path), served(client, path, accept_encoding="gzip, br")
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert "Accept-Encoding" in packed["Vary"]
        assert served(client, path, accept_encoding="gzip", if_none_match=packed["ETag"]).status_code == 304

    def test_another_version_is_answered_but_not_kept(self, client):
        assert served(client, "/embed/0123456789abcdef/comments.js")["Cache-Control"] == "no-cache"

    @pytest.mark.parametrize("name", ["api.js", "words/fr.js", "../widget.py", "words/../comments.js"])
    def test_nothing_else_is_given(self, client, db, name):
        assert client.get(f"/embed/{widget.version()}/{name}").status_code == 404

    def test_all_that_one_language_needs_is_less_than_20_kb(self, client):
        path = f"/embed/{widget.version()}/"
        for language in LANGUAGES:
            parts = ["comments.js", "comments.css", f"words/{language}.js"]
            sizes = [len(client.get(path + name, headers={"accept-encoding": "gzip"}).content) for name in parts]
            assert sum(sizes) + len(client.get("/embed/comments.js").content) < 20_000

    def test_every_module_is_in_it_once_and_no_two_give_the_same_name(self):
        script = widget.script()
        assert not re.search(r"^(import .* from|export )", script, re.MULTILINE)
        names = re.findall(r"^(?:async )?(?:const|let|class|function) ([\w$]+)", script, re.MULTILINE)
        assert len(names) == len(set(names)) > 50
        openings = [path.read_text().partition("\n")[0] for path in widget.SOURCE.glob("*.js")]
        assert [script.count(opening) for opening in openings] == [1] * len(openings)

    def test_what_is_asked_for_takes_from_the_script_what_that_gives(self, client):
        path = f"/embed/{widget.version()}/"
        given = re.search(r"export\{([\w,]+)\}", client.get(f"{path}comments.js").content.decode())
        taken = set()
        assert {*re.findall(r'import\("\./asked/(\w+)\.js"\)', widget.script())} == ASKED
        for part in ASKED:
            text = client.get(f"{path}asked/{part}.js").content.decode()
            imports = re.findall(r'^import ?\{([\w,]+)\}from"(.*?)"', text)
            assert text.count("import") == len(imports)
            for names, source in imports:
                assert source == "../comments.js"
                taken |= set(names.split(","))
        assert taken == set(given[1].split(",")) > {"el", "problemBox"}

    def test_it_sets_no_cookie_and_writes_no_style_or_html(self):
        script = everything()
        for forbidden in ("document.cookie =", "innerHTML", ".style.cssText", 'setAttribute("style"', "eval("):
            assert forbidden not in script


class TestTheWords:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_language_has_what_english_has_with_its_plural_forms(self, language):
        english = dictionary("en")
        texts = dictionary(language)
        assert texts.keys() == english.keys()
        for key, text in texts.items():
            assert places(text) == places(english[key]), key
            assert isinstance(text, dict) == isinstance(english[key], dict), key
            if isinstance(text, dict):
                assert text.keys() == CATEGORIES[language], key

    def test_every_word_is_used_and_every_word_used_is_there(self):
        script, known = everything(), dictionary("en").keys()
        asked = set(re.findall(r'\bt\.(?:word|phrase)\("(\w+)"', script))
        assert len(asked) > 50
        assert asked <= known
        built = re.compile(r"_(title|text|refused)$")
        assert {
            key
            for key in known
            if f'"{key}"' not in script and not key.startswith(PUT_TOGETHER) and not built.search(key)
        } == set()

    def test_no_script_has_words_of_its_own(self):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", everything(), flags=re.DOTALL)
        assert not re.findall(r"""["`]([A-Z][a-z]+ (?!\$)[^"`]*)["`]""", code)
