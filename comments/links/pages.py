"""What every page behind a mailed link has in common."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language_from_request
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Site

from comments.mail import sites, tokens, words

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the address has the token in it
    "X-Robots-Tag": "noindex, nofollow",
}


@method_decorator(csrf_exempt, name="dispatch")
class LinkPage(View):
    """A page with a token in its address; `language` and `site` are those of whom the token is about, once it is read."""

    http_method_names = ["get", "head", "post", "options"]

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.language = get_language_from_request(request)
        self.site = Site.find_for_request(request) or Site.objects.order_by("-is_default_site", "pk").first()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except tokens.BadToken as error:
            response = self.bad_link(error.code)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @property
    def token(self) -> str:
        """The token of the address, of at most the length that one has."""
        return self.request.GET.get("token", "")[:200]

    @property
    def words(self) -> dict[str, str]:
        return words.of(self.language)

    @property
    def site_name(self) -> str:
        return sites.name(self.site, self.language) if self.site else settings.WAGTAIL_SITE_NAME

    def page(self, template: str, *, title: str, status: int = 200, **context: object) -> HttpResponse:
        """Give the page in the reader's language."""
        frame = {
            "title": title,
            "words": self.words,
            "language": self.language,
            "direction": words.direction(self.language),
            "site_name": self.site_name,
            "back": self.words["page_back"].format(site=self.site_name),
            "site_url": self.site.root_url if self.site else settings.SITE_URL,
        }
        return render(self.request, f"comments/links/{template}.html", frame | context, status=status)

    def said(self, sentence: str, *, title: str, status: int = 200, link: str = "") -> HttpResponse:
        """Give a page that says one thing."""
        return self.page("said", title=title, sentence=sentence, link=link, status=status)

    def bad_link(self, code: str) -> HttpResponse:
        """Give the page for a token that is not good."""
        status = 410 if code == "expired" else 400
        return self.said(self.words[f"page_bad_{code}"], title=self.words["page_bad_title"], status=status)
