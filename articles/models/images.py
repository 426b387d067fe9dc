"""Images with an alternative text of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class ArticleImage(AbstractImage):
    """A picture; its description is the alternative text wherever it means something."""

    credit = models.CharField(max_length=200, blank=True, help_text=_("Who made it, and under which licence."))

    admin_form_fields = (*Image.admin_form_fields, "credit")
    api_fields = ["description", "credit"]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class ArticleRendition(AbstractRendition):
    """One size and format of an image, made outside of any GET."""

    image = models.ForeignKey(ArticleImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_article_rendition")
        ]
