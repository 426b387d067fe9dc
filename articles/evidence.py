"""Writes the rows about an article's live version: evidence, citations, blocks and links; nothing else does."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from articles import claims, links, outline, questions
from articles.models import ArticleEvidence, ArticlePage, Citation, LiveBlock, LiveLink, Reference
from articles.signals import evidence_rewritten

LAYOUT = 1  # raise it whenever index() writes something that it did not write before
ROWS = (Citation, LiveBlock, LiveLink)
AT_ONCE = 100


def index(page: ArticlePage) -> ArticleEvidence:
    """Write the rows of `page` from its blocks, in one transaction and a constant number of statements.

    Gives the row of the article as a whole.
    """
    with transaction.atomic():
        made = claims.walk(body := questions.body_of(page))
        works = works_of(made)
        row = _row(page, claims.coverage(made, works), claims.word_count(body))
        ArticleEvidence.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=[
                field.name for field in ArticleEvidence._meta.concrete_fields if field.name not in {"id", "page"}
            ],
        )
        _clear(page)
        Citation.objects.bulk_create(_citations(page, claims.known_only(made, works)))
        LiveBlock.objects.bulk_create(
            LiveBlock(page=page, position=position, **vars(entry)) for position, entry in enumerate(outline.walk(body))
        )
        LiveLink.objects.bulk_create(LiveLink(page=page, **vars(link)) for link in links.walk(body))
    return row


def clear(page: ArticlePage) -> None:
    """Delete the rows of `page`."""
    with transaction.atomic():
        _clear(page)
        ArticleEvidence.objects.filter(page=page).delete()


def _clear(page: ArticlePage) -> None:
    for model in ROWS:
        model.objects.filter(page=page).delete()


def citing_pages(reference: Reference) -> set[int]:
    """Give the ids of the live articles that cite `reference`."""
    return set(Citation.objects.filter(reference=reference).values_list("page", flat=True))


def reindex(pages: Iterable[int]) -> None:
    """Index these articles anew, because something that they cite is gone."""
    for pk in sorted(pages):
        _anew(pk)


def rebuild() -> Iterator[ArticleEvidence]:
    """Index every live article anew and clear the rest, one article in memory at a time; give each row as written."""
    _clear_the_rest()
    for pk in list(ArticlePage.objects.live().order_by("pk").values_list("pk", flat=True)):
        if row := _anew(pk):
            yield row


def _clear_the_rest() -> None:
    for model in (ArticleEvidence, *ROWS):
        model.objects.filter(page__live=False).delete()


def _anew(pk: int) -> ArticleEvidence | None:
    """Index an article as it is now, if it is live; give its row.

    It is read again and held: an older body must not be written over the rows of one that goes live meanwhile.
    """
    with transaction.atomic():
        page = ArticlePage.objects.live().select_for_update(of=("self",)).filter(pk=pk).first()
        if page is None:
            return None
        row = index(page)
        evidence_rewritten.send(sender=ArticlePage, page=page)
    return row


@task(backend="later")
def complete() -> int:
    """Index the live articles whose rows an older version has written or nobody has; give how many that were.

    What is not live keeps none: older versions gave some to what was only scheduled.

    Run once a day. What is more than one run's share goes on in the next, so that other tasks have their turn.
    """
    _clear_the_rest()
    lacking = ArticlePage.objects.live().filter(Q(evidence_row=None) | Q(evidence_row__layout__lt=LAYOUT))
    pages = list(lacking.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in pages:
        _anew(pk)
    if len(pages) == AT_ONCE:
        complete.enqueue()
    return len(pages)


def works_of(made: Iterable[claims.Claim]) -> dict[int, claims.Work]:
    """Give what coverage needs of the references that `made` cite, in one query; those that are gone are left out."""
    ids = {source.reference for claim in made for source in claim.sources}
    rows = Reference.objects.filter(pk__in=ids).values_list("pk", "design", "retracted") if ids else ()
    return {pk: claims.Work(design, retracted) for pk, design, retracted in rows}


def _row(page: ArticlePage, coverage: claims.Coverage, words: int) -> ArticleEvidence:
    return ArticleEvidence(
        page=page,
        claims=coverage.claims,
        cited_claims=coverage.cited_claims,
        cited=int(0 < coverage.claims == coverage.cited_claims),
        declared_unsupported=coverage.declared_unsupported,
        certainty=coverage.certainty or "",
        word_count=words,
        uncited=len(coverage.uncited),
        first_uncited=next(iter(coverage.uncited), ""),
        layout=LAYOUT,
    )


def _citations(page: ArticlePage, made: list[claims.Claim]) -> list[Citation]:
    numbers = claims.numbering(made)
    return [
        Citation(
            page=page,
            reference_id=source.reference,
            block=claim.block,
            number=numbers[source.reference],
            direction=source.direction,
        )
        for claim in made
        for source in claim.sources
    ]
