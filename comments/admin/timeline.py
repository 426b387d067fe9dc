"""The history of a comment, in words."""

from django.utils.translation import gettext as _

from comments.models import Decision, Status

ICONS = {
    Decision.Verb.SUBMIT: "comment",
    Decision.Verb.EDIT: "edit",
    Decision.Verb.CONFIRM: "mail",
    Decision.Verb.APPROVE: "check",
    Decision.Verb.REJECT: "cross",
    Decision.Verb.SPAM: "no-view",
    Decision.Verb.REMOVE: "bin",
    Decision.Verb.HIDE: "warning",
    Decision.Verb.RESTORE: "rotate",
    Decision.Verb.PLAN: "time",
    Decision.Verb.ADDRESS: "circle-check",
    Decision.Verb.DISMISS: "minus",
    Decision.Verb.REOPEN: "rotate",
    Decision.Verb.FEATURE: "pick",
    Decision.Verb.UNFEATURE: "minus",
    Decision.Verb.CLOSE: "lock",
    Decision.Verb.OPEN: "lock-open",
    Decision.Verb.BAN: "no-view",
    Decision.Verb.UNBAN: "rotate",
    Decision.Verb.TRUST: "circle-check",
    Decision.Verb.DISTRUST: "minus",
}


def entries(decisions: list[dict]) -> list[dict]:
    """Give the entries of desk.decisions with what happened, who did it and what it came to, in words."""
    return [
        entry
        | {
            "icon": ICONS[Decision.Verb(entry["decision"])],
            "what": Decision.Verb(entry["decision"]).label,
            "who": _who(entry),
            "outcome": Status(entry["to"]).label,
            "changed": entry["from"] != entry["to"],
            "was": Status(entry["from"]).label if entry["from"] else "",
        }
        for entry in decisions
    ]


def _who(entry: dict) -> str:
    """Give who did it, nothing where that is plain: what is submitted, its author submits and the rules judge."""
    if entry["decision"] == Decision.Verb.SUBMIT:
        return ""
    unnamed = {
        Decision.Kind.RULE: _("a rule"),
        Decision.Kind.AUTHOR: _("its author"),
        Decision.Kind.MODERATOR: _("a moderator"),
        Decision.Kind.EDITOR: _("an editor of the article"),
    }
    return entry["actor"]["name"] or unnamed[Decision.Kind(entry["actor"]["kind"])]
