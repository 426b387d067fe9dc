"""The pages of a site's articles."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from articles import claims, gatekeeping, slugs
from articles.admin.copy_form import ArticleCopyForm
from articles.admin.gated_form import GatedPageForm
from articles.admin.review_dates import ReviewDatesForm, ReviewDatesPanel
from articles.admin.tool_form import NamedBlockErrors
from articles.blocks import ArticleBody, new_article_body
from articles.blocks.media import alternative_text
from articles.models.article_parts import ArticleTopic
from articles.models.previewed import Previewed
from articles.models.topics import Topic
from articles.panels import MissedChangesPanel, RetractedSourcesPanel


class ArticleIndexPage(Page):
    """A list of articles, and the place where they are made."""

    introduction = RichTextField(
        features=["bold", "italic", "link"], blank=True, help_text=_("What readers find here, in a sentence or two.")
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = ["articles.ArticlePage"]
    page_description = _("A list of articles. Articles are made under it.")
    api_fields = [APIField("introduction", writable=True)]
    preview_modes: list[tuple[str, str]] = []  # its front end is the list itself
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("article index")

    def publish(self, revision: Revision, *args: object, **kwargs: object) -> None:
        """Publish or schedule a revision, with all that follows from it, in one transaction."""
        with transaction.atomic():
            super().publish(revision, *args, **kwargs)


class ArticlePageForm(ReviewDatesForm, GatedPageForm):
    """The article's form, which asks about the slug before the article has a place in the tree, too."""

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("slug") and "slug" not in self.errors:
            try:
                article = ArticlePage(pk=self.instance.pk, slug=cleaned["slug"], locale_id=self.instance.locale_id)
                slugs.check(article, parent=self.parent_page)
            except slugs.SlugRefused as refusal:
                self.add_error(None, refusal)
        if self.is_publishing:
            self._ask_for_alternative_text(cleaned)
        return cleaned

    def _ask_for_alternative_text(self, cleaned: dict) -> None:
        """Refuse to publish an image that says nothing to those who cannot see it, and is not said to be decoration."""
        image = cleaned.get("image")
        means_something = image and not cleaned.get("image_decorative", self.instance.image_decorative)
        if means_something and not (cleaned.get("image_alt", self.instance.image_alt) or image.description):
            message = _("Say what the image shows, or mark it as decorative.")
            # What a tool changes may be the image alone.
            field = "image_alt" if "image_alt" in self.fields else None
            self.add_error(field, ValidationError(message, code="alt_missing"))


class ArticleToolForm(NamedBlockErrors, ArticlePageForm):
    """The same for tools, which see no form."""


