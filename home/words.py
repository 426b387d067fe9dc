"""The few words that the server itself says to readers: of the reader page before its script runs, and of feeds.

Everything else of its interface is in `static/home/reader/words/`, one file for each language.
"""

from django.conf import settings

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

WORDS = {
    "en": {
        "title": "Articles",
        "skip_link": "Skip to the content",
        "no_script_title": "This page needs JavaScript",
        "no_script_text": "Please allow scripts for this site to read its articles. Nothing is loaded from anywhere else.",
        "missing_head": "Not found",
        "missing_title": "Nothing is here",
        "missing_text": "This address leads nowhere, or to something that has been taken away.",
        "fault_head": "Something went wrong",
        "fault_title": "Something went wrong",
        "fault_text": "The fault is ours, and it has been noted. Please try again in a little while.",
        "first_page": "Go to the first page.",
        "comments_on": "Comments on “{title}”",
        "comments_say": "What readers say about “{title}”",
    },
    "de": {
        "title": "Artikel",
        "skip_link": "Zum Inhalt springen",
        "no_script_title": "Diese Seite braucht JavaScript",
        "no_script_text": (
            "Bitte erlauben Sie dieser Website Skripte, um ihre Artikel zu lesen. Von anderswo wird nichts geladen."
        ),
        "missing_head": "Nicht gefunden",
        "missing_title": "Hier ist nichts",
        "missing_text": "Diese Adresse führt nirgendwohin oder zu etwas, das entfernt wurde.",
        "fault_head": "Etwas ist schiefgegangen",
        "fault_title": "Etwas ist schiefgegangen",
        "fault_text": "Der Fehler liegt bei uns und wurde festgehalten. Bitte versuchen Sie es in einer Weile erneut.",
        "first_page": "Zur ersten Seite.",
        "comments_on": "Kommentare zu „{title}“",
        "comments_say": "Was Leserinnen und Leser zu „{title}“ sagen",
    },
    "es": {
        "title": "Artículos",
        "skip_link": "Ir al contenido",
        "no_script_title": "Esta página necesita JavaScript",
        "no_script_text": "Permita los scripts de este sitio para leer sus artículos. No se carga nada de ningún otro lugar.",
        "missing_head": "No encontrado",
        "missing_title": "Aquí no hay nada",
        "missing_text": "Esta dirección no lleva a ninguna parte, o lleva a algo que se ha retirado.",
        "fault_head": "Algo ha salido mal",
        "fault_title": "Algo ha salido mal",
        "fault_text": "El error es nuestro y ha quedado registrado. Inténtelo de nuevo dentro de un rato.",
        "first_page": "Ir a la primera página.",
        "comments_on": "Comentarios sobre «{title}»",
        "comments_say": "Lo que dicen los lectores sobre «{title}»",
    },
}


def of(locale: str) -> dict[str, str]:
    """Give the words of a language; in English what nobody has said in it."""
    return WORDS["en"] | WORDS.get(locale.partition("-")[0], {})


def title(locale: str) -> str:
    """Give what the list of articles is called in a language."""
    return of(locale)["title"]


def locale_codes() -> list[str]:
    """Give the codes of the languages that pages may be in; the default one, whose paths have no prefix, first."""
    codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return sorted(codes, key=lambda code: code != settings.LANGUAGE_CODE)


def locale_of(path: str) -> str:
    """Give the language of a path, by its prefix; without one it is the default language."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in locale_codes() else settings.LANGUAGE_CODE


def shell(path: str) -> dict[str, object]:
    """Give what a document needs to be in the language of `path`: its code, direction, home and words."""
    locale = locale_of(path)
    language = locale.partition("-")[0]
    return {
        "locale": locale,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "home_path": "/" if locale == settings.LANGUAGE_CODE else f"/{locale}/",
        "words": of(locale),
    }
