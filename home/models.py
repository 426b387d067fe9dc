"""The site's own models: users, the home page, and what every page of a front end shows around its content."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Locale, Orderable, Page, Revision


class User(AbstractUser):
    """Somebody who signs in: an editor, a moderator, a reader with an account."""


class HomePage(Page):
    """The root of a site, one for each language."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["articles.ArticleIndexPage"]
    max_count_per_parent = 1

    tagline = models.CharField(max_length=200, blank=True, help_text=_("One sentence under the site's name."))

    content_panels = [*Page.content_panels, "tagline"]
    api_fields = ["tagline"]

    class Meta:
        verbose_name = _("home page")

    def publish(self, revision: Revision, *args: object, **kwargs: object) -> None:
        """Publish or schedule a revision, with all that follows from it, in one transaction."""
        with transaction.atomic():
            super().publish(revision, *args, **kwargs)


@register_setting(icon="site")
class SiteProfile(ClusterableModel, BaseSiteSetting):
    """What a front end shows around every page of one site: name, navigation, questions, footer."""

    title = models.CharField(max_length=100, blank=True, help_text=_("The site's name. Empty: Wagtail's name for it."))
    tagline = models.CharField(max_length=200, blank=True)
    frontend_url = models.URLField(
        _("front-end URL"),
        blank=True,
        help_text=_(
            "Where readers see the articles, for example https://www.example.org. Empty: this server's reader page."
        ),
    )
    preview_url = models.URLField(
        _("preview URL"),
        blank=True,
        help_text=_(
            "Where that front end shows drafts, for example https://www.example.org/preview; it is given a token. "
            "Empty: this server's reader page."
        ),
    )
    footer_text = RichTextField(features=["bold", "italic", "link"], blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("tagline"), FieldPanel("frontend_url"), FieldPanel("preview_url")],
            _("Identity"),
        ),
        InlinePanel(
            "translations",
            heading=_("In other languages"),
            label=_("language"),
            help_text=_("What is left empty is shown as it stands above."),
        ),
        InlinePanel("navigation_links", heading=_("Navigation and footer links"), label=_("link")),
        InlinePanel("questions", heading=_("Frequently asked questions"), label=_("question")),
        FieldPanel("footer_text"),
    ]

    class Meta:
        verbose_name = _("site profile")


class ProfileTranslation(models.Model):
    """The words of a site's profile in one more language."""

    profile = ParentalKey(SiteProfile, on_delete=models.CASCADE, related_name="translations")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=100, blank=True)
    tagline = models.CharField(max_length=200, blank=True)
    footer_text = RichTextField(features=["bold", "italic", "link"], blank=True)

    panels = [FieldPanel("locale"), FieldPanel("title"), FieldPanel("tagline"), FieldPanel("footer_text")]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "locale"],
                name="home_profile_one_translation_a_language",
                violation_error_message=_("This language is there twice: put its words into one entry."),
            )
        ]

    def __str__(self) -> str:
        return str(self.locale)


class InLanguage(models.Model):
    """A row of the profile that may be for one language."""

    locale = models.ForeignKey(
        Locale,
        verbose_name=_("language"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Empty: for every language that has none of its own; pages are linked to in the reader’s language."
        ),
    )

    class Meta:
        abstract = True


class NavigationLink(InLanguage, Orderable):
    """One link of a site's header or footer, to a page or to an address."""

    class Place(models.TextChoices):
        HEADER = "header", _("Header")
        FOOTER = "footer", _("Footer")

    profile = ParentalKey(SiteProfile, on_delete=models.CASCADE, related_name="navigation_links")
    place = models.CharField(max_length=6, choices=Place, default=Place.HEADER)
    label = models.CharField(max_length=60)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    url = models.URLField(blank=True, help_text=_("Used where no page is chosen."))

    panels = [FieldPanel("place"), FieldPanel("locale"), FieldPanel("label"), FieldPanel("page"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        pass

    def clean(self) -> None:
        if not self.page_id and not self.url:
            raise ValidationError({"page": _("Choose a page or give an address.")})


class Question(InLanguage, Orderable):
    """A question that readers often ask, with its answer."""

    profile = ParentalKey(SiteProfile, on_delete=models.CASCADE, related_name="questions")
    question = models.CharField(max_length=200)
    answer = RichTextField(features=["bold", "italic", "link", "ul", "ol"])

    panels = [FieldPanel("locale"), FieldPanel("question"), FieldPanel("answer")]

    class Meta(Orderable.Meta):
        pass


@register_setting(icon="site")
class CrawlerSettings(BaseSiteSetting):
    """What programs that read the web may do with one site: find it, learn from it."""

    class LanguageModels(models.TextChoices):
        ALL = "all", _("May read everything, also to be trained with it")
        ANSWERS = "answers", _("May read to answer somebody's question, not to be trained")
        NONE = "none", _("May read nothing")

    is_indexed = models.BooleanField(
        _("may be found by search engines"),
        default=True,
        help_text=_(
            "Without this robots.txt turns every crawler away, and the reader page says noindex: for a site that is being "
            "built. It keeps nothing secret; private pages do."
        ),
    )
    language_models = models.CharField(
        max_length=7,
        choices=LanguageModels,
        default=LanguageModels.ALL,
        help_text=_(
            "robots.txt asks the known crawlers of language models to keep to this; honest ones do. With “nothing” there is "
            "no llms.txt either."
        ),
    )

    panels = [
        FieldPanel("is_indexed", heading=_("May be found by search engines")),
        FieldPanel("language_models", heading=_("Language models")),
    ]

    class Meta:
        verbose_name = _("search engines and language models")

    @classmethod
    def read(cls, site: int | None) -> "CrawlerSettings":
        """Give the settings of a site, or unsaved defaults: unlike Wagtail's for_site() it writes no row."""
        return cls.objects.filter(site=site).first() or cls()
