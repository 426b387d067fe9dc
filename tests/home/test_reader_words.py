"""The reader page's dictionaries: one for each language, with the same words; no browser is needed to read them."""

import json
import re
from pathlib import Path

import pytest

from home import words

READER = Path(__file__).resolve().parents[2] / "home/static/home/reader"
CATEGORIES = {"en": {"one", "other"}, "de": {"one", "other"}, "es": {"one", "many", "other"}}
LANGUAGES = sorted(path.stem for path in (READER / "words").glob("*.js"))


def dictionary(language: str) -> dict:
    """Give a dictionary's texts: its module is a comment and one object in JSON's notation."""
    _, _, exported = (READER / f"words/{language}.js").read_text(encoding="utf-8").partition("export default ")
    return json.loads(exported.rstrip().removesuffix(";"), object_pairs_hook=only_once)


def only_once(pairs: list) -> dict:
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), f"twice: {sorted({name for name in names if names.count(name) > 1})}"
    return dict(pairs)


def forms(text: str | dict) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [text]


def places(text: str | dict) -> set[str]:
    return {name for form in forms(text) for name in re.findall(r"\{(\w+)\}", form)}


def scripts() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in READER.glob("*.js"))


class TestTheDictionaries:
    def test_there_is_one_for_the_demo_and_its_module_is_known(self):
        assert {"en", "de"} <= set(LANGUAGES)
        for language in set(LANGUAGES) - {"en"}:
            assert f'import("./words/{language}.js")' in scripts()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_has_exactly_the_words_that_english_has(self, language):
        assert dictionary(language).keys() == dictionary("en").keys()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_word_has_something_in_it_and_the_places_that_english_has(self, language):
        english = dictionary("en")
        for key, text in dictionary(language).items():
            assert all(form.strip() for form in forms(text)), key
            assert places(text) == places(english[key]), key

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_is_counted_has_every_plural_form_of_the_language(self, language):
        for key, text in dictionary(language).items():
            assert isinstance(text, dict) == isinstance(dictionary("en")[key], dict), key
            if isinstance(text, dict):
                assert text.keys() == CATEGORIES[language], key

    def test_every_word_that_is_asked_for_is_there(self):
        asked = set(re.findall(r"""(?<![\w.])(?:word|phrase)\("(\w+)\"""", scripts()))
        assert len(asked) > 80
        assert asked <= dictionary("en").keys()

    def test_every_word_that_is_there_is_used(self):
        source = scripts()
        put_together = ("certainty_", "direction_", "design_", "reason_")
        unused = {key for key in dictionary("en") if f'"{key}"' not in source and not key.startswith(put_together)}
        assert not unused

    def test_no_script_has_words_of_its_own(self):
        """What begins with a capital and has a space in it is for people to read, but for what only a log will show."""
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", scripts(), flags=re.DOTALL)
        sentences = set(re.findall(r"""["`]([A-Z][a-z]+ [^"`]*)["`]""", code))
        assert sentences <= {"The server could not answer this request.", "The server could not be reached."}


class TestTheServersWords:
    @pytest.mark.parametrize("language", sorted(words.WORDS))
    def test_each_language_has_the_words_that_english_has(self, language):
        assert words.WORDS[language].keys() == words.WORDS["en"].keys()
        assert all(words.WORDS[language].values())

    @pytest.mark.parametrize("language", sorted(words.WORDS))
    def test_each_word_has_the_places_that_english_has(self, language):
        assert {key: places(text) for key, text in words.WORDS[language].items()} == {
            key: places(text) for key, text in words.WORDS["en"].items()
        }

    @pytest.mark.parametrize(
        ("path", "language"), [("/", "en"), ("/articles/", "en"), ("/de/", "de"), ("/de", "de"), ("/design/", "en")]
    )
    def test_a_document_is_in_the_language_of_its_path(self, client, db, path, language):
        page = client.get(path).content.decode()
        assert f'<html lang="{language}" dir="ltr"' in page
        assert words.WORDS[language]["skip_link"] in page

    def test_a_language_without_words_is_told_in_english(self, settings):
        settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("ar", "العربية")]
        shell = words.shell("/ar/articles/")
        assert (shell["locale"], shell["direction"], shell["home_path"]) == ("ar", "rtl", "/ar/")
        assert shell["words"] == words.WORDS["en"]

    def test_what_is_not_there_is_told_in_the_language_of_the_path(self, client, db, rf, settings):
        assert "Nothing is here" in client.get("/media/nothing.png").content.decode()
        from cms import views

        for view in (lambda request: views.not_found(request, Exception()), views.server_error):
            page = view(rf.get("/de/x")).content.decode()
            assert '<html lang="de"' in page
            assert 'href="/de/"' in page
