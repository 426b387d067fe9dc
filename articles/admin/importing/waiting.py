"""Keeps uploaded files until they are saved as articles: few for each user, and not for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from articles.importers import files, formats, mapping
from articles.importers.draft import DraftArticle
from articles.importers.files import Source
from articles.importers.refusals import ImportRefused, SourceRefused
from articles.models import ArticleIndexPage, WaitingImport

MOST = 20  # files of one user at a time
MOST_BYTES = 50_000_000  # of all of them
KEPT_FOR = timedelta(hours=24)


def of(user: AbstractBaseUser) -> QuerySet[WaitingImport]:
    """Gives what a user has uploaded and not saved, oldest first, without the files."""
    found = WaitingImport.objects.filter(user=user, expires_at__gt=timezone.now())
    return found.defer("content").select_related("parent").order_by("uploaded_at", "pk")


def find(user: AbstractBaseUser, pk: UUID) -> WaitingImport | None:
    """Gives one of a user's own files, or None where it is not there (any more)."""
    found = WaitingImport.objects.filter(user=user, pk=pk, expires_at__gt=timezone.now())
    return found.select_related("parent").first()


@dataclass(frozen=True)
class Kept:
    """A file that waits, and whether the same one was waiting already."""

    file: WaitingImport
    was_waiting: bool = False


def keep(user: AbstractBaseUser, parent: ArticleIndexPage, name: str, content: bytes) -> Kept:
    """Stores a file that can be read, once for each index it is to go under.

    Raises `ImportRefused` where it cannot be read, or where too many are waiting.
    """
    name = name[:255]
    title = read(name, content)[1].title
    if not title:
        raise SourceRefused(f"“{name}” has no line that could be a title.", code="empty")
    with transaction.atomic():
        WaitingImport.objects.filter(expires_at__lte=timezone.now()).delete()
        mine = WaitingImport.objects.filter(user=user)
        for file in mine.filter(parent=parent, size=len(content), title=title[:255]).order_by("uploaded_at"):
            if bytes(file.content) == content:
                return Kept(file, was_waiting=True)
        stored = mine.aggregate(bytes=Sum("size"))["bytes"] or 0
        if mine.count() >= MOST or stored + len(content) > MOST_BYTES:
            raise ImportRefused(
                f"“{name}” was not taken: too many files are waiting already. Save or discard some of them first.",
                code="too_many",
            )
        return Kept(
            WaitingImport.objects.create(
                user=user,
                parent=parent,
                name=name,
                title=title[:255],
                content=content,
                size=len(content),
                expires_at=timezone.now() + KEPT_FOR,
            )
        )


def read(name: str, content: bytes) -> tuple[Source, DraftArticle]:
    """Gives a file as a source and the article proposed for it; raises `SourceRefused`."""
    if len(content) > formats.MAX_BYTES:
        raise SourceRefused(
            f"“{name}” is larger than {formats.MAX_BYTES // 1_000_000} MB, the most that is read.", code="too_large"
        )
    source = files.source(content, name)
    return source, mapping.map_document(source.document)
