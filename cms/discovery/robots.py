"""`/robots.txt` (RFC 9309): who may read what, by the site's settings."""

from django.http import HttpRequest, HttpResponse

from cms import front_end
from cms.discovery.files import PublicFile
from home.models import CrawlerSettings

# As their makers name them, in robots.txt: those that collect texts to train models with, and those that read a page when
# somebody has asked a model a question.
TRAINING = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot",
    "cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-CloudVertexBot", "Google-Extended", "GPTBot",
    "meta-externalagent", "omgili", "PanguBot", "Timpibot",
)  # fmt: skip
ANSWERING = (
    "ChatGPT-User", "Claude-SearchBot", "Claude-User", "cohere-ai", "DuckAssistBot", "meta-externalfetcher",
    "MistralAI-User", "OAI-SearchBot", "Perplexity-User", "PerplexityBot", "YouBot",
)  # fmt: skip
Models = CrawlerSettings.LanguageModels
TURNED_AWAY = {Models.ALL: (), Models.ANSWERS: TRAINING, Models.NONE: (*TRAINING, *ANSWERING)}

# What a front end on another host, and crawlers that render its pages, fetch from here.
SERVED_TO_OTHERS = ("/api/v2/", "/documents/", "/feeds/", "/media/", "/sitemap", "/llms.txt", "/*.md$")
FRONT_END = "front-end"


class Robots(PublicFile):
    """Rules for this host; with `?for=front-end` those that a front end on another host gives out as its own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        elsewhere = front_end.is_elsewhere(self.site) and request.GET.get("for") != FRONT_END
        groups = [_of_api_server(self.home_url()) if elsewhere else "User-agent: *\nDisallow: /admin/"]
        sitemap = f"Sitemap: {self.own_url('/sitemap.xml')}"
        if not self.crawlers.is_indexed:
            groups, sitemap = ["# This site is not to be found by search engines.\nUser-agent: *\nDisallow: /"], ""
        elif turned_away := TURNED_AWAY[Models(self.crawlers.language_models)]:
            groups.append("\n".join(f"User-agent: {name}" for name in turned_away) + "\nDisallow: /")
        lines = "\n\n".join(filter(None, [*groups, sitemap]))
        return self.answer(f"{lines}\n", "text/plain; charset=utf-8", tags=())


def _of_api_server(home_url: str) -> str:
    allowed = "\n".join(f"Allow: {path}" for path in SERVED_TO_OTHERS)
    return (
        f"# This server holds what {home_url} shows; its pages are there.\n"
        f"# Rules for that site: /robots.txt?for={FRONT_END}\n"
        f"User-agent: *\n{allowed}\nDisallow: /"
    )
