"""Images with an alternative text of their own."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from articles.signals import renditions_made

# Renditions that keep the picture's shape begin like this; the admin's own thumbnails and crops do not.
WHOLE = "width-"


class ArticleImage(AbstractImage):
    """A picture; its description is the alternative text wherever it means something."""

    credit = models.CharField(max_length=200, blank=True, help_text=_("Who made it, and under which licence."))

    admin_form_fields = (*Image.admin_form_fields, "credit")
    api_fields = ["description", "credit"]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class RenditionQuerySet(models.QuerySet):
    """Renditions of one image or many."""

    def bulk_create(self, objs: Iterable["ArticleRendition"], *args: object, **kwargs: object) -> list:
        """Write rows, and tell of those that front ends get: Wagtail makes several renditions of an image like this."""
        with transaction.atomic():
            made = super().bulk_create(objs, *args, **kwargs)
            if images := {row.image_id for row in made if row.is_whole}:
                renditions_made.send(self.model, images=images)
        return made


class ArticleRendition(AbstractRendition):
    """One size and format of an image, made outside of any GET."""

    image = models.ForeignKey(ArticleImage, on_delete=models.CASCADE, related_name="renditions")
    # In bytes, 0 where the file is gone; written by articles.pictures, so that no GET opens files.
    file_size = models.PositiveIntegerField(null=True, editable=False)

    objects = RenditionQuerySet.as_manager()

    @property
    def is_whole(self) -> bool:
        """Whether front ends get it."""
        return self.filter_spec.startswith(WHOLE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_article_rendition")
        ]
