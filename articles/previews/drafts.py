"""Opens the draft that a token stands for, where whoever holds it may still see it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.utils.crypto import constant_time_compare, salted_hmac
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision

from articles.models import ArticlePage, SharedPreview
from articles.previews import tokens

# Read from the revision itself (see articles.api.relations): Wagtail would look each of their rows up.
CHILDREN = frozenset(relation.get_accessor_name() for relation in get_all_child_relations(ArticlePage))


class NoDraft(Exception):
    """The token leads nowhere, whatever the reason: the same for all, so that it tells nothing."""


@dataclass(frozen=True)
class Draft:
    """An article as it stands in a revision: `content` is the revision's, None where the live rows are the latest."""

    page: ArticlePage
    content: dict | None
    saved_at: datetime | None
    expires_at: datetime
    is_live: bool


def token_for(page: Page, user: AbstractBaseUser, *, revision: int | None = None) -> str:
    """Give a token with which `user` sees the latest saved state of `page`, or one revision."""
    return tokens.live(page=page.pk, user=user.pk, session=_session(user), revision=revision)


def opened(token: str) -> Draft:
    """Give the draft behind a token, or raise NoDraft."""
    try:
        found = tokens.read(token)
    except tokens.BadToken:
        raise NoDraft from None
    return _shared(found) if isinstance(found, tokens.Shared) else _live(found)


def may_see(user: AbstractBaseUser, page: Page) -> bool:
    """Tell whether somebody may see the drafts of a page: whoever may edit or publish it, as in Wagtail."""
    if not (user.is_active and user.has_perm("wagtailadmin.access_admin")):
        return False
    allowed = page.permissions_for_user(user)
    return allowed.can_edit() or allowed.can_publish()


def _live(token: tokens.Live) -> Draft:
    user = get_user_model()._default_manager.filter(pk=token.user, is_active=True).first()
    if user is None or not constant_time_compare(_session(user), token.session):
        raise NoDraft
    page = ArticlePage.objects.filter(pk=token.page).first()
    if page is None or not may_see(user, page):
        raise NoDraft
    expires_at = datetime.fromtimestamp(token.expires, UTC)
    if token.revision is None and not page.has_unpublished_changes:
        # As in Wagtail: what is written to the live rows alone, an import for example, is in no revision.
        return Draft(page, None, page.latest_revision_created_at, expires_at, is_live=True)
    wanted = token.revision or page.latest_revision_id
    revision = Revision.page_revisions.filter(pk=wanted, object_id=str(page.pk)).first()
    if revision is None:
        raise NoDraft
    return _of_revision(page, revision, expires_at, is_live=True)


def _shared(token: tokens.Shared) -> Draft:
    row = SharedPreview.objects.active().filter(key=token.key).select_related("page", "revision").first()
    if row is None:
        raise NoDraft
    return _of_revision(row.page, row.revision, row.expires_at, is_live=False)


def _of_revision(page: ArticlePage, revision: Revision, expires_at: datetime, *, is_live: bool) -> Draft:
    fields = {name: value for name, value in revision.content.items() if name not in CHILDREN}
    return Draft(page.with_content_json(fields), revision.content, revision.created_at, expires_at, is_live)


def _session(user: AbstractBaseUser) -> str:
    """Give the fingerprint of what all sessions of a user hang on: another password ends them, and this with them."""
    return salted_hmac("articles.previews.session", user.get_session_auth_hash()).hexdigest()[:16]
