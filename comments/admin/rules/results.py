"""What was tried, and what was changed, for people to read."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import BaseLogEntry

from comments.admin.rules.catalogue import CATALOGUE
from comments.dry_run import DryRun
from comments.models import Discussion, DiscussionSettings
from comments.rules import Asked, Verdict
from comments.trial import Trial

OUTCOMES = {
    Verdict.APPROVE: gettext_lazy("shown at once"),
    Verdict.HOLD: gettext_lazy("held for a moderator"),
    Verdict.SPAM: gettext_lazy("marked as spam"),
    Verdict.REFUSE: gettext_lazy("refused"),
}
TONES = {Verdict.APPROVE: "approved", Verdict.HOLD: "pending", Verdict.SPAM: "spam", Verdict.REFUSE: "rejected"}
EXCERPT = 140


def of_trial(tried: Trial) -> dict[str, Any]:
    """Give what a text would get, and the rules that said so."""
    said = [of_rule(one) | {"name": CATALOGUE[one.code].name} for one in tried.asked if one.reason]
    return {"outcome": OUTCOMES[tried.verdict], "tone": TONES[tried.verdict], "said": said}


def of_rule(asked: Asked) -> dict[str, Any]:
    """Give what one rule said: {outcome, tone, detail}."""
    if asked.reason:
        verdict = asked.reason.verdict
        return {"outcome": OUTCOMES[verdict], "tone": TONES[verdict], "detail": asked.reason.detail}
    return {"outcome": _("nothing to say") if asked.was_asked else _("not asked"), "tone": "quiet", "detail": ""}


def of_dry_run(found: DryRun) -> dict[str, Any]:
    """Give what would change, with examples that lead to the comments."""
    kinds = [
        {
            "before": OUTCOMES[before],
            "after": OUTCOMES[after],
            "count": count,
            "examples": [
                {
                    "name": one.comment.user_name,
                    "title": one.comment.page.title,
                    "excerpt": _excerpt(one.comment.comment),
                    "url": reverse("reader_comments:detail", args=[one.comment.pk]),
                    "reasons": " ".join(one.reasons),
                }
                for one in found.examples[before, after]
            ],
        }
        for (before, after), count in found.counts.most_common()
    ]
    return {"found": found, "kinds": kinds, "is_cut_short": found.looked_at < found.total}


def of_change(entry: BaseLogEntry) -> dict[str, Any]:
    """Give who changed the rules, when, and what: a line for each setting."""
    changed = entry.data.get("changed", {})
    lines = [line for name, told in sorted(changed.items()) for line in _lines(name, told)]
    return {"who": entry.user_display_name, "at": entry.timestamp, "lines": lines}


def codes_of(row: Discussion) -> list[str]:
    """Give the rules that an article has otherwise than its site, in their order."""
    own = row.own_rules
    found = {*own.get("on", ()), *own.get("off", ())}
    found |= {code for code, shown in CATALOGUE.items() if any(name in own for name in shown.fields)}
    if row.moderation != Discussion.Moderation.SITE:
        found.add("pre_moderation")
    return [code for code in CATALOGUE if code in found]


def _lines(name: str, told: dict[str, Any]) -> list[str]:
    label = _label(name)
    if "set" in told:
        return [f"{label}: {_('set') if told['set'] else _('forgotten')}"]
    if "added" in told:
        parts = [(_("added"), told["added"]), (_("taken out"), told["removed"])]
        return [f"{label}, {what}: {', '.join(lines)}" for what, lines in parts if lines]
    before, after = told["from"], told["to"]
    if name in {"off_rules", "on", "off"}:
        return [f"{label}: {_names(after) or '–'} ({_('before')}: {_names(before) or '–'})"]
    return [f"{label}: {_plain(before)} → {_plain(after)}"]


def _label(name: str) -> str:
    known = {"off_rules": _("Rules that are off"), "on": _("Turned on here"), "off": _("Turned off here")}
    if name == "pre_moderation":
        return str(CATALOGUE[name].name)
    return known.get(name) or str(DiscussionSettings._meta.get_field(name).verbose_name).capitalize()


def _names(codes: list[str] | None) -> str:
    return ", ".join(str(CATALOGUE[code].name) for code in codes or () if code in CATALOGUE)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(_("on") if value else _("off"))
    return _("as the site's") if value is None else str(value) or "–"


def _excerpt(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rstrip()}…"
