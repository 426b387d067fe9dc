"""Stores a draft as an article: a new one, or a new revision of the one that an earlier import of it made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Site

from articles.importers import content, identity
from articles.importers.album import Album
from articles.importers.draft import DraftArticle
from articles.importers.files import Source
from articles.importers.refusals import EditedSince, ImportRefused, NotPublishable, NowhereToPut, SourceRefused
from articles.models import ArticleIndexPage, ArticlePage, ImportRecord

MAX_BLOCKS = 1_000  # a body beyond that can no longer be edited in the admin


class Status(StrEnum):
    """What an import did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DRY_RUN = "dry_run"


@dataclass(frozen=True)
class Outcome:
    """What an import did, to which page (None where a dry run found none), and the raw blocks it has now.

    For a dry run `would` is what the import would have done.
    """

    status: Status
    page_id: int | None
    body: list[dict[str, object]] = field(default_factory=list)
    live: bool = False
    would: Status | None = None


def find_parent(pk: int | None = None) -> ArticleIndexPage:
    """Gives the article index page `pk`, or the first one of the default site; raises `NowhereToPut`."""
    if pk is not None:
        parent = ArticleIndexPage.objects.filter(pk=pk).first()
        if parent is None:
            raise NowhereToPut(f"Page {pk} is not an article index. Name the id of one, or leave --parent out.")
        return parent
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    pages = ArticleIndexPage.objects.descendant_of(site.root_page, inclusive=True) if site else None
    parent = pages.order_by("depth", "path").first() if pages is not None else None
    if parent is None:
        raise NowhereToPut("The default site has no article index. Make one in the admin under the home page first.")
    return parent


def save(
    draft: DraftArticle,
    source: Source,
    *,
    parent: ArticleIndexPage,
    publish: bool = False,
    overwrite: bool = False,
    dry_run: bool = False,
    user: AbstractBaseUser | None = None,
) -> Outcome:
    """Stores `draft` in one transaction and gives what was done; with `dry_run` it only says what would be.

    Pictures must be settled. `user` is who imports, for the history and as the owner of what is new.

    Raises `EditedSince` where somebody changed the article since its last import and `overwrite` is not asked for,
    `NotPublishable` where the site refuses to publish it, and another `ImportRefused` where it cannot be stored.
    """
    if not draft.title:
        raise SourceRefused(f"“{source.name}” has no line that could be a title.", code="empty")
    if len(draft.blocks) > MAX_BLOCKS:
        raise SourceRefused(
            f"“{source.name}” would give {len(draft.blocks):,} blocks; the limit is {MAX_BLOCKS:,}. "
            "Split it into one file per article.",
            code="too_large",
        )
    album = Album(user=user, writes=not dry_run)
    saving = _Saving(draft, source, publish=publish, overwrite=overwrite, user=user, album=album)
    try:
        with album, transaction.atomic():
            outcome = saving.into(parent)
            if dry_run:
                transaction.set_rollback(True)
                known = None if outcome.status is Status.CREATED else outcome.page_id
                return Outcome(Status.DRY_RUN, known, outcome.body, outcome.live, would=outcome.status)
            return outcome
    except ValidationError as error:
        what = " ".join(error.messages)
        if publish:
            raise NotPublishable(f"“{draft.title}” cannot be published: {what} Import it without --publish.") from None
        raise ImportRefused(f"“{draft.title}” cannot be saved: {what}", code="invalid") from None


@dataclass(frozen=True)
class Standing:
    """Which article an import would write to (None: a new one), and whether somebody edited it since the last one.

    `types` are those its blocks have now, by position in the draft, where they are others than the draft's; `authors`
    those it has now; `same_since` the time at which this very file was imported, None for another one.
    """

    page: ArticlePage | None
    edited: bool = False
    authors: tuple[str, ...] = ()
    same_since: datetime | None = None
    types: dict[int, str] = field(default_factory=dict)


def standing(draft: DraftArticle, source: Source) -> Standing:
    """Gives what is there already under the title and by-line of `draft`, which was read from `source`."""
    record = _record(draft)
    if record is None:
        return Standing(None)
    page = ArticlePage.objects.get(pk=record.page_id)
    latest = page.get_latest_revision_as_object()
    types = identity.types_now(draft.blocks, content.raw_blocks(latest))
    return Standing(
        page,
        edited=_is_edited(record, latest),
        authors=content.authors(latest),
        same_since=record.imported_at if record.source_digest == source.digest else None,
        types=types,
    )


