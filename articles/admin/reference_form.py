"""The form of a reference: the fields that people know, kept as CSL-JSON."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput

from articles import citations, markup, references
from articles.models import Reference
from articles.references import looking_up

# CSL item types that medical articles cite.
TYPES = [
    ("article-journal", _("Journal article")),
    ("article", _("Preprint")),
    ("book", _("Book")),
    ("chapter", _("Chapter")),
    ("report", _("Report")),
    ("thesis", _("Thesis")),
    ("dataset", _("Data set")),
    ("webpage", _("Web page")),
]
# The form's fields that are plain members of the CSL item.
MEMBERS = {"journal": "container-title", "volume": "volume", "issue": "issue", "pages": "page", "type": "type"}


class ReferenceForm(WagtailAdminModelForm):
    """Maps its fields to and from the CSL item, and leaves every other member of it as it is."""

    authors = forms.CharField(
        required=False,
        label=_("Authors"),
        widget=AdminAutoHeightTextInput,
        help_text=_("One a line, as Family, Given. An organisation stands without a comma."),
    )
    journal = forms.CharField(required=False, max_length=300, label=_("Journal or book"))
    year = forms.IntegerField(required=False, min_value=1500, max_value=2200, label=_("Year"))
    volume = forms.CharField(required=False, max_length=30, label=_("Volume"))
    issue = forms.CharField(required=False, max_length=30, label=_("Issue"))
    pages = forms.CharField(required=False, max_length=50, label=_("Pages"), help_text=_("For example: 195-205."))
    type = forms.ChoiceField(choices=TYPES, initial="article-journal", label=_("Type"))
    doi = forms.CharField(
        required=False,
        max_length=300,
        label=_("DOI"),
        help_text=_("For example: 10.1155/2014/972935. An address or “doi:” before it is taken off."),
    )
    pmid = forms.CharField(required=False, max_length=100, label=_("PMID"), help_text=_("PubMed's number of it."))

    class Meta:
        model = Reference
        fields = ["title", "year", "doi", "pmid", "url", "design", "retracted"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        csl = self.instance.csl or {}
        self.initial["authors"] = citations.name_lines(csl.get("author"))
        for name, member in MEMBERS.items():
            if citations.text_of(csl.get(member)):
                self.initial[name] = citations.text_of(csl.get(member))
        self.may_look_up = looking_up.is_allowed()
        if self.may_look_up:
            self.fields["title"].required = False
            for name in ("doi", "pmid"):
                self.fields[name].help_text = format_html(
                    "{} {}", self.fields[name].help_text, _("Typed alone, without a title, it is looked up on saving.")
                )
        known = self.initial.get("type")
        if known and known not in dict(TYPES):
            self.fields["type"].choices = [*TYPES, (known, known)]

    def clean(self) -> dict[str, Any]:
        """Fill the form in from Crossref or PubMed where only an identifier was typed and the site allows it."""
        cleaned = super().clean()
        if not self.may_look_up or cleaned.get("title"):
            return cleaned
        typed = {"DOI": cleaned.get("doi"), "PMID": cleaned.get("pmid")}
        if not any(typed.values()):
            self.add_error("title", ValidationError(_("Give a title, or a DOI or PMID to look up."), code="required"))
            return cleaned
        try:
            self._fill_in(looking_up.item_of(typed))
        except looking_up.LookUpFailed as failure:
            self.add_error("pmid" if typed["PMID"] else "doi", ValidationError(str(failure), code="look_up"))
        return cleaned

    def _fill_in(self, item: dict[str, Any]) -> None:
        """Take over what was looked up, where nothing else was typed."""
        self.instance.csl = {name: value for name, value in item.items() if name not in references.NOT_CSL}
        found = {name: citations.text_of(item.get(member)) for name, member in MEMBERS.items()}
        found |= {
            "title": markup.plain(citations.text_of(item.get("title"))),
            "year": citations.year(item),
            "authors": citations.name_lines(item.get("author")),
            "doi": citations.text_of(item.get("DOI")),
            "pmid": citations.text_of(item.get("PMID")),
            "url": citations.text_of(item.get("URL")),
            "design": item.get("design", ""),
        }
        self.cleaned_data |= {name: value for name, value in found.items() if value and not self._typed(name)}
        self.cleaned_data["retracted"] = self.cleaned_data.get("retracted") or bool(item.get("retracted"))

    def _typed(self, name: str) -> bool:
        """Tell whether somebody filled `name` in; a type is always chosen, and says nothing."""
        return name != "type" and bool(self.cleaned_data.get(name))

    def _post_clean(self) -> None:
        """Complete the reference from what was typed, before Django looks at the whole of it."""
        cleaned = self.cleaned_data
        if not self.errors:
            self.instance.csl = self._csl(cleaned)
            for name in ("title", "doi", "pmid", "url", "design", "retracted"):
                setattr(self.instance, name, cleaned.get(name))
            try:
                references.complete(self.instance)
            except ValidationError as error:
                self.add_error(None, error)
            else:
                cleaned |= {name: getattr(self.instance, name) for name in ("doi", "pmid")}
                self._refuse_namesakes()
        super()._post_clean()

    def validate_unique(self) -> None:
        """Leave it to _refuse_namesakes(), whose message names the other reference."""

    def _refuse_namesakes(self) -> None:
        for field, name in (("doi", "DOI"), ("pmid", "PMID")):
            if other := references.namesake(self.instance, field):
                message = _("A reference with this %(name)s is already there: %(title)s")
                self.add_error(
                    field, ValidationError(message, code="unique", params={"name": name, "title": other.title})
                )

    def _csl(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        csl = dict(self.instance.csl or {})
        typed = {member: cleaned.get(name) for name, member in MEMBERS.items()}
        typed["author"] = citations.names(cleaned.get("authors") or "", csl.get("author"))
        if cleaned.get("year") != citations.year(csl):
            typed["issued"] = {"date-parts": [[cleaned["year"]]]} if cleaned.get("year") else None
        csl |= typed
        return {name: value for name, value in csl.items() if value not in (None, "", [])}


def panels() -> ObjectList:
    """Give the panels of the reference form."""
    return ObjectList(
        [
            FieldPanel("title", heading=_("Title")),
            FieldPanel("authors"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("journal"), FieldPanel("year", heading=_("Year"))]),
                    FieldRowPanel([FieldPanel("volume"), FieldPanel("issue"), FieldPanel("pages")]),
                ],
                _("Published in"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("doi"), FieldPanel("pmid")]), FieldPanel("url")], _("Identifiers")
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("type"), FieldPanel("design")]), FieldPanel("retracted")], _("Study")
            ),
        ],
        base_form_class=ReferenceForm,
    )
