"""What the block chooser shows of each block: a small, truthful example."""

from typing import Any

# The study of the examples is a real one: an example should not teach to invent sources.
STUDY = (
    "Assessment of acupuncture's effectiveness in mitigating fatigue among patients afflicted with multiple "
    "sclerosis: A systematic review and meta-analysis"
)


def _source() -> dict[str, Any]:
    from articles.models import Reference

    return {
        "reference": Reference(title=STUDY, year=2024, design="meta_analysis"),
        "finding": "Fatigue was lower with acupuncture; the trials were few and differed from each other.",
        "direction": "supports",
        "participants": None,
        "effect": {"measure": "mean difference", "value": -0.92, "ci_low": -1.36, "ci_high": -0.47, "p": ""},
    }


def benefit() -> dict[str, Any]:
    return {
        "heading": "Less fatigue",
        "text": "<p>Acupuncture may ease fatigue in some people. The trials are small, and others may find otherwise.</p>",
        "population": "Adults with multiple sclerosis",
        "outcome": "Fatigue",
        "certainty": "low",
        "certainty_reasons": ["risk_of_bias", "imprecision"],
        "sources": [_source()],
        "no_evidence_found": False,
    }


def mechanism() -> dict[str, Any]:
    return {
        "heading": "Regulation of inflammation",
        "text": "<p>One hypothesis is that needling changes how nerves and immune cells signal to each other.</p>",
        "certainty": "very_low",
        "certainty_reasons": ["indirectness"],
        "sources": [],
        "no_evidence_found": True,
    }


def evidence() -> dict[str, Any]:
    return {
        "heading": "What the studies show",
        "text": "<p>Several trials point the same way, but they are small and few were blinded.</p>",
        "certainty": "low",
        "certainty_reasons": ["risk_of_bias"],
        "limitations": ["Small sample sizes", "No long-term follow-up"],
        "sources": [_source()],
    }


def section() -> dict[str, Any]:
    return {
        "heading": "What to expect",
        "text": "<p>A first visit takes about an hour: a conversation, an examination, and a short treatment.</p>",
    }


def faq() -> dict[str, Any]:
    return {
        "items": [
            {
                "entry": None,
                "question": "Does it hurt?",
                "answer": "<p>Most people feel a brief prick, then a dull warmth.</p>",
            },
            {
                "entry": None,
                "question": "May I go on with my medication?",
                "answer": "<p>Yes. Speak with your doctor first.</p>",
            },
        ]
    }


def quote() -> dict[str, Any]:
    return {
        "text": "What matters is not only whether a study found an effect, but how sure it lets us be.",
        "attribution": "A reviewer",
        "source_url": "",
    }


def disclaimer() -> dict[str, Any]:
    return {"text": "<p>This article informs; it does not replace the advice of your doctor.</p>"}


def figure() -> dict[str, Any]:
    return {"image": None, "alt": "", "decorative": False, "caption": "The caption says what to see in the picture."}


def table() -> dict[str, Any]:
    return {
        "columns": [{"type": "text", "heading": "Study"}, {"type": "number", "heading": "Participants"}],
        "rows": [{"values": ["Donnellan 2008", 14]}, {"values": ["Quispe-Cabanillas 2012", 31]}],
        "caption": "Two randomised trials",
    }


def embed() -> dict[str, Any]:
    return {
        "url": "https://vimeo.com/76979871",
        "title": "A short film",
        "caption": "Shown when the reader asks for it.",
    }


def related_article() -> dict[str, Any]:
    return {"page": None, "url": "https://www.example.org/fatigue", "label": "Living with fatigue: what helps"}


def call_to_action() -> dict[str, Any]:
    return {
        "text": "Would you like to know whether it is right for you? The first conversation is free.",
        "label": "Book a consultation",
        "page": None,
        "url": "https://www.example.org/book",
        "style": "primary",
    }
