"""Evidence of the live version of each article, as rows that lists filter and sort by.

`articles.evidence.index()` is the only code that writes them, from the blocks of the version that became live.
"""

from django.db import models

from articles.vocabulary import Certainty, Direction


class ArticleEvidence(models.Model):
    """How well an article's claims are covered by sources."""

    page = models.OneToOneField("articles.ArticlePage", on_delete=models.CASCADE, related_name="evidence_row")
    claims = models.PositiveSmallIntegerField(default=0)
    cited_claims = models.PositiveSmallIntegerField(default=0)
    # 1 when there are claims and each has a source: a small integer, because SQLite cannot use `WHERE boolean` in an index
    cited = models.PositiveSmallIntegerField(default=0, db_index=True)
    declared_unsupported = models.PositiveSmallIntegerField(default=0)
    certainty = models.CharField(max_length=8, choices=Certainty, blank=True, db_index=True)
    word_count = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.cited_claims} of {self.claims} claims cited"


class Citation(models.Model):
    """One source of one block of a live article."""

    page = models.ForeignKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="citations")
    reference = models.ForeignKey("articles.Reference", on_delete=models.CASCADE, related_name="citations")
    block = models.CharField(max_length=36)
    number = models.PositiveSmallIntegerField(help_text="The reference's number in this article, by first use.")
    direction = models.CharField(max_length=13, choices=Direction, blank=True)

    # The blocks themselves are what uses a reference; these rows only repeat it.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["page", "number", "pk"]
        indexes = [models.Index(fields=["reference", "page"], name="citation_reference_page")]

    def __str__(self) -> str:
        return f"[{self.number}] {self.reference} in {self.page}"
