"""Public change notes: what an editor wrote of a change becomes part of the article's history when it is published."""

from django.db import transaction
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Revision

from articles import revisions
from articles.models import ArticlePage, ChangeNote
from articles.signals import change_noted

MOST = 50


def publish_note(page: ArticlePage, revision: Revision | None = None) -> ChangeNote | None:
    """Put what `page`, which has just gone live, says of its change into the history, and empty the field.

    Gives the note, or None for a minor change. An alias takes the history of the article that it mirrors. Wagtail tells
    of a first publication that is only scheduled as well: then the note waits with it.
    """
    text = page.public_change.strip()
    if not text or not page.live:
        return None
    with transaction.atomic():
        ArticlePage.objects.filter(pk=page.pk).update(public_change="")
        page.public_change = ""
        if page.alias_of_id:
            return None
        note = ChangeNote(at=page.last_published_at, note=text)
        page.change_notes.add(note)
        page.change_notes.commit()
        row = get_serializable_data_for_fields(note)

        def settle(content: dict) -> None:
            if content.get("public_change", "").strip() == text:
                content["public_change"] = ""
            content["change_notes"] = [*content.get("change_notes", ()), row]

        if revision:
            revisions.amend(page, settle, since=revision.pk)
        change_noted.send(sender=ArticlePage, page=page, note=note)
    return note


def published_notes(page_id: int) -> list[ChangeNote]:
    """Give the change notes that readers of the article find in its history, latest first, MOST of them at most."""
    return list(ChangeNote.objects.filter(page_id=page_id).order_by("-at", "-pk")[:MOST])
