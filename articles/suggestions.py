"""Articles that readers of another one may want next: those on the same topics."""

from dataclasses import dataclass

from django.db.models import Count
from wagtail.blocks import PageChooserBlock
from wagtail.models import Page, Site

from articles.api.visibility import open_pages
from articles.blocks.walking import leaves
from articles.models import ArticlePage, ArticleTopic

AT_MOST = 6


@dataclass(frozen=True)
class Suggestion:
    """An article and the topics that it shares."""

    page: ArticlePage
    topics: tuple[str, ...]


def for_article(page: ArticlePage, *, parent: Page | None = None) -> list[Suggestion]:
    """Give up to six articles for `page` as it stands in its form, most shared topics first, then the newest.

    They are live and open to the public, of the same site and language, not `page` itself and nothing that it links to
    by a card already. A page that has no place in the tree yet is where its `parent` is. Asks three queries at most,
    none where the article has no topics.
    """
    wanted = {row.topic_id: row.topic.name for row in page.article_topics.all() if row.topic_id}
    if not wanted:
        return []
    place = page.url_path or (parent.url_path if parent else "")
    candidates = open_pages(ArticlePage).filter(
        locale_id=page.locale_id, alias_of=None, url_path__startswith=_root(place)
    )
    counted = (
        ArticleTopic.objects.filter(topic__in=wanted, page__in=candidates.exclude(pk__in=linked_by(page)).values("pk"))
        .order_by()
        .values("page")
        .annotate(shared=Count("topic", distinct=True))
        .order_by("-shared", "-page__published_at", "-page")
    )
    ids = [row["page"] for row in counted[:AT_MOST]]
    if not ids:
        return []
    pages = ArticlePage.objects.defer("body").in_bulk(ids)
    shared: dict[int, list[str]] = {}
    for pk, topic in (
        ArticleTopic.objects.filter(page__in=ids, topic__in=wanted).values_list("page", "topic").order_by("pk")
    ):
        shared.setdefault(pk, []).append(wanted[topic])
    return [Suggestion(pages[pk], tuple(shared.get(pk, ()))) for pk in ids if pk in pages]


def linked_by(page: ArticlePage) -> set[int]:
    """Give the ids of the pages that cards and buttons of `page` lead to, of those it lists as related, and its own."""
    stream = page.body.stream_block
    chosen = {
        raw
        for block, raw in leaves(stream, page.body.get_prep_value())
        if isinstance(block, PageChooserBlock) and isinstance(raw, int)
    }
    related = {row.article_id for row in page.related_articles.all()}
    return {pk for pk in (page.pk, *chosen, *related) if pk}


def _root(url_path: str) -> str:
    """Give the path of the site that `url_path` is in, "" where it is in none."""
    paths = (root.root_path for root in Site.get_site_root_paths())
    return next((path for path in paths if url_path.startswith(path)), "")
