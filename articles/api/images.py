"""Images as front ends get them: with the renditions that exist, which no GET ever makes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import FilteredRelation, Q, QuerySet

from articles.api.formats import absolute
from articles.models import ArticleImage, ArticlePage
from articles.models.images import WHOLE
from prepared import Prepared

WHOLE_PICTURE = Q(renditions__filter_spec__startswith=WHOLE)
FORMATS = {"jpg": "jpeg"}
FIELDS = ("pk", "title", "description", "credit", "file", "width", "height")
FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
RENDITION = ("sizes__file", "sizes__width", "sizes__height")


def _rows(ids: list[int]) -> QuerySet:
    return (
        ArticleImage.objects.filter(pk__in=ids)
        .annotate(sizes=FilteredRelation("renditions", condition=WHOLE_PICTURE))
        .order_by("pk", "sizes__width", "sizes__file")
        .values(*FIELDS, *FOCAL_POINT, *RENDITION)
    )


ROWS = Prepared(_rows)


def by_id(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Give images by id, with `credit` beside what the API shows, in one query; those that are gone are left out."""
    ids = set(ids)
    if not ids:
        return {}
    images: dict[int, dict[str, Any]] = {}
    files: dict[int, str] = {}
    for row in ROWS(list(ids)):
        image = images.setdefault(row["pk"], _image(row))
        files[row["pk"]] = row["file"]
        if row["sizes__file"]:
            _add(image, _rendition(row["sizes__file"], row["sizes__width"], row["sizes__height"]))
    for pk, image in images.items():
        # Until its renditions are made, the picture itself is the only one that exists.
        if not image["renditions"]:
            _add(image, _rendition(files[pk], image["width"], image["height"]))
    return images


def _image(row: dict) -> dict[str, Any]:
    x, y, width, height = (row[name] for name in FOCAL_POINT)
    return {
        "id": row["pk"],
        "title": row["title"],
        "alt": row["description"],
        "width": row["width"],
        "height": row["height"],
        "focal_point": None if x is None else {"x": x, "y": y, "width": width, "height": height},
        "renditions": [],
        "credit": row["credit"],
    }


def sizes(ids: Iterable[int]) -> dict[str, int]:
    """Give how many bytes the files of images and of their renditions have, by address, as far as is known; one query."""
    rows = ArticleImage.objects.filter(pk__in=set(ids)).annotate(
        sizes=FilteredRelation("renditions", condition=WHOLE_PICTURE)
    )
    found = rows.values_list("file", "file_size", "sizes__file", "sizes__file_size")
    files = {(file, size) for own, own_size, file, size in found} | {(own, own_size) for own, own_size, *_ in found}
    return {absolute(default_storage.url(file)): size for file, size in files if file and size}


def _rendition(file: str, width: int, height: int) -> dict[str, Any]:
    extension = file.rpartition(".")[2].lower()
    return {
        "url": absolute(default_storage.url(file)),
        "width": width,
        "height": height,
        "format": FORMATS.get(extension, extension),
    }


def _add(image: dict, rendition: dict) -> None:
    """Add a rendition once: a small picture gives the same one for every larger width."""
    taken = {(known["width"], known["format"]) for known in image["renditions"]}
    if (rendition["width"], rendition["format"]) not in taken:
        image["renditions"].append(rendition)


def of_article(page: ArticlePage, pictures: Mapping[int, dict[str, Any]]) -> dict[str, Any] | None:
    """Give the image of an article with the alternative text that holds there; None where it has none."""
    image = shown(pictures.get(page.image_id))
    return image and image | {"alt": page.image_alt_text(image["alt"])}


def shown(image: dict[str, Any] | None) -> dict[str, Any] | None:
    """Give an image without what is not part of its shape in the API."""
    return None if image is None else {name: value for name, value in image.items() if name != "credit"}
