"""Moderators keep what they look for again and again under a name, for themselves or for all."""

from comments.actions.deciding import Moderator
from comments.errors import FilterNotFound
from comments.models import SavedFilter


def save_filter(name: str, *, by: Moderator, query: str, is_shared: bool = False) -> SavedFilter:
    """Keep a search, `query` as the queue's address has it; the same name again replaces it."""
    values = {"query": query, "is_shared": is_shared}
    return SavedFilter.objects.update_or_create(owner=by.user, name=name, defaults=values)[0]


def forget_filter(filter_id: int, *, by: Moderator) -> SavedFilter:
    """Delete a saved filter of one's own, and give it. Raises FilterNotFound, for those of others as well."""
    row = SavedFilter.objects.filter(pk=filter_id, owner=by.user).first()
    if row is None:
        raise FilterNotFound
    row.delete()
    return row
