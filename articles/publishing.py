"""What follows from an article going live or being taken down."""

from django.db import transaction
from django.utils import timezone
from modelsearch.tasks import insert_or_update_object_task

from articles import evidence, pictures
from articles.models import ArticlePage
from articles.references import article_citing
from articles.signals import article_changed


def published(page: ArticlePage) -> None:
    """Set the dates that readers see, index the evidence of what is now live, write how to cite it, and have
    its pictures made.

    Wagtail tells of a first publication that is only scheduled as well: readers see nothing of it yet, and it is dated
    when it goes live.
    """
    if not page.live:
        unpublished(page)
        return
    with transaction.atomic():
        dates = dates_after_publication(page)
        if dates:
            ArticlePage.objects.filter(pk=page.pk).update(**dates)
            for name, value in dates.items():
                setattr(page, name, value)
        evidence.index(page)
        article_citing.write(page)
        pictures.request_renditions(pictures.image_ids(page))
        article_changed.send(sender=ArticlePage, page=page, live=True)


def appeared(page: ArticlePage) -> None:
    """Do for a page that code has made live what a publication does, now that its authors and topics are written.

    Wagtail has indexed it already, without them.
    """
    published(page)
    insert_or_update_object_task.enqueue("articles", "articlepage", str(page.pk))


def dates_after_publication(page: ArticlePage) -> dict:
    """Give the dates that a publication changes: the first fills both, a newer change note moves `updated_at`.

    An alias has those of the article that it mirrors.
    """
    if page.alias_of_id:
        return ArticlePage.objects.filter(pk=page.alias_of_id).values("published_at", "updated_at").first() or {}
    dates = {}
    if page.published_at is None:
        dates["published_at"] = page.first_published_at or timezone.now()
    notes = [note.at for note in page.change_notes.all() if note.at <= timezone.now()]
    last_change = max([*notes, page.updated_at or dates.get("published_at") or page.published_at])
    if last_change != page.updated_at:
        dates["updated_at"] = last_change
    return dates


def unpublished(page: ArticlePage) -> None:
    """Forget the evidence rows of an article that readers no longer see."""
    with transaction.atomic():
        evidence.clear(page)
        article_changed.send(sender=ArticlePage, page=page, live=False)
