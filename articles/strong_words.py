"""Words that promise more than a claim's certainty bears, such as "cures" or "proven". Pure."""

import re
from collections.abc import Iterable

LONGEST_LIST = 500


def phrases(setting: str) -> tuple[str, ...]:
    """Give the words and phrases of a setting, one a line, without empty lines and repetitions, at most 500."""
    lines = (" ".join(line.split()).casefold() for line in setting.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))[:LONGEST_LIST]


def found(text: str, strong: Iterable[str]) -> list[str]:
    """Give the strong words in `text`, as whole words in any case, each once, in the order of the text.

    Of two that overlap the longer is given: "scientifically proven", not "proven" as well.
    """
    longest_first = sorted(strong, key=len, reverse=True)
    if not longest_first:
        return []
    alternatives = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    whole = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)
    return list(dict.fromkeys(" ".join(match.group().split()).casefold() for match in whole.finditer(text)))
