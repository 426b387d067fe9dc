"""Tells the page around an article (menus, counters, share buttons, reading times) from the article itself."""

from __future__ import annotations

import re

_LONGEST = 120

_LINES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            "reading time, worked out anew",
            r"(?:estimated |average )?(?:reading time|read time|time to read)\s*[:–-]?\s*"
            r"(?:about |approx\.? |~)?\d{1,3}\s*min(?:ute)?s?\.?|"
            r"(?:about |approx\.? |~)?\d{1,3}\s*-?\s*min(?:ute)?s?\.?\s*(?:to )?read(?:ing)?(?: time)?",
        ),
        (
            "counter of the page",
            r"(?:no|\d[\d.,]{0,10}\s?[km]?)\s*(?:views?|likes?|shares?|reactions?|claps|responses?|comments?)(?: yet)?"
            r"|(?:post not marked as )?liked?|likes?|like this(?: post| article)?",
        ),
        (
            "comment furniture, the discussion has its own",
            r"comments?(?: ?\(\d{1,6}\))?|(?:leave|write|add|post) (?:a|your) (?:comment|reply)\.{0,3}|"
            r"comments (?:are )?(?:closed|off)\.?|be the first to comment\.?|join the (?:discussion|conversation)\.?",
        ),
        (
            "share button",
            r"(?:share|tweet|pin|email|print|save|copy)(?: (?:this|it|on|via|to|with|link|now))*"
            r"(?: (?:post|article|page|friends))?(?: (?:facebook|twitter|x|linkedin|whatsapp|pinterest|email))?[:!]?|"
            r"facebook|twitter|linkedin|whatsapp|instagram|pinterest|reddit|telegram|tumblr|youtube|tiktok",
        ),
        (
            "navigation of the page",
            r"skip to (?:main )?content|(?:main )?menu|search(?:\.{3}|…)?|home|"
            r"log ?in(?: ?/ ?sign up)?|sign (?:in|up)|all posts|"
            r"see all|view all|read more|show more|load more|(?:back to |bottom of |top of )(?:the )?(?:top|page)|"
            r"(?:next|previous|older|newer)(?: (?:post|article))s?|[←→‹›«»] .{1,80}|"
            r"home(?:page)? ?[>»›/|] .{1,100}|subscribe(?: now)?|follow(?: us)?",
        ),
        ("advertisement", r"advertis(?:e?ment|ing)|sponsored(?: content)?|promoted"),
        (
            "notice about cookies",
            r"(?:accept|reject|manage)(?: all)?(?: cookies)?|cookie (?:settings|policy)|we use cookies\b.{0,90}",
        ),
        (
            "tags of the old page: choose topics in the editor",
            r"(?:tags?|tagged|categor(?:y|ies)|filed under|posted in)\s*:\s*.{1,110}|(?:#\w{1,40}[\s,]*+){1,15}+",
        ),
        ("copyright line of the site", r"(?:©|\(c\)|copyright\b).{0,100}|all rights reserved\.?"),
    )
)
_COMMENTS_TITLE = re.compile(r"(?:\d{1,6}\s+)?(?:comments?|responses?|replies)(?: ?\(\d{1,6}\))?:?", re.IGNORECASE)

_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            "asks to like, subscribe or share; the page has buttons for that",
            r"^(?:so |and |please |also |finally,? |if you (?:liked|enjoyed|found)[^,]{1,60}, )*(?:please )?"
            r"(?:(?:don['’]?t|do not) forget to |remember to |be sure to |make sure (?:to|you) |feel free to )?"
            r"(?:(?:like|subscribe|share|follow)(?:,| and | & | or )\s*(?:and )?"
            r"(?:like|subscribe|share|follow|comment|us)\b"
            r"|share (?:this|it)\b.{0,40}\b(?:post|article|blog|page|friends|family|others|anyone|someone)\b"
            r"|subscribe to (?:our|my|the)\b|follow (?:us|me) on\b|like (?:this|our) (?:post|page|article)\b)",
        ),
        (
            "asks for a comment; the discussion has its own form",
            r"^(?:so |and |please |also |finally,? |if you[^,]{1,60}, )*(?:please )?"
            r"(?:feel free to |(?:don['’]?t|do not) forget to )?"
            r"(?:leave|drop|post|write|add) (?:me |us )?(?:a|your) (?:\w+ )?(?:comments?|reply|thoughts|questions?)\b"
            r"|^(?:please )?(?:let (?:us|me) know|tell (?:us|me)|share your \w+)\b.{0,80}\bcomments?\b"
            r"|^(?:please )?comment below\b",
        ),
    )
)


def line_reason(text: str) -> str:
    """Gives why a whole line is furniture of the page it was copied from, or an empty string where it is not."""
    words = text.strip(" -–—|·•")
    if not words or len(words) > _LONGEST:
        return ""
    return next((reason for reason, pattern in _LINES if pattern.fullmatch(words)), "")


def is_navigation(text: str) -> bool:
    """Whether a line is a menu entry, a skip link or the like, such as stands above an article's title."""
    return line_reason(text) in {"navigation of the page", "notice about cookies", "advertisement"}


def is_comments_title(text: str) -> bool:
    """Whether a line is the title over the readers' comments."""
    return len(text) <= _LONGEST and bool(_COMMENTS_TITLE.fullmatch(text.strip()))


def sentence_reason(sentence: str) -> str:
    """Gives why a sentence addresses the page and not the subject, or an empty string."""
    if len(sentence) > 400:
        return ""
    return next((reason for reason, pattern in _SENTENCES if pattern.search(sentence)), "")
