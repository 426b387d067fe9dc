"""`/llms.txt` (llmstxt.org): what the site is, and where each article's Markdown is, by its first topic."""

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from articles.api import filters, markdown, relations
from articles.api.formats import absolute
from articles.api.visibility import without_mirrors
from articles.models import ArticlePage
from cms.api.site import words_of
from cms.discovery.files import PublicFile, clean
from cms.discovery.twins import path_of
from home.models import CrawlerSettings

MOST = 1000  # articles, the newest ones; what a model can take in at once is less
WITHOUT_TOPIC = "Articles"
INTRODUCTION = (
    "Each article ties its claims to the studies behind them. Its Markdown says of every benefit and mechanism how certain "
    "the evidence is (GRADE: high, moderate, low, very low), what each source found, and where no source is given. Please "
    "keep that certainty when you quote a claim, and link to the article's web page."
)


class Llms(PublicFile):
    """The guide to a site for language models; 404 where the site wants none of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.crawlers.language_models == CrawlerSettings.LanguageModels.NONE:
            raise Http404
        articles = without_mirrors(self.public_pages(ArticlePage)).select_related("locale").defer("body")
        pages = list(articles.order_by(*filters.ORDERINGS[filters.NEWEST_FIRST])[:MOST])
        related = relations.of_published([page.pk for page in pages], cards_only=True)
        title, tagline = words_of(self.site, settings.LANGUAGE_CODE)
        parts = [
            f"# {markdown.escaped(title)}",
            f"> {markdown.escaped(tagline)}" if tagline else "",
            INTRODUCTION,
            *(self.section(name, rows) for name, rows in _sections(pages, related)),
            self.optional(),
        ]
        tags = {"articles", "pages"}.union(*(found.tags() for found in related.values()))
        content = clean("\n\n".join(filter(None, parts)) + "\n")
        return self.answer(content, "text/markdown; charset=utf-8", tags=tags)

    def section(self, name: str, pages: Iterable[ArticlePage]) -> str:
        rows = "\n".join(self.row(page) for page in pages)
        return f"## {markdown.escaped(name)}\n\n{rows}"

    def row(self, page: ArticlePage) -> str:
        link = f"- [{markdown.escaped(page.title)}]({self.own_url(path_of(self.address(page)))})"
        return f"{link}: {markdown.escaped(page.summary)}" if page.summary else link

    def optional(self) -> str:
        """Give what else there is, under the heading that the convention lets a short reading skip."""
        links = [
            ("All articles as data", absolute("/api/v2/articles/"), "cards as JSON, with filters and search"),
            ("API", absolute("/api/v2/schema/"), "the OpenAPI document"),
            ("New articles", self.own_url("/feeds/articles.atom"), "an Atom feed, whole texts"),
            ("Sitemap", self.own_url("/sitemap.xml"), "every page in every language"),
        ]
        return "## Optional\n\n" + "\n".join(f"- [{name}]({url}): {what}" for name, url, what in links)


def _sections(
    pages: Iterable[ArticlePage], related: dict[int, relations.Relations]
) -> list[tuple[str, list[ArticlePage]]]:
    """Give articles by their first topic, those in the default language; behind them those of each other language."""
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    sections: dict[tuple[bool, str], list[ArticlePage]] = {}
    for page in pages:
        language = page.locale.language_code
        topics = related[page.pk].topics
        is_other = language != settings.LANGUAGE_CODE
        name = names.get(language, language) if is_other else topics[0].name if topics else WITHOUT_TOPIC
        sections.setdefault((is_other, name), []).append(page)
    return [(name, rows) for (_, name), rows in sorted(sections.items(), key=lambda section: section[0])]
