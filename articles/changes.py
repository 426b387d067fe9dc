"""Public change notes: what an editor wrote of a change becomes part of the article's history when it is published."""

from django.db import transaction
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Revision

from articles import revisions
from articles.models import ArticlePage, ChangeNote


def publish_note(page: ArticlePage, revision: Revision | None = None) -> ChangeNote | None:
    """Put what `page`, which has just gone live, says of its change into the history, and empty the field.

    Gives the note, or None for a minor change. An alias takes the history of the article that it mirrors.
    """
    text = page.public_change.strip()
    if not text:
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
    return note