def _record(draft: DraftArticle) -> ImportRecord | None:
    return ImportRecord.objects.filter(
        title_key=identity.key(draft.title), byline_key=identity.key(draft.byline)
    ).first()


def _is_edited(record: ImportRecord, latest: ArticlePage) -> bool:
    return record.content_digest not in identity.digests(content.of(latest), content.DATES)


@dataclass(frozen=True)
class _Saving:
    """One import on its way into the database."""

    draft: DraftArticle
    source: Source
    publish: bool
    overwrite: bool
    user: AbstractBaseUser | None
    album: Album

    def into(self, parent: ArticleIndexPage) -> Outcome:
        # Imports into one index take turns, so that two of the same file make one article, and of two files two places.
        parent = ArticleIndexPage.objects.select_for_update().get(pk=parent.pk)
        record = _record(self.draft)
        return self._create(parent) if record is None else self._update(record)

    def _create(self, parent: ArticleIndexPage) -> Outcome:
        draft = self.draft
        page = ArticlePage(title=draft.title, slug=content.free_slug(draft.title), live=False, owner=self.user)
        content.apply(draft, page, images=self.album)
        parent.add_child(instance=page)
        revision = page.save_revision(user=self.user, log_action="wagtail.create")
        record = ImportRecord(page=page, title_key=identity.key(draft.title), byline_key=identity.key(draft.byline))
        try:
            self._remember(record, page)
        except IntegrityError:  # the one thing that two imports of the same article into two indexes can fall out over
            raise ImportRefused(
                f"“{draft.title}” is being imported by somebody else at this moment. Import it again when that is done.",
                code="busy",
            ) from None
        if self.publish:
            revision.publish(user=self.user)
        return Outcome(Status.CREATED, page.pk, content.raw_blocks(page), live=self.publish)

    def _update(self, record: ImportRecord) -> Outcome:
        page = ArticlePage.objects.get(pk=record.page_id)
        latest = page.get_latest_revision_as_object()
        if _is_edited(record, latest) and not self.overwrite:
            raise EditedSince(
                f"“{latest.title}” (page {page.pk}) was edited after it was imported. "
                "Nothing was changed; add --overwrite to replace the edited version (it stays in the page's history)."
            )
        before = (identity.content_digest(content.of(latest)), content.reviews(latest))
        content.apply(self.draft, latest, images=self.album)
        if (identity.content_digest(content.of(latest)), content.reviews(latest)) == before:
            return self._leave(record, page, latest)
        self._refuse_locked(page)
        revision = latest.save_revision(user=self.user, log_action=True)
        self._remember(record, latest)
        if self.publish:
            revision.publish(user=self.user)
        return Outcome(Status.UPDATED, page.pk, content.raw_blocks(latest), live=self.publish or page.live)

    def _leave(self, record: ImportRecord, page: ArticlePage, latest: ArticlePage) -> Outcome:
        """Makes no revision where nothing is new; an article that is not live yet is still published if asked."""
        if record.source_digest != self.source.digest or record.source_name != self.source.name:
            record.source_name = self.source.name[:255]
            record.source_digest = self.source.digest
            record.save()
        goes_live = self.publish and (not page.live or page.has_unpublished_changes)
        if goes_live:
            self._refuse_locked(page)
            revision = page.get_latest_revision() or latest.save_revision(user=self.user, log_action=True)
            revision.publish(user=self.user)
        status = Status.UPDATED if goes_live else Status.UNCHANGED
        return Outcome(status, page.pk, content.raw_blocks(latest), live=goes_live or page.live)

    def _refuse_locked(self, page: ArticlePage) -> None:
        lock = page.get_lock() if self.user else None
        if page.locked if self.user is None else lock is not None and lock.for_user(self.user):
            raise ImportRefused(f"“{page.title}” is locked in the admin. Unlock it there first.", code="locked")

    def _remember(self, record: ImportRecord, page: ArticlePage) -> None:
        """Notes what was written, as it reads when it is loaded again; a date left out is not the import's."""
        record.source_name = self.source.name[:255]
        record.source_digest = self.source.digest
        written = content.of(ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object())
        left_out = dict.fromkeys(name for name in content.DATES if getattr(self.draft, name) is None)
        record.content_digest = identity.content_digest({**written, **left_out})
        record.save()
