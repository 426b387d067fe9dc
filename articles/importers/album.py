"""Stores the pictures of an import as images of the library; one that is there already is used again."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import PurePosixPath
from types import TracebackType
from urllib.parse import urlsplit

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.utils.text import slugify

from articles.importers import pictures, sentences
from articles.importers.attachments import Picture
from articles.models import ArticleImage


class Album:
    """Gives the id of the image for a picture; as a context it takes back the files of an import that failed."""

    def __init__(self, *, user: AbstractBaseUser | None, writes: bool) -> None:
        """`user` is named as the uploader; an album that does not write knows only the images there are."""
        self._user = user
        self._writes = writes
        self._made: list[ArticleImage] = []

    def __call__(self, picture: Picture) -> int | None:
        """Gives the id of the image with these bytes, stored now if need be; None where nothing may be written."""
        content = picture.content or b""
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # Wagtail's own measure of a file
        known = ArticleImage.objects.filter(file_hash=digest).order_by("pk").first()
        if known is not None or not self._writes:
            return None if known is None else int(known.pk)
        title = sentences.cut(picture.alt or picture.caption or _file_name(picture) or "Imported picture", 255)
        name = f"{slugify(title)[:60] or 'picture'}{pictures.suffix(content)}"
        image = ArticleImage(
            title=title,
            description=picture.alt[:255],
            credit=picture.credit[:200],
            file=ContentFile(content, name=name),
            file_hash=digest,
            file_size=len(content),
            uploaded_by_user=self._user,
        )
        image.save()
        self._made.append(image)
        return int(image.pk)

    def __enter__(self) -> Album:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            return
        for image in self._made:
            with contextlib.suppress(OSError):
                image.file.storage.delete(image.file.name)


def _file_name(picture: Picture) -> str:
    return PurePosixPath(urlsplit(picture.address).path).stem if picture.address else ""
