"""The rules as people read them: what each one does, what it does to a comment, and what it goes by."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from comments.rules import RULES

HOLDS, MARKS_SPAM, REFUSES, LETS_THROUGH = "hold", "spam", "refuse", "approve"
EFFECTS = {
    HOLDS: _("holds"),
    MARKS_SPAM: _("marks as spam"),
    REFUSES: _("refuses"),
    LETS_THROUGH: _("lets through"),
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One rule for people. `fields` are columns of its settings; one that is `fixed` cannot be turned off."""

    name: str
    what: str
    effects: tuple[str, ...]
    fields: tuple[str, ...] = ()
    fixed: bool = False


CATALOGUE: dict[str, Shown] = {
    "closed": Shown(
        name=_("Closed discussion"),
        what=_("The discussion takes no more comments: see Discussion settings, and the article's own Discussion tab."),
        effects=(REFUSES,),
        fixed=True,
    ),
    "honeypot": Shown(
        name=_("Trap field"),
        what=_("A field that people cannot see was filled in. No further rule is asked."),
        effects=(MARKS_SPAM,),
        fixed=True,
    ),
    "too_fast": Shown(
        name=_("Written too fast"),
        what=_("It was sent sooner after the form was opened than anybody can write."),
        effects=(REFUSES,),
        fields=("min_seconds",),
    ),
    "banned_words": Shown(
        name=_("Banned words"),
        what=_("One of these words stands in the text or in the author's name."),
        effects=(MARKS_SPAM,),
        fields=("banned_words", "look_alikes"),
    ),
    "banned_domains": Shown(
        name=_("Banned domains"),
        what=_("A link, a host written out, or the author's e-mail address is of one of these."),
        effects=(MARKS_SPAM,),
        fields=("banned_domains",),
    ),
    "held_words": Shown(
        name=_("Suspect words"),
        what=_(
            "One of these words stands in the text or in the author's name. Disguises are found as for banned words."
        ),
        effects=(HOLDS,),
        fields=("held_words",),
    ),
    "held_domains": Shown(
        name=_("Suspect domains"),
        what=_("A link, a host written out, or the author's e-mail address is of one of these."),
        effects=(HOLDS,),
        fields=("held_domains",),
    ),
    "links": Shown(
        name=_("Too many links"),
        what=_("The text has more links than are allowed without a look."),
        effects=(HOLDS,),
        fields=("max_links",),
    ),
    "repeated": Shown(
        name=_("The same again"),
        what=_("The same words were sent lately, by whomever. The same author's to the same place are refused anyway."),
        effects=(HOLDS,),
        fields=("repeats", "repeat_hours"),
    ),
    "new_commenter": Shown(
        name=_("First comment"),
        what=_("Nothing by this author was approved yet. It waits even where comments are shown at once."),
        effects=(HOLDS,),
    ),
    "rejections": Shown(
        name=_("Often rejected"),
        what=_("Much of what this author wrote lately was rejected, removed or spam."),
        effects=(HOLDS,),
        fields=("rejected_percent", "rejection_days"),
    ),
    "spam_score": Shown(
        name=_("Spam score"),
        what=_("It looks like what your moderators have marked as spam; the words that counted are named."),
        effects=(HOLDS, MARKS_SPAM),
        fields=("hold_score", "spam_score"),
    ),
    "second_opinion": Shown(
        name=_("Akismet"),
        what=_("The service that is asked about each comment calls it spam, or gives no answer in time."),
        effects=(HOLDS, MARKS_SPAM),
        fields=("akismet_key", "second_opinion_is_spam"),
    ),
    "quiet_hours": Shown(
        name=_("Quiet hours"),
        what=_("It was sent when nobody moderates. Trusted authors need not wait."),
        effects=(HOLDS,),
        fields=("moderated_days", "moderated_from", "moderated_until", "time_zone"),
    ),
    "earned_trust": Shown(
        name=_("Earned trust"),
        what=_(
            "Authors with enough approved comments need not wait for a moderator, nor in quiet hours; every other rule "
            "still holds. Only with an account, or the owner of a confirmed address: a guest's address can be anybody's."
        ),
        effects=(LETS_THROUGH,),
        fields=("trust_after",),
    ),
    "pre_moderation": Shown(
        name=_("Every comment waits"),
        what=_("A moderator looks at each one first. Off: what no rule holds is shown at once."),
        effects=(HOLDS,),
    ),
}

ORDER = tuple(rule.__name__ for rule in RULES)
SWITCHED = tuple(code for code in ORDER if not CATALOGUE[code].fixed)
