"""What mails and the pages behind their links say, one file for each language."""

from comments.mail.words import de, en, es

LANGUAGES = {"en": en.WORDS, "de": de.WORDS, "es": es.WORDS}
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def of(language: str) -> dict[str, str]:
    """Give the words of a language by their keys; in English where nobody has translated them."""
    return LANGUAGES["en"] | LANGUAGES.get(language.partition("-")[0], {})


def direction(language: str) -> str:
    """Give which way a language is read, as HTML's `dir` has it."""
    is_spoken = language.partition("-")[0] in LANGUAGES
    return "rtl" if is_spoken and language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
