"""Finds the sentences that ask the reader to book, call or come, and words the button for them."""

from __future__ import annotations

import re

from articles.importers import sentences

_LONGEST = 600
_OPENERS = (
    r"^(?:please |and |or |so |then |just |simply |why not |today,? |feel free to |you can |"
    r"(?:don['’]?t|do not) hesitate to )*"
)
_ASK = re.compile(
    _OPENERS + r"(?:"
    r"(?:click|tap|press)(?: on)? (?:here|below|the|this|our)\b"
    r"|book (?:an?\b|your|now|online|today|in\b|with us|here)"
    r"|(?:schedule|arrange|reserve|request|secure|claim) (?:an?|your|the) .{0,60}\b(?:appointments?|consultation|"
    r"session|visit|call|assessment|treatment|class|place|spot|trial|evaluation|demo)\b"
    r"|make an? (?:appointment|booking)\b"
    r"|(?:call|phone|ring) (?:us|our|me|the clinic|now|today|(?:on )?\+?\(?\d[\d ()-]{5,})"
    r"|(?:contact|email|e-mail|message|text) (?:us|our|me|the clinic)\b"
    r"|get in touch\b|(?:sign up|register|enrol|enroll) (?:for|now|today|here|online)\b"
    r"|(?:visit|join) (?:us|our)\b"
    r")",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:if|to|for|when|whether|ready|want|would|are you|interested|looking|curious)\b", re.IGNORECASE
)
_FOLLOWS_ON = re.compile(r"^(?:let['’]?s|we (?:can|will|look forward)|come and|our team)\b", re.IGNORECASE)
_SAFETY = re.compile(
    r"\b(?:your|a|the) (?:own )?(?:doctor|gp|physician|neurologist|midwife|pharmacist|health ?care|care team|nurse)\b"
    r"|\bemergency\b|\bambulance\b|\b(?:call|ring|phone|dial) (?:999|911|111|112|000|988)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:book|schedule|arrange|reserve|request|secure|claim|make an? (?:appointment|booking)|"
    r"call (?=us|our|me|the|now|today|on|\+|\d)|phone|ring|contact|email|e-mail|message|get in touch|"
    r"sign up|register|enrol|enroll|visit|join)\b[^.!?,;:]{0,120}",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s(?:at|in|from|by|via|through|because|where|when|if|until|before|so|while|using|and|or|to)\s.*$", re.IGNORECASE
)
_URL = re.compile(
    r"\bhttps?://[^\s<>\"'“”]{3,400}|"
    r"\bwww\.[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}(?:/[^\s<>\"'“”]{0,300})?",
    re.IGNORECASE,
)
_LABEL_LIMIT = 60
_NEEDS_ITS_TAIL = ("call", "phone", "ring", "get in touch", "sign up", "register", "contact", "visit")


def asks(sentence: str) -> bool:
    """Whether a sentence asks the reader to book, call, click or come; advice to see a doctor does not count."""
    if len(sentence) > _LONGEST or _SAFETY.search(sentence):
        return False
    clauses = [clause.strip(" “\"'") for clause in sentence.split(",")[:3]]
    if _ASK.match(clauses[0]):
        return True
    return bool(_CONDITION.match(clauses[0])) and any(_ASK.match(clause) for clause in clauses[1:])


def follows_on(sentence: str) -> bool:
    """Whether a sentence only goes on with the request of the one before ("Let's discuss if …")."""
    return len(sentence) <= _LONGEST and bool(_FOLLOWS_ON.match(sentence)) and not _SAFETY.search(sentence)


def leads_up(sentence: str) -> bool:
    """Whether a sentence is the question before a request ("Ready to start?")."""
    return len(sentence) <= 120 and sentence.endswith("?") and bool(_CONDITION.match(sentence))


def label(text: str) -> str:
    """Gives what the button says, in the words of the request: "Book a complementary 15-minute consultation"."""
    found = _VERB.search(text)
    if not found:
        return "Find out more"
    words = found.group().strip()
    if len(words) > 40 or not words.lower().startswith(_NEEDS_ITS_TAIL):
        words = _TAIL.sub("", words)
    if words.isupper():
        words = words.lower()
    words = words.strip(" \"'“”’-–—(")
    return sentences.cut(words[:1].upper() + words[1:], _LABEL_LIMIT)


def url(text: str) -> str:
    """Gives the web address written in the request, or an empty string."""
    found = _URL.search(text)
    if not found:
        return ""
    address = found.group().rstrip(".,;:!?)")
    return address if "://" in address else f"https://{address}"
