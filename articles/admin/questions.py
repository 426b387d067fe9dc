"""The library's questions and answers in the admin: their list, their text for an article, and why one is not deleted."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.models import Locale, ReferenceIndex
from wagtail.snippets.views.snippets import SnippetViewSet

from articles import questions
from articles.admin import word_search
from articles.models import ArticlePage, FaqEntry


class FaqEntryViewSet(SnippetViewSet):
    model = FaqEntry
    icon = "help"
    menu_label = _("FAQ entries")
    menu_name = "faq-entries"
    list_display = ["question", Column("used", label=_("Used by"), sort_key="used")]
    list_per_page = 50
    ordering = ["question"]
    index_view_class = word_search.WordSearchIndexView
    chooser_viewset_class = word_search.chooser()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return FaqEntry.objects.annotate(used=ReferenceIndex.usage_count_subquery(FaqEntry))


def text(request: HttpRequest, entry_id: int) -> JsonResponse:
    """Give an entry's text as the form of an article's own question takes it, with an id for the new item.

    `?language=de` asks for its words in the language of the article, by its code.
    """
    entry = get_object_or_404(FaqEntry.objects.prefetch_related("translations"), pk=entry_id)
    locale = Locale.objects.filter(language_code=request.GET.get("language", "")).values_list("pk", flat=True).first()
    words = entry.words_in(locale)
    block = ArticlePage._meta.get_field("body").stream_block.child_blocks["faq"].child_blocks["items"].child_block
    value = block.to_python({"entry": None, "question": words.question, "answer": words.answer})
    return JsonResponse({"id": str(uuid.uuid4()), "state": block.get_form_state(value)})


def before_delete(request: HttpRequest, instances: Iterable[models.Model]) -> HttpResponse | None:
    """Lead back to the list, with the reason, where an entry that is to be deleted is in use."""
    entries = [instance for instance in instances if isinstance(instance, FaqEntry)]
    try:
        questions.guard(entries)
    except questions.InUse as refusal:
        messages.error(request, " ".join(refusal.messages))
        name = "usage" if len(entries) == 1 else "list"
        arguments = [entries[0].pk] if len(entries) == 1 else []
        return HttpResponseRedirect(reverse(FaqEntry.snippet_viewset.get_url_name(name), args=arguments))
    return None


def urls() -> list[URLPattern]:
    return [path("articles/faq-entries/<int:entry_id>/text/", text, name="articles_faq_entry_text")]
