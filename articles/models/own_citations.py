"""How to cite each article; `articles.references.article_citing` is the only code that writes these rows."""

from django.db import models


class OwnCitation(models.Model):
    """One article as others cite it: the CSL-JSON item, and its text in each citation style.

    The name of the site and the address of the article stand in both as placeholders: they can change without it.
    """

    page = models.OneToOneField("articles.ArticlePage", on_delete=models.CASCADE, related_name="own_citation")
    item = models.JSONField(default=dict)
    html_by_style = models.JSONField(default=dict)
    layout = models.PositiveSmallIntegerField(default=0)  # by which `styles.LAYOUT` it was written

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"How to cite {self.page_id}"
