"""What was imported from where, so that a second import finds the article of the first, and what waits to be."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


class ImportRecord(models.Model):
    """The link between a source (known by its title and by-line) and the article made of it."""

    page = models.OneToOneField("articles.ArticlePage", on_delete=models.CASCADE, related_name="import_record")
    title_key = models.CharField(max_length=255)
    byline_key = models.CharField(max_length=255, blank=True)
    source_name = models.CharField(max_length=255)
    source_digest = models.CharField(max_length=64)
    # Of the content as the import wrote it: another digest on the page means that somebody has edited it since.
    content_digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title_key", "byline_key"], name="unique_import_identity")]

    def __str__(self) -> str:
        return f"{self.source_name} → {self.page}"


class WaitingImport(models.Model):
    """A file that somebody has uploaded and not saved as an article yet; nothing of the site depends on it.

    The file itself is kept, and read again for every step: what a browser sends back only chooses among what is in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("articles.ArticleIndexPage", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name


@register_setting(icon="upload")
class ImportSettings(BaseSiteSetting):
    """What an import may do beyond reading the file it is given."""

    download_images = models.BooleanField(
        _("download pictures"),
        default=False,
        help_text=_(
            "Pictures that a file only names by their address are downloaded while it is saved, from public servers "
            "only, up to 10 MB each. Those servers then see this server's address. Without this such pictures are left "
            "out and listed. Mind who owns a picture before you publish it."
        ),
    )

    panels = [FieldPanel("download_images", heading=_("Download pictures from other servers"))]

    class Meta:
        verbose_name = _("import settings")
