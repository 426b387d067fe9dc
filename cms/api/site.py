"""What a front end shows around every page, in one request for a site."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, Site

from articles.api import richtext, shelf
from articles.api.visibility import public_pages, roots_of_site
from comments.models import DiscussionSettings
from home.models import InLanguage, NavigationLink, ProfileTranslation, SiteProfile


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


class SiteParameters(serializers.Serializer):
    """The query of `GET /api/v2/site/`."""

    locale = serializers.ChoiceField(
        settings.WAGTAIL_CONTENT_LANGUAGES,
        required=False,
        help_text="The language of its words; what is not translated comes in the default language.",
    )


class SiteView(APIView):
    """`GET /api/v2/site/`: the site that the request's host names."""

    public = True
    authentication_classes: list = []
    query_parameters = ("locale",)

    @extend_schema(
        operation_id="site",
        summary="The frame of a site's pages",
        parameters=[SiteParameters],
        responses={200: SiteSerializer},
    )
    def get(self, request: Request) -> Response:
        parameters = SiteParameters(data=request.query_params.dict())
        parameters.is_valid(raise_exception=True)
        site = Site.find_for_request(request)
        if site is None:
            raise NotFound
        response = Response(_document(request, site, parameters.validated_data.get("locale") or _default_locale()))
        response.cache_tags = {"site", "pages", "documents"}
        return response


def _default_locale() -> str:
    return get_supported_content_language_variant(settings.LANGUAGE_CODE)


def _document(request: Request, site: Site, locale: str) -> dict:
    profile = SiteProfile.objects.filter(site=site).first() or SiteProfile(site=site)
    chosen = DiscussionSettings.objects.filter(site=site).first() or DiscussionSettings(site=site)
    own = _translation(profile, locale)
    links = _links_in(profile, locale)
    questions = _in_language(profile.questions.select_related("locale"), locale) if profile.pk else []
    title, tagline = _words(site, profile, own)
    footer_text = own.footer_text or profile.footer_text
    html = _display(request, [footer_text, *(row.answer for row in questions)], links, locale)
    return {
        "title": title,
        "tagline": tagline,
        "url": site.root_url,
        "navigation": _links(links[NavigationLink.Place.HEADER], html),
        "footer_links": _links(links[NavigationLink.Place.FOOTER], html),
        "footer_text": html.html(footer_text),
        "faq": [{"question": row.question, "answer": html.html(row.answer)} for row in questions],
        "locales": _locales(request),
        "comments": {
            "is_open": chosen.is_open,
            "guests": chosen.guests,
            "max_length": chosen.max_length,
            "edit_minutes": chosen.edit_minutes,
        },
    }


def words_of(site: Site, locale: str) -> tuple[str, str]:
    """Give the title and the tagline of a site in a language."""
    profile = SiteProfile.objects.filter(site=site).first() or SiteProfile(site=site)
    return _words(site, profile, _translation(profile, locale))


def _words(site: Site, profile: SiteProfile, own: ProfileTranslation) -> tuple[str, str]:
    title = own.title or profile.title or site.site_name or settings.WAGTAIL_SITE_NAME
    return title, own.tagline or profile.tagline


def _translation(profile: SiteProfile, locale: str) -> ProfileTranslation:
    """Give the profile's words in a language other than the default one, none where it has none."""
    is_other = profile.pk and locale != _default_locale()
    rows = profile.translations.filter(locale__language_code=locale) if is_other else []
    return next(iter(rows), ProfileTranslation())


def _in_language(rows: Iterable[InLanguage], locale: str) -> list:
    """Give the rows of a language, or those for every language where it has none of its own."""
    rows = list(rows)
    own = [row for row in rows if row.locale and row.locale.language_code == locale]
    return own or [row for row in rows if row.locale is None]


def _links_in(profile: SiteProfile, locale: str) -> dict[str, list[NavigationLink]]:
    rows = list(profile.navigation_links.select_related("locale")) if profile.pk else []
    return {place: _in_language([row for row in rows if row.place == place], locale) for place in NavigationLink.Place}


def _locales(request: Request) -> list[dict]:
    """Give the languages in which the site has a home that readers can see, the default one first and always."""
    roots = {root.root_path for root in roots_of_site(request)}
    homes = public_pages(request).filter(url_path__in=roots)
    spoken = set(homes.values_list("locale__language_code", flat=True)) | {_default_locale()}
    names = sorted(settings.WAGTAIL_CONTENT_LANGUAGES, key=lambda language: language[0] != _default_locale())
    return [
        {"code": code, "name": name, "is_default": code == _default_locale()} for code, name in names if code in spoken
    ]


def _display(request: Request, texts: list[str], links: dict[str, list[NavigationLink]], locale: str) -> shelf.Shelf:
    """Give what turns the site's rich text into HTML: every page and document in it, public ones only, looked up once.

    A page that has a translation into the language is linked to by that.
    """
    wanted = [richtext.targets(text) for text in texts]
    pages = {link.page_id for rows in links.values() for link in rows if link.page_id}
    pages = pages.union(*(found["page"] for found in wanted))
    found = _linked(request, pages, locale) if pages else {}
    return shelf.Shelf(
        base=settings.SITE_URL,
        pages={pk: {"html_url": page.get_full_url(request)} for pk, page in found.items()},
        documents=shelf.documents(set().union(*(found["document"] for found in wanted))),
    )


def _linked(request: Request, pages: set[int], locale: str) -> dict[int, Page]:
    """Give for each of `pages` the public page that stands for it in a language: its translation, else itself."""
    keys = Page.objects.filter(pk__in=pages).values("translation_key")
    chosen = Q(pk__in=pages) | Q(translation_key__in=keys, locale__language_code=locale)
    public = shelf.linked_pages(public_pages(request), chosen)
    translated = {page.translation_key: page for page in public if page.locale.language_code == locale}
    return {page.pk: translated.get(page.translation_key, page) for page in public}


def _links(links: list[NavigationLink], html: shelf.Shelf) -> list[dict]:
    """Give the links of one place; one to a page that readers cannot see would lead nowhere."""
    return [
        {"label": link.label, "url": html.pages[link.page_id]["html_url"] if link.page_id else link.url}
        for link in links
        if link.page_id is None or link.page_id in html.pages
    ]
