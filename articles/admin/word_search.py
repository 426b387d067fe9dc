"""Search in the library's lists and choosers: rows that hold every word, in any order, wherever each of them stands.

Asked of the rows themselves: Wagtail's index knows whole words and their beginnings only, and takes identifiers such as a
DOI apart in another way on each database.
"""

import re
from collections.abc import Iterable

from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView

from articles.models import (
    Author,
    AuthorTranslation,
    FaqEntry,
    FaqEntryTranslation,
    Reference,
    Topic,
    TopicTranslation,
)

MOST_WORDS = 10
FIELDS = {
    # The stored citation holds authors, journal, year and identifiers as readers see them.
    Reference: ("title", "citation_html", "doi", "pmid"),
    Author: ("name", "credentials", "orcid"),
    Topic: ("name", "description"),
    FaqEntry: ("question", "answer"),
}
# What is said of a row in other languages: the rows of which model, their key to it, and their fields.
IN_OTHER_LANGUAGES = {
    Author: (AuthorTranslation, "author", ("credentials",)),
    Topic: (TopicTranslation, "topic", ("name", "description")),
    FaqEntry: (FaqEntryTranslation, "entry", ("question", "answer")),
}
_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:|pmid:)", re.IGNORECASE)


def holding_words(rows: QuerySet, query: str) -> QuerySet:
    """Give the rows that hold each word of `query` (the first ten) in one of the fields of their model, in any language."""
    for word in query.split()[:MOST_WORDS]:
        rows = rows.filter(_holding(rows.model, _PREFIX.sub("", word)))
    return rows


def _holding(model: type, word: str) -> Q:
    found = _in_one_of(FIELDS[model], word)
    if model in IN_OTHER_LANGUAGES:
        translations, key, fields = IN_OTHER_LANGUAGES[model]
        found |= Q(pk__in=translations.objects.filter(_in_one_of(fields, word)).values(key))
    return found | Q(year=int(word)) if model is Reference and re.fullmatch(r"\d{4}", word) else found


def _in_one_of(fields: Iterable[str], word: str) -> Q:
    spellings = {word, escape(word)}  # HTML has an apostrophe of a name escaped
    found = Q()
    for field in fields:
        for spelling in spellings:
            found |= Q(**{f"{field}__icontains": spelling})
    return found


class WordSearchIndexView(IndexView):
    """A list that is searched by words."""

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return holding_words(queryset, self.search_query) if self.is_searching else queryset


class WordSearchForm(BaseFilterForm):
    """The search field of a chooser."""

    q = forms.CharField(
        label=_("Search term"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        query = self.cleaned_data.get("q")
        if not query:
            return objects
        self.is_searching, self.search_query = True, query
        return holding_words(objects, query)


class WithColumns:
    """A chooser's dialogue that shows more of each row than its name, and is searched by words."""

    filter_form_class = WordSearchForm
    more_columns: Iterable = ()

    @property
    def columns(self) -> list:
        return [*super().columns, *self.more_columns]


def chooser(*columns: object) -> type[SnippetChooserViewSet]:
    """Give a chooser viewset that is searched by words and shows `columns` beside the name."""
    return type(
        "WordSearchChooserViewSet",
        (SnippetChooserViewSet,),
        {
            "choose_view_class": type("WordSearchChooseView", (WithColumns, ChooseView), {"more_columns": columns}),
            "choose_results_view_class": type(
                "WordSearchChooseResultsView", (WithColumns, ChooseResultsView), {"more_columns": columns}
            ),
        },
    )
