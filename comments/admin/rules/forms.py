"""What the pages of rules send: of a site, of one article, and a text to try them on."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser, AdminTimeInput
from wagtail.models import Page

from comments import policies
from comments.actions.ruling import COLUMNS
from comments.admin.rules.catalogue import CATALOGUE, SWITCHED
from comments.models import DiscussionSettings
from comments.rules import domains, words

MOST_LINES = words.MAX_PATTERNS
MOST_STARRED = 500
LONGEST_LIST = 60_000
SWITCH = "on_"


class LinesField(forms.CharField):
    """A list, one entry a line, each once; `is_one` tells an entry from what is none."""

    widget = forms.Textarea

    def __init__(self, *, is_one, wrong: str, **kwargs: Any):
        super().__init__(required=False, max_length=LONGEST_LIST, **kwargs)
        self.is_one, self.wrong = is_one, wrong
        self.widget.attrs |= {"rows": 4, "spellcheck": "false", "autocapitalize": "off"}

    def clean(self, value: str | None) -> str:
        lines = list(dict.fromkeys(policies.lines(super().clean(value))))
        bad = [line for line in lines if not self.is_one(line)]
        if bad:
            told = ", ".join(f"“{line[:60]}”" for line in bad[:5])
            raise forms.ValidationError(self.wrong % {"lines": told}, code="invalid")
        if len(lines) > MOST_LINES or sum("*" in line for line in lines) > MOST_STARRED:
            raise forms.ValidationError(
                _("At most %(lines)d lines, of which at most %(starred)d have a star.")
                % {"lines": MOST_LINES, "starred": MOST_STARRED},
                code="too_many",
            )
        return "\n".join(lines)


def list_field(name: str, **kwargs: Any) -> LinesField:
    """Give the field of one of the four lists."""
    if name.endswith("_words"):
        wrong = gettext_lazy("One word or phrase a line, of at most ten words, each with a letter: not %(lines)s.")
        return LinesField(is_one=words.is_one, wrong=wrong, **kwargs)
    return LinesField(
        is_one=domains.is_one, wrong=gettext_lazy("One domain a line, such as example.org: not %(lines)s."), **kwargs
    )


@cache
def time_zones() -> list[str]:
    """Give the names of all time zones that this machine knows; it looks through a file for each."""
    return sorted(available_timezones())


class LongSelect(forms.Select):
    """A choice among hundreds: Django renders two templates for each option, this one for all."""

    template_name = "comments/admin/rules/long_select.html"


class RulesForm(forms.ModelForm):
    """The rules of a site. It saves nothing: `columns()` are what actions.set_rules takes.

    `version` is that of the rules when the form was opened.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    banned_words = list_field("banned_words")
    held_words = list_field("held_words")
    banned_domains = list_field("banned_domains")
    held_domains = list_field("held_domains")
    moderated_days = forms.TypedMultipleChoiceField(
        coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    time_zone = forms.ChoiceField(required=False, widget=LongSelect)
    akismet_key = forms.CharField(
        max_length=100, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    forget_key = forms.BooleanField(label=gettext_lazy("Forget the key"), required=False)

    class Meta:
        model = DiscussionSettings
        fields = sorted(COLUMNS - {"off_rules", "pre_moderation"})
        widgets = {"moderated_from": AdminTimeInput, "moderated_until": AdminTimeInput}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.initial["version"] = row.rules_version
        self.initial["akismet_key"] = ""
        for code in SWITCHED:
            is_on = row.pre_moderation if code == "pre_moderation" else code not in row.off_rules
            self.fields[f"{SWITCH}{code}"] = forms.BooleanField(label=_("On"), required=False, initial=is_on)
        own = _("The server's (%(name)s)") % {"name": settings.TIME_ZONE}
        self.fields["time_zone"].choices = [("", own), *((name, name) for name in time_zones())]
        self._take_words()

    def _take_words(self) -> None:
        """Give fields that are declared here the labels and help of their columns."""
        for name in ("banned_words", "held_words", "banned_domains", "held_domains", "moderated_days", "time_zone"):
            column = DiscussionSettings._meta.get_field(name)
            self.fields[name].label = column.verbose_name.capitalize()
            if name != "moderated_days":
                self.fields[name].help_text = column.help_text
        key = self.fields["akismet_key"]
        key.label = _("Akismet key")
        if settings.AKISMET_KEY:
            key.help_text = _("The server's environment has one, which is used where none is given here.")
        elif self.instance.akismet_key:
            key.help_text = _("There is one. It is not shown again; left empty, it stays as it is.")
        else:
            key.help_text = _("From akismet.com. Without one nobody is asked.")

    def clean_akismet_key(self) -> str:
        return self.cleaned_data["akismet_key"].strip()

    def clean(self) -> dict[str, Any]:
        sent = super().clean()
        hold, spam = sent.get("hold_score"), sent.get("spam_score")
        if hold and spam and spam < hold:
            self.add_error("spam_score", _("Not below the score that only holds."))
        if sent.get(f"{SWITCH}quiet_hours") and not sent.get("moderated_days"):
            self.add_error("moderated_days", _("Choose at least one day, or turn the rule off."))
        if sent.get("forget_key"):
            sent["akismet_key"] = ""
        elif not sent.get("akismet_key"):
            sent["akismet_key"] = self.stored_key
        return sent

    @property
    def stored_key(self) -> str:
        """The key as it is stored: a bound form writes into its instance."""
        return (
            DiscussionSettings.objects.filter(pk=self.instance.pk).values_list("akismet_key", flat=True).first() or ""
        )

    def columns(self) -> dict[str, Any]:
        """Give what is to be saved, by column."""
        sent = self.cleaned_data
        found = {name: sent[name] for name in self.Meta.fields}
        found["moderated_days"] = sorted(found["moderated_days"])
        off = [code for code in SWITCHED if not sent[f"{SWITCH}{code}"] and code != "pre_moderation"]
        return found | {"off_rules": off, "pre_moderation": sent[f"{SWITCH}pre_moderation"]}

    def tried(self) -> DiscussionSettings:
        """Give the site's settings as they would be, unsaved."""
        row = DiscussionSettings(site_id=self.instance.site_id, pk=self.instance.pk)
        for field in DiscussionSettings._meta.concrete_fields:
            setattr(row, field.attname, getattr(self.instance, field.attname))
        for name, value in self.columns().items():
            setattr(row, name, value)
        return row


class OwnRulesForm(forms.Form):
    """What one article has otherwise than its site: each rule as the site's, on or off, numbers, and more lines for lists."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, own: dict[str, Any], chosen: DiscussionSettings, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code in SWITCHED:
            if code == "pre_moderation":
                continue  # said on the page of the discussion, beside its openness
            state = _("on") if code not in chosen.off_rules else _("off")
            choices = [("", _("As the site's: %(state)s") % {"state": state}), ("on", _("On")), ("off", _("Off"))]
            initial = next((name for name in ("on", "off") if code in own.get(name, ())), "")
            self.fields[f"{SWITCH}{code}"] = forms.ChoiceField(
                label=CATALOGUE[code].name, choices=choices, required=False, initial=initial
            )
        for name in policies.NUMBERS:
            column = DiscussionSettings._meta.get_field(name)
            field = column.formfield(required=False, initial=own.get(name))
            field.label = column.verbose_name.capitalize()
            field.help_text = _("Empty: as the site's, %(number)s.") % {"number": getattr(chosen, name)}
            self.fields[name] = field
        for name in policies.LISTS:
            field = list_field(name, initial=own.get(name, ""))
            field.label = DiscussionSettings._meta.get_field(name).verbose_name.capitalize()
            field.help_text = _("On this article, beside the site's. One a line.")
            self.fields[name] = field

    def own(self) -> dict[str, Any]:
        """Give what actions.set_own_rules takes: nothing of what is as the site's."""
        sent = self.cleaned_data
        found: dict[str, Any] = {}
        for state in ("on", "off"):
            codes = [code for code in SWITCHED if sent.get(f"{SWITCH}{code}") == state]
            if codes:
                found[state] = codes
        found |= {name: sent[name] for name in policies.NUMBERS if sent[name] is not None}
        return found | {name: sent[name] for name in policies.LISTS if sent[name]}


class TrialForm(forms.Form):
    """A text to try the rules on."""

    prefix = "trial"

    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    name = forms.CharField(label=gettext_lazy("Author's name"), max_length=50, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Author's e-mail address"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Tells the author's history. It is kept nowhere."),
    )
    is_verified = forms.BooleanField(
        label=gettext_lazy("The address is confirmed"), required=False, help_text=gettext_lazy("As after signing in.")
    )
    article = forms.ModelChoiceField(
        label=gettext_lazy("Article"),
        queryset=Page.objects.none(),
        required=False,
        widget=AdminPageChooser,
        help_text=gettext_lazy("Any article without rules of its own, if none is chosen."),
    )

    def __init__(self, *args: Any, pages, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = pages
