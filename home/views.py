"""The reader page: one static document for every front-end path; its script asks the API for the rest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page, Site

from home import words
from home.models import CrawlerSettings

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' https: data:",
        "connect-src 'self'",
        "frame-src https://www.youtube-nocookie.com https://www.youtube.com https://player.vimeo.com",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


def reader(request: HttpRequest, path: str = "") -> HttpResponse:
    """Give the reader page's document, the same for every path of a language; its status says whether a page is there."""
    response = document(request, status=200 if has_page(request, path) else 404)
    response["Cache-Control"] = "public, no-cache"
    site = Site.find_for_request(request)
    if not CrawlerSettings.read(site.pk if site else None).is_indexed:
        response["X-Robots-Tag"] = "noindex"
    return response


def preview(request: HttpRequest) -> HttpResponse:
    """Give the reader page's document for a draft: its script asks the API, with the token of the page's own address.

    That address is nobody else's to know: no cache keeps the answer, no search engine lists it, no link tells it on.
    """
    request.in_preview_panel = request.GET.get("in_preview_panel") == "true"  # as Wagtail's user bar wants to know it
    response = document(request, is_preview=True)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def document(request: HttpRequest, *, status: int = 200, is_preview: bool = False) -> HttpResponse:
    """Give the document that the reader page's scripts fill."""
    shell = words.shell(request.path) | {"locales": words.locale_codes(), "is_preview": is_preview}
    response = render(request, "home/reader.html", shell, status=status)
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def has_page(request: HttpRequest, path: str) -> bool:
    """Tell whether a public page of the request's site has this path, below the prefix of its language if it has one.

    A private page answers as an unknown one, to everybody: a status must not tell that it exists.
    """
    if "\x00" in path:  # which no database can be asked about
        return False
    site = Site.find_for_request(request)
    parts = [part for part in path.split("/") if part]
    candidates = set()
    for root in Site.get_site_root_paths():
        if site is None or root.site_id != site.pk:
            continue
        is_default = root.language_code == settings.LANGUAGE_CODE
        if is_default or parts[:1] == [root.language_code]:
            below = parts if is_default else parts[1:]
            candidates.add(root.root_path + "".join(f"{part}/" for part in below))
    # The last part of a path is the page's slug, which has an index, where paths have none.
    slugs = {candidate.rstrip("/").rpartition("/")[2] for candidate in candidates}
    return Page.objects.live().public().filter(slug__in=slugs, url_path__in=candidates).exists()
