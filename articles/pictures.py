"""Which pictures an article shows, and the sizes and formats that front ends get of them.

A GET never makes a rendition: they are made by a task after a publication or a change of an image.
"""

import logging
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task
from PIL import features
from wagtail.images.blocks import ImageChooserBlock

from articles.blocks.walking import leaves
from articles.models import ArticleImage, ArticlePage, ArticleRendition, Author
from articles.models.images import WHOLE
from articles.signals import renditions_made

logger = logging.getLogger(__name__)

WIDTHS = (320, 640, 1200)
# What people see where no picture of a chosen size exists yet is the first of these.
ORIGINAL_FORMATS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif"}


def image_ids(page: ArticlePage) -> set[int]:
    """Give the ids of the images that `page` shows: its own, those in its blocks, its authors' and reviewers'."""
    people = Author.objects.filter(
        pk__in=[row.author_id for row in (*page.article_authors.all(), *page.article_reviewers.all())]
    )
    found = {page.image_id, *people.values_list("image_id", flat=True), *block_image_ids(page.body.get_prep_value())}
    return {pk for pk in found if isinstance(pk, int)}


def block_image_ids(body: Iterable[dict]) -> Iterator[int]:
    """Give the ids of the images in the blocks of a raw body."""
    stream = ArticlePage._meta.get_field("body").stream_block
    return (raw for block, raw in leaves(stream, body) if isinstance(block, ImageChooserBlock) and isinstance(raw, int))


def filter_specs(extension: str) -> list[str]:
    """Give Wagtail's filter specifications for a file with `extension`: every width in every format."""
    formats = ["avif", "webp"] if features.check("avif") else ["webp"]
    formats.append(ORIGINAL_FORMATS.get(extension.lower().lstrip("."), "jpeg"))
    return [f"width-{width}|format-{name}" for name in formats for width in WIDTHS]


def request_renditions(ids: Iterable[int]) -> None:
    """Have the renditions of these images made later; the tasks are rows of the caller's transaction."""
    with transaction.atomic():
        for pk in sorted(set(ids)):
            make_renditions.enqueue(pk)


@task(backend="later")
def make_renditions(image_id: int) -> int:
    """Make the renditions that an image lacks; give how many it has now, 0 where the image is gone."""
    image = ArticleImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    extension = image.file.name.rpartition(".")[2]
    made = image.get_renditions(*filter_specs(extension))
    _measure(image)
    return len(made)


@task(backend="later")
def catch_up() -> int:
    """Have the files measured that nobody has measured yet; give of how many images."""
    images = sorted(set(_unmeasured().values_list("image", flat=True)))
    request_renditions(images)
    return len(images)


def _unmeasured() -> QuerySet[ArticleRendition]:
    return ArticleRendition.objects.filter(filter_spec__startswith=WHOLE, file_size=None)


def _measure(image: ArticleImage) -> None:
    """Write down how large the files of an image and of its renditions are."""
    sizes = {row.pk: _size(row) for row in _unmeasured().filter(image=image)}
    with transaction.atomic():
        for pk, size in sizes.items():
            ArticleRendition.objects.filter(pk=pk).update(file_size=size)
        if image.file_size is None:
            ArticleImage.objects.filter(pk=image.pk).update(file_size=_size(image))
        if sizes:
            renditions_made.send(ArticleRendition, images={image.pk})


def _size(picture: ArticleImage | ArticleRendition) -> int:
    """Give the bytes of a picture's file, 0 where it is gone."""
    try:
        return picture.file.size
    except OSError:
        return 0
