"""Stores how references are cited: in the default site's style, and in those of other sites where they differ.

It is done when a reference is saved, and for many at once by a task: never while an answer is made.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django_tasks import task
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import Locale, Site

from articles.models import LibrarySettings, Reference
from articles.references import styles
from articles.signals import references_changed

ROWS_A_TIME = 100


def styles_in_use() -> tuple[str, list[str]]:
    """Give the default site's style, and the other styles that further sites use."""
    default = LibrarySettings._meta.get_field("citation_style").get_default()
    chosen = dict(LibrarySettings.objects.values_list("site_id", "citation_style"))
    by_site = {
        pk: (chosen.get(pk, default), is_default)
        for pk, is_default in Site.objects.values_list("pk", "is_default_site")
    }
    first = next((style for style, is_default in by_site.values() if is_default), default)
    return first, sorted({style for style, _ in by_site.values()} - {first})


def languages_in_use() -> tuple[str, list[str]]:
    """Give the code of the default language, and those of the other languages that pages are written in."""
    default = settings.LANGUAGE_CODE
    others = Locale.objects.exclude(language_code=default).order_by("language_code")
    return default, list(others.values_list("language_code", flat=True))


def style_for(request: HttpRequest) -> str:
    """Give the citation style of the request's site; "", without a query, where there is but one site."""
    if len({root.site_id for root in Site.get_site_root_paths()}) < 2:
        return ""
    return LibrarySettings.read(Site.find_for_request(request)).citation_style


def write(reference: Reference) -> Reference:
    """Put its citations on a reference that is about to be saved, and give it back."""
    return _cited(reference, styles_in_use(), languages_in_use())


def request(ids: Sequence[int]) -> None:
    """Have these references cited later; the tasks are rows of the caller's transaction."""
    for start in range(0, len(ids), ROWS_A_TIME):
        cite.enqueue(list(ids[start : start + ROWS_A_TIME]))


def request_all() -> None:
    """Have the whole library cited anew later."""
    request(list(Reference.objects.order_by("pk").values_list("pk", flat=True)))


@task(backend="later")
def catch_up() -> int:
    """Have the references cited anew that an older version has cited, or nobody; give how many those are. Run once a day."""
    older = Reference.objects.filter(citations_layout__lt=styles.LAYOUT)
    request(ids := list(older.order_by("pk").values_list("pk", flat=True)))
    return len(ids)


@task(backend="later")
def cite(ids: list[int]) -> int:
    """Write the citations of these references anew; give how many changed."""
    return sum(changed for changed, _ in rewrite(ids))


def rewrite(ids: Iterable[int] | None = None) -> Iterator[tuple[int, int]]:
    """Write the citations of these references (of all, without `ids`) anew in the styles in use, some at a time.

    Gives for each part how many changed and how many it had. Rows that say the same already are only noted as looked at.
    """
    in_use = styles_in_use(), languages_in_use()
    everything = Reference.objects.order_by("pk")
    chosen = list((everything if ids is None else everything.filter(pk__in=list(ids))).values_list("pk", flat=True))
    for start in range(0, len(chosen), ROWS_A_TIME):
        rows = list(Reference.objects.filter(pk__in=chosen[start : start + ROWS_A_TIME]))
        before = {row.pk: (row.citation_html, row.citations_by_style) for row in rows}
        older = {row.pk for row in rows if row.citations_layout < styles.LAYOUT}
        changed = [row for row in rows if before[row.pk] != _texts(_cited(row, *in_use))]
        if changed:
            _store(changed)
        if older := older - {row.pk for row in changed}:
            Reference.objects.filter(pk__in=older).update(citations_layout=styles.LAYOUT)
        yield len(changed), len(rows)


def _store(rows: list[Reference]) -> None:
    with transaction.atomic():
        Reference.objects.bulk_update(rows, ["citation_html", "citations_by_style", "citations_layout"])
        for _, backend in get_search_backends_with_name(with_auto_update=True):
            backend.add_bulk(Reference, rows)
        references_changed.send(Reference, references={row.pk for row in rows})


def _texts(reference: Reference) -> tuple[str, dict[str, str]]:
    return reference.citation_html, reference.citations_by_style


def _cited(
    reference: Reference, in_styles: tuple[str, Sequence[str]], in_languages: tuple[str, Sequence[str]]
) -> Reference:
    (first, other_styles), (default, other_languages) = in_styles, in_languages
    reference.citations_layout = styles.LAYOUT
    reference.citation_html = styles.formatted(reference.csl, first, language=default)
    reference.citations_by_style = {
        style: styles.formatted(reference.csl, style, language=default) for style in other_styles
    }
    for style, key in ((first, ""), *((style, style) for style in other_styles)):
        usual = reference.citations_by_style.get(key, reference.citation_html)
        for language in other_languages:
            text = styles.formatted(reference.csl, style, language=language)
            if text != usual:
                reference.citations_by_style[f"{key}@{language}"] = text
    return reference


def add_language(locale: Locale) -> None:
    """Have the library cited in a language that pages can be written in from now on."""
    if locale.language_code != settings.LANGUAGE_CODE:
        request_all()


def restyle(library: LibrarySettings) -> None:
    """Have the library cited anew where the style of these settings has just changed (see remember_style)."""
    if library.style_before != library.citation_style:
        request_all()


def remember_style(library: LibrarySettings) -> None:
    """Note on settings that are about to be saved which style its site has until now."""
    stored = LibrarySettings.objects.filter(pk=library.pk).values_list("citation_style", flat=True).first()
    library.style_before = stored or LibrarySettings._meta.get_field("citation_style").get_default()
