"""Evidence of the live version of each article, as rows that lists filter and sort by.

`articles.evidence.index()` is the only code that writes them, from the blocks of the version that became live.
"""

from django.db import models

from articles.vocabulary import Certainty, Direction, LinkKind


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
    uncited = models.PositiveSmallIntegerField(default=0, db_index=True)
    first_uncited = models.CharField(max_length=36, blank=True, help_text="The first block without a source.")
    # Which rows were written with it: where the program has learned to write more, older ones are written anew.
    layout = models.PositiveSmallIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"

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


class LiveBlock(models.Model):
    """What one block of a live article is called, for lists that lead to it."""

    page = models.ForeignKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="live_blocks")
    block = models.CharField(max_length=36)
    type = models.CharField(max_length=30)
    heading = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["page", "position"]
        indexes = [models.Index(fields=["page", "block"], name="live_block_page_block")]

    def __str__(self) -> str:
        return self.heading or self.type


class LiveLink(models.Model):
    """One link of one block of a live article to a page or document of this site, which may be gone by now.

    `target` is no foreign key: the row has to outlive what it points at.
    """

    page = models.ForeignKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="live_links")
    block = models.CharField(max_length=36)
    kind = models.CharField(max_length=11, choices=LinkKind)
    target = models.PositiveBigIntegerField()
    text = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "link"
        ordering = ["page", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text or self.target}"
