"""The words that give a heading, a line or a sentence its part in an article."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from articles.importers import german


class Kind(StrEnum):
    """What a heading, or the sentence that announces it, says its section is."""

    SECTION = "section"
    BENEFIT = "benefit"
    MECHANISM = "mechanism"
    EVIDENCE = "evidence"
    CONCLUSION = "conclusion"
    DISCLAIMER = "disclaimer"
    FAQ = "faq"
    REFERENCES = "references"
    RELATED = "related"
    CONTENTS = "contents"


def _words(pattern: str, in_german: str = "") -> re.Pattern[str]:
    return re.compile(f"{pattern}|{in_german}" if in_german else pattern, re.IGNORECASE)


# In this order: the first that speaks names the heading.
_HEADINGS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.DISCLAIMER, _words(r"^(?:medical |health |important |general )*disclaimer\b", german.DISCLAIMER)),
    (
        Kind.REFERENCES,
        _words(
            r"^(?:scientific |selected )?(?:references|bibliography|citations|works cited|sources)$", german.REFERENCES
        ),
    ),
    (
        Kind.FAQ,
        _words(
            r"\bfaqs?\b|\bfrequently[ -]asked\b|^(?:common |your )questions\b|\bquestions (?:and|&) answers$",
            german.FAQ,
        ),
    ),
    (
        Kind.RELATED,
        _words(
            r"^(?:related|recent|similar|more|other|popular|latest) (?:blog )?"
            r"(?:posts?|articles?|reading|stories|blogs?)(?: (?:for you|to read|you (?:may|might) like))?$"
            r"|^you (?:may|might)(?: also)? (?:like|enjoy)$|^(?:read (?:next|more|also)|see also|keep reading)$",
            german.RELATED,
        ),
    ),
    (
        Kind.CONTENTS,
        _words(r"^(?:table of )?contents$|^(?:in|on) this (?:article|page|post|guide)$|^jump to\b", german.CONTENTS),
    ),
    (
        Kind.EVIDENCE,
        _words(
            r"\bevidence\b(?!-based)|\bclinical (?:trials|studies|research)\b|^limitations\b|"
            r"\bwhat (?:the |does the |do the |does )?(?:research|science|studies|trials) (?:say|show|tell|suggest)",
            german.EVIDENCE,
        ),
    ),
    (
        Kind.CONCLUSION,
        _words(
            r"^(?:in )?(?:conclusions?|summary)\b|^(?:final|closing) (?:thoughts|words|remarks)\b|"
            r"^(?:the )?bottom line\b|^(?:key )?take-?aways?\b|^(?:to sum up|summing up|wrapping up)\b",
            german.CONCLUSION,
        ),
    ),
    (Kind.MECHANISM, _words(r"\bmechanisms?\b|\bmodes? of action\b|\bhow\b.{1,60}\bworks?\b", german.MECHANISM)),
    (Kind.BENEFIT, _words(r"(?<!cost )(?<!cost-)\bbenefits?\b|\badvantages\b", german.BENEFIT)),
    (
        Kind.EVIDENCE,
        _words(
            r"^(?:the )?(?:(?:scientific|current|latest|recent|medical) )?(?:research|studies|trials)\b",
            german.RESEARCH,
        ),
    ),
)
_HARM = _words(
    r"\b(?:risks?|side[ -]effects?|harms?|adverse|costs?|contraindications?|safety|precautions?)\b", german.HARM
)
# A heading that stands over other headings: the kind is its head noun, not something said in passing.
_GROUP = _words(
    r"^(?:what are )?(?:the |its |our )?(?:(?:\w+|\d+) ){0,3}(?:benefits?|advantages|mechanisms?(?: of action)?)\b"
    r"|^how (?:does |do |can )?.{1,60} works?\b",
    german.GROUP,
)

# The sentence or title that announces what follows: the word for the kind, then a verb that lists.
ANNOUNCES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.MECHANISM,
        _words(r"\bmechanisms?\b|\bmodes? of action\b|\bways in which\b.{1,80}\bworks?\b|\bhow it works\b"),
    ),
    (Kind.BENEFIT, _words(r"\bbenefits?\b|\badvantages\b|\bways\b.{1,80}\b(?:helps?|improves?|supports?)\b")),
    (Kind.EVIDENCE, _words(r"\b(?:lines|bodies|pieces) of evidence\b")),
)
LISTS = _words(r"\b(?:includ(?:e|es|ing)|such as|namely|are(?: as follows)?|consist of|comprise)\b:?\s*|:\s+")
POINTS_AHEAD = _words(r"\b(?:following|below|as follows|here are|these are)\b|:$")
_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNTED = _words(
    r"\b(?P<count>\d{1,2}|" + "|".join(_NUMBER_WORDS) + r")\b[^.]{0,40}\b(?:benefits|advantages|mechanisms|ways)\b"
)

LEAD_IN = _words(
    r"\b(?:includes?|are|is|may|can|should|might|will|have|has|following|you|we|such as|to|of|with|for example|than)\b"
)
LIMITED = _words(
    r"\b(?:limitations?|limited by|weakness(?:es)?|shortcomings?|drawbacks?|caveats?|flaws)\b", german.LIMITED
)
LIMITATION_LIST = _words(
    r"\b(?:limitations?|weakness(?:es)?|shortcomings?|drawbacks?|caveats?|flaws)\b"
    r"[^.]{0,80}?(?:\bsuch as|\bincluding|\bincludes?|\bnamely|\bare|:)\s+(?P<list>.+)|\blimited by\s+(?P<by>.+)"
)
LIMITATION_NAMES = _words(
    r"\b(?:(?:very )?small(?:er)? (?:sample sizes?|samples?|numbers? of (?:participants|patients))|"
    r"(?:a )?lack of [\w-]+(?: [\w-]+)?|(?:short|no|limited)(?:[ -]term)? follow-?up|(?:high )?risk of bias|"
    r"publication bias|heterogene(?:ity|ous)(?: \w+)?|(?:no|without) (?:a )?control groups?|"
    r"(?:most |the )?(?:trials|studies|samples) (?:are|were) (?:very )?(?:small|few|short)|"
    r"few (?:randomi[sz]ed|high-quality|rigorous)(?: \w+)? (?:trials|studies))\b",
    rf"\b{german.LIMITATION_NAMES}\b",
)
# What comes after the last item of a list of limitations.
LIST_ENDS = _words(
    r"^(?:should|must|needs?|have to|has to|may|can|could|might|are|is|means?|makes?|which|that|so|but|when|"
    r"remains?|prevents?|limits?|however|although|though|before|further)\b"
)

REVIEWER = _words(r"^(?:medically |clinically |fact[ -])?(?:reviewed|checked) by\b", german.REVIEWER)
DISCLAIMS = _words(
    r"^disclaimer:|\b(?:is|are) not (?:intended (?:as|to be) )?(?:a )?"
    r"(?:substitute|replacement) for (?:professional )?medical|\bfor (?:general )?information(?:al)? purposes only\b"
    r"|\bnot (?:constitute )?medical advice\b",
    german.DISCLAIMS,
)
CONCLUDES = _words(
    r"^(?:in conclusion|to conclude|in summary|to sum up|overall|in short|to summari[sz]e)\b", german.CONCLUDES
)


@lru_cache(maxsize=4096)
def heading_kind(heading: str) -> Kind | None:
    """Gives what the words of a heading say its section is, or None where they do not say."""
    words = heading.strip(" :.?!")
    if len(words) > 160:
        return None
    for kind, pattern in _HEADINGS:
        if pattern.search(words):
            about_harm = kind in {Kind.BENEFIT, Kind.MECHANISM} and _HARM.search(words)
            return None if about_harm else kind
    return None


def speaks_of_harm(heading: str) -> bool:
    """Whether a heading is about risks or costs, which no announcement of benefits may claim."""
    return len(heading) <= 160 and bool(_HARM.search(heading))


def is_group_heading(heading: str) -> bool:
    """Whether a heading's own subject is "benefits" or "mechanisms", so that the headings under it are those."""
    return len(heading) <= 160 and bool(_GROUP.search(heading.strip(" :.?!"))) and not _HARM.search(heading)


def counted(sentence: str) -> int | None:
    """Gives the number in "these three benefits", or None."""
    found = COUNTED.search(sentence)
    if not found:
        return None
    word = found.group("count").lower()
    return int(word) if word.isdecimal() else _NUMBER_WORDS.index(word) + 2
