"""The library: references, people and topics, which articles share."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from articles.admin import reference_form, word_search
from articles.admin.questions import FaqEntryViewSet
from articles.admin.reference_chooser import ReferenceChooserViewSet
from articles.admin.reference_list import ReferenceIndexView
from articles.admin.word_search import WordSearchIndexView
from articles.models import Author, Reference, Topic
from articles.vocabulary import Reach


def status(reference: Reference) -> str:
    """Give the one word that an editor must not miss, or nothing."""
    if reference.retracted:
        return _("Retracted")
    check = getattr(reference, "source_check", None)
    return _("Unreachable") if check and check.outcome == Reach.UNREACHABLE else ""


class ReferenceViewSet(SnippetViewSet):
    model = Reference
    icon = "reference"
    menu_label = _("References")
    menu_name = "references"
    list_display = [
        "title",
        Column("year", label=_("Year"), sort_key="year"),
        Column("get_design_display", label=_("Design"), sort_key="design"),
        Column("retracted", label=_("Status"), accessor=status, sort_key="retracted"),
        Column("live_articles", label=_("Cited by live articles"), sort_key="live_articles"),
    ]
    list_filter = ["design", "retracted"]
    list_per_page = 50
    ordering = ["title"]
    inspect_view_enabled = True
    index_view_class = ReferenceIndexView
    chooser_viewset_class = ReferenceChooserViewSet
    edit_handler = reference_form.panels()

    def get_queryset(self, request: object) -> QuerySet:
        return Reference.objects.select_related("source_check").annotate(
            live_articles=Count("citations__page", distinct=True)
        )


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = _("People")
    menu_name = "people"
    list_display = ["name", "credentials", Column("user", label=_("Account"), sort_key="user")]
    list_per_page = 50
    ordering = ["name"]
    index_view_class = WordSearchIndexView
    chooser_viewset_class = word_search.chooser(Column("orcid", label=_("ORCID iD")))

    def get_queryset(self, request: object) -> QuerySet:
        return Author.objects.select_related("user")


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_name = "topics"
    list_display = ["name", "slug", Column("articles", label=_("Articles"), sort_key="articles")]
    list_per_page = 50
    ordering = ["name"]
    index_view_class = WordSearchIndexView
    chooser_viewset_class = word_search.chooser()

    def get_queryset(self, request: object) -> QuerySet:
        return Topic.objects.annotate(articles=Count("article_topics__page", distinct=True))


class Library(SnippetViewSetGroup):
    """One entry of the main menu for what articles share."""

    items = (ReferenceViewSet, AuthorViewSet, TopicViewSet, FaqEntryViewSet)
    menu_label = _("Library")
    menu_name = "library"
    menu_icon = "reference"
    menu_order = 250