class ArticlePage(Previewed, Page):
    """An article as benefit, mechanism and evidence blocks, its claims tied to their sources."""

    # The contract with the discussion: this page type takes comments, and these of its blocks can be commented on.
    takes_comments = True
    comments_published_field = "published_at"

    summary = models.TextField(
        max_length=400, blank=True, help_text=_("Two sentences for cards, search results and feeds.")
    )
    image = models.ForeignKey(
        "articles.ArticleImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    image_alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_(
            "What the image shows, for those who cannot see it. Leave it empty to use the image’s own description."
        ),
    )
    image_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The image says nothing that the text does not say; screen readers skip it."),
    )
    body = StreamField(ArticleBody(), default=new_article_body, blank=True)
    # The article's own dates, as readers see them; Wagtail's say when a row was touched.
    published_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text=_("Filled when the article is first published.")
    )
    updated_at = models.DateTimeField(
        null=True,
        blank=True,
        db_index=True,
        help_text=_("When the content last changed in a way that matters to readers."),
    )
    reviewed_at = models.DateField(null=True, blank=True, help_text=_("When the reviewers last confirmed the content."))
    review_due_at = models.DateField(
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Its owner and reviewers are reminded on this day; from the next one on it is overdue."),
    )

    # Travels with the draft through schedules and workflows; articles.changes empties it when it is published.
    public_change = models.CharField(
        _("what changed"),
        max_length=300,
        blank=True,
        help_text=_(
            "For readers, for example: “Added a trial on sleep.” When this is published it joins the change history and "
            "moves the date of the last update. Leave it empty for a minor change, such as spelling: no date moves."
        ),
    )

    # What a tool may write by Wagtail's v3 API, where that is mounted; who has reviewed an article is said in the admin.
    api_fields = [
        APIField(name, writable=True)
        for name in (
            "summary", "image", "image_alt", "image_decorative", "body", "published_at", "updated_at", "public_change",
            "article_authors", "article_topics", "related_articles", "change_notes",
        )
    ]  # fmt: skip
    base_form_class = ArticlePageForm
    api_base_form_class = ArticleToolForm
    copy_form_class = ArticleCopyForm
    # A copy is a new article, with dates and a history of its own, which nobody has reviewed; so is a translation.
    exclude_fields_in_copy = [
        "published_at", "updated_at", "public_change", "change_notes", "reviewed_at", "review_due_at", "article_reviewers",
    ]  # fmt: skip
    page_description = _("An article whose claims are tied to the studies behind them.")
    parent_page_types = ["articles.ArticleIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        RetractedSourcesPanel(),
        MissedChangesPanel(),
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_decorative")], heading=_("Image")
        ),
        InlinePanel("article_authors", heading=_("Authors"), label=_("author")),
        FieldPanel("body"),
        InlinePanel("related_articles", heading=_("Related articles"), label=_("article"), max_num=6),
        FieldPanel("public_change", heading=_("Public change note"), icon="history"),
    ]
    evidence_panels = [
        InlinePanel(
            "article_reviewers",
            heading=_("Reviewed by"),
            label=_("reviewer"),
            help_text=_("Experts who have checked the content, in the order in which they are named."),
        ),
        ReviewDatesPanel(),
        FieldRowPanel([FieldPanel("published_at"), FieldPanel("updated_at")], heading=_("Dates that readers see")),
        InlinePanel(
            "change_notes",
            heading=_("Change history"),
            label=_("change"),
            help_text=_("Readers see these. Publishing with a newer note moves the date of the last update."),
        ),
    ]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], _("Search engines")
        ),
        InlinePanel("article_topics", heading=_("Topics"), label=_("topic")),
    ]
    edit_handler = TabbedInterface(
        [
            # With Wagtail's own dialog for schedules, which the status panel opens, and its comments of editors.
            ObjectList([*content_panels, *Page.settings_panels], heading=_("Content")),
            ObjectList(evidence_panels, heading=_("Review and dates")),
            ObjectList(promote_panels, heading=_("Topics and search")),
        ]
    )
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("text_to_find"),
        index.AutocompleteField("summary"),
        index.RelatedFields("article_authors", [index.RelatedFields("author", [index.SearchField("name")])]),
        index.FilterField("published_at"),
        index.FilterField("updated_at"),
        index.FilterField("review_due_at"),
    ]

    class Meta:
        verbose_name = _("article")
        permissions = [("review_article", "Can mark articles as reviewed")]

    def get_admin_display_title(self) -> str:
        """Give the title as the admin's lists show it; they ask for the mark in their one query (see admin.retracted)."""
        title = super().get_admin_display_title()
        if not getattr(self, "leans_on_retracted", False):
            return title
        return _("%(title)s ⚠ cites retracted work") % {"title": title}

    def image_alt_text(self, description: str) -> str:
        """Give the alternative text of the image here, where `description` is the image's own."""
        return alternative_text({"decorative": self.image_decorative, "alt": self.image_alt}, description)

    @property
    def shown_image_alt(self) -> str:
        """The alternative text of the image, as the preview shows it."""
        return self.image_alt_text(self.image.description if self.image else "")

    def comment_anchors(self) -> dict[str, str]:
        """Give the heading of each block that readers may comment on, by block id; asks no further row."""
        return {
            claim.block: claim.heading or str(self.body.stream_block.child_blocks[claim.type].label)
            for claim in self.claims()
        }

    def comment_author_users(self) -> set[int]:
        """Give the ids of the users who wrote this article, as far as its authors are linked to accounts."""
        return set(self.article_authors.filter(author__user__isnull=False).values_list("author__user", flat=True))

    @classmethod
    def comment_topics(cls) -> dict[str, str]:
        """Give the topics that articles have, for the moderators of their discussions: {slug: name}."""
        return dict(Topic.objects.values_list("slug", "name"))

    @classmethod
    def commented_in_topic(cls, slug: str) -> models.QuerySet:
        """Give the ids of the articles with a topic."""
        return ArticleTopic.objects.filter(topic__slug=slug).values("page")

    def claims(self) -> list[claims.Claim]:
        """Give the blocks that sources can stand behind, in order."""
        return claims.walk(self.body.get_prep_value())

    def text_to_find(self) -> list[str]:
        """Give the texts of the body as readers see them: those of the library in the language of the article."""
        from articles import questions

        body = self._meta.get_field("body")
        return body.get_searchable_content(body.to_python(questions.body_of(self)))

    # Wagtail asks these whenever it validates a page or makes up a slug, of drafts, copies and aliases as well.
    def _check_slug_is_unique(self) -> None:
        slugs.check(self)
        super()._check_slug_is_unique()

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        return super()._get_autogenerated_slug(slugs.free(base_slug, page=self, parent=self.get_parent()))

    def save(self, clean: bool = True, user: object = None, log_action: object = False, **kwargs: object) -> None:
        """Save, unless that showed readers claims that the site's standards forbid; the last guard of the publish gate.

        A new row is asked about even where it is not validated, and so is its slug: copies and aliases below a copied
        page are written like that. One that code makes live at once is never published, yet readers see it: all that
        follows from a publication does so here, when its authors and topics are written, in the same transaction.
        """
        from articles import publishing

        fields = kwargs.get("update_fields")
        if self.live and (clean or self._state.adding) and (fields is None or {"live", "body"} & set(fields)):
            gatekeeping.guard(self)
        if self._state.adding and not clean:
            slugs.check(self)
        appears = self._state.adding and self.live
        with transaction.atomic():
            super().save(clean=clean, user=user, log_action=log_action, **kwargs)
            if appears:
                publishing.appeared(self)

    def publish(self, revision: Revision, *args: object, **kwargs: object) -> None:
        """Publish or schedule a revision, with all that follows from it, in one transaction.

        Raises PublicationRefused where the site's standards forbid it.
        """
        gatekeeping.pass_through(revision.as_object())
        with transaction.atomic():
            super().publish(revision, *args, **kwargs)

    def unpublish(self, *args: object, **kwargs: object) -> None:
        """Take the article down, with all that follows from it, in one transaction."""
        with transaction.atomic():
            super().unpublish(*args, **kwargs)

    def with_content_json(self, content: dict) -> "ArticlePage":
        """Give this page with a revision's content, keeping the dates of the first publication where it has none."""
        page = super().with_content_json(content)
        page.published_at = page.published_at or self.published_at
        page.updated_at = page.updated_at or self.updated_at
        return page
