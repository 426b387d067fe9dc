"""What a front end shows around every page, in one request for a site."""

from django.conf import settings
from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.models import Locale, Site

from articles.api import richtext, shelf
from articles.api.visibility import public_pages
from comments.models import DiscussionSettings
from home.models import NavigationLink, SiteProfile


class LinkSerializer(serializers.Serializer):
    label = serializers.CharField()
    url = serializers.CharField()


class QuestionSerializer(serializers.Serializer):
    question = serializers.CharField()
    answer = serializers.CharField(help_text="HTML.")


class LocaleSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    is_default = serializers.BooleanField()


class DiscussionsSerializer(serializers.Serializer):
    is_open = serializers.BooleanField(help_text="Unless a page says otherwise.")
    guests = serializers.BooleanField()
    max_length = serializers.IntegerField()
    edit_minutes = serializers.IntegerField()


class SiteSerializer(serializers.Serializer):
    """The frame of a site's pages."""

    title = serializers.CharField(allow_blank=True)
    tagline = serializers.CharField(allow_blank=True)
    url = serializers.CharField()
    navigation = LinkSerializer(many=True)
    footer_links = LinkSerializer(many=True)
    footer_text = serializers.CharField(allow_blank=True, help_text="HTML.")
    faq = QuestionSerializer(many=True)
    locales = LocaleSerializer(many=True)
    comments = DiscussionsSerializer()


class SiteView(APIView):
    """`GET /api/v2/site/`: the site that the request's host names."""

    public = True
    authentication_classes: list = []
    query_parameters: frozenset[str] = frozenset()

    @extend_schema(operation_id="site", summary="The frame of a site's pages", responses={200: SiteSerializer})
    def get(self, request: Request) -> Response:
        site = Site.find_for_request(request)
        if site is None:
            raise NotFound
        response = Response(_document(request, site))
        response.cache_tags = {"site", "pages", "documents"}
        return response


def _document(request: Request, site: Site) -> dict:
    profile = SiteProfile.objects.filter(site=site).first() or SiteProfile(site=site)
    chosen = DiscussionSettings.objects.filter(site=site).first() or DiscussionSettings(site=site)
    links = list(profile.navigation_links.all()) if profile.pk else []
    questions = list(profile.questions.all()) if profile.pk else []
    html = _display(request, [profile.footer_text, *(row.answer for row in questions)], links)
    return {
        "title": profile.title or site.site_name or settings.WAGTAIL_SITE_NAME,
        "tagline": profile.tagline,
        "url": site.root_url,
        "navigation": _links(links, NavigationLink.Place.HEADER, html),
        "footer_links": _links(links, NavigationLink.Place.FOOTER, html),
        "footer_text": html.html(profile.footer_text),
        "faq": [{"question": row.question, "answer": html.html(row.answer)} for row in questions],
        "locales": [
            {
                "code": locale.language_code,
                "name": dict(settings.LANGUAGES).get(locale.language_code, locale.language_code),
                "is_default": locale.language_code == settings.LANGUAGE_CODE,
            }
            for locale in Locale.objects.order_by("pk")
        ],
        "comments": {
            "is_open": chosen.is_open,
            "guests": chosen.guests,
            "max_length": chosen.max_length,
            "edit_minutes": chosen.edit_minutes,
        },
    }


def _display(request: Request, texts: list[str], links: list[NavigationLink]) -> shelf.Shelf:
    """Give what turns the site's rich text into HTML: every page and document in it, public ones only, looked up once."""
    wanted = [richtext.targets(text) for text in texts]
    pages = {link.page_id for link in links if link.page_id}.union(*(found["page"] for found in wanted))
    found = shelf.linked_pages(public_pages(request), Q(pk__in=pages)) if pages else []
    return shelf.Shelf(
        base=settings.SITE_URL,
        pages={page.pk: {"html_url": page.get_full_url(request)} for page in found},
        documents=shelf.documents(set().union(*(found["document"] for found in wanted))),
    )


def _links(links: list[NavigationLink], place: str, html: shelf.Shelf) -> list[dict]:
    """Give the links of one place; one to a page that readers cannot see would lead nowhere."""
    return [
        {"label": link.label, "url": html.pages[link.page_id]["html_url"] if link.page_id else link.url}
        for link in links
        if link.place == place and (link.page_id is None or link.page_id in html.pages)
    ]
