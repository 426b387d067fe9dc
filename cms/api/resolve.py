"""What a front-end path leads to, in one call: `GET /api/v2/resolve/?path=…`."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField
from wagtail.models import Page

from articles.api import own_pages, schema
from articles.api.document import place_tags
from articles.api.views import ArticleDetail, RichTextParameter
from articles.api.visibility import public_pages, roots_of_site
from articles.models import ArticlePage
from articles.own_pages import OwnPage
from cms import paths, redirects, resolving
from cms.api import errors
from cms.api.articles import WithDiscussions
from cms.api.router import page_document


class ResolveParameters(RichTextParameter):
    """The query of `GET /api/v2/resolve/`."""

    path = CharField(
        help_text=(
            "A path of the front end, in any case, with or without a slash at the end; percent-encoded or not. A host, a "
            f"query and a fragment before and behind it are left out. At most {paths.MAX_LENGTH} characters, decoded."
        )
    )


CRUMB = {"id": schema.INTEGER, "title": schema.STRING, "path": schema.STRING, "html_url": schema.URI}
ANSWER = {
    "oneOf": [
        schema.record(
            kind={"type": "string", "const": "page"},
            status={"type": "integer", "const": 200},
            page={
                "description": (
                    "What `meta.type` says: the whole article; a topic or a person as `/api/v2/topics/{slug}/` and "
                    "`/authors/{slug}/` give them; of other types of pages what `/api/v2/pages/{id}/` gives."
                ),
                "anyOf": [
                    *(schema.ref(name) for name in ("ArticleDocument", "TopicDocument", "AuthorDocument")),
                    schema.OBJECT,
                ],
            },
            breadcrumbs=schema.listed(schema.record(**CRUMB))
            | {"description": "From the home page to the page itself; those that are not public are left out."},
            translations=schema.listed(schema.record(**CRUMB, locale=schema.STRING)),
        ),
        schema.record(
            kind={"type": "string", "const": "redirect"},
            status={"type": "integer", "enum": [301, 302]},
            location=schema.URI,
        ),
    ]
}


class ResolveView(WithDiscussions, ArticleDetail):
    """`GET /api/v2/resolve/`: a page whole, a redirect, or how nothing is there.

    A page comes first, then redirects (followed to their end), then 410 for what the public has seen there once, then 404.
    """

    query_parameters = tuple(ResolveParameters().fields)

    @extend_schema(
        summary="What a front-end path leads to",
        operation_id="resolve",
        parameters=[ResolveParameters],
        responses={200: ANSWER},
    )
    def get(self, request: Request) -> Response:
        parameters = ResolveParameters(data=request.query_params.dict())
        parameters.is_valid(raise_exception=True)
        self.asked = parameters.validated_data
        try:
            found = resolving.resolve(request, self.asked["path"])
        except paths.TooLong:
            raise ValidationError({"path": [f"At most {paths.MAX_LENGTH} characters."]}) from None
        except resolving.Gone:
            return Response(errors.body("gone", errors.CODES["gone"], kind="gone", status=410), status=410)
        except resolving.Missing:
            return Response(errors.body("not_found", errors.NOT_FOUND, kind="not_found", status=404), status=404)
        if isinstance(found, OwnPage):
            return self._own_page(found)
        return self._page(found) if isinstance(found, Page) else self._redirect(found)

    def _redirect(self, found: resolving.Destination) -> Response:
        status = 301 if found.permanent else 302
        response = Response({"kind": "redirect", "status": status, "location": found.location})
        # A page, a topic or a person may come to be there, each of them before any redirect.
        response.cache_tags = {"pages", "articles", "topics", "authors", "site", redirects.TAG}
        response.cache_tags |= {f"page:{found.page}"} if found.page else set()
        if found.page is None:
            response.valid_until = timezone.now()  # what nobody of the public may know of can come to be there
        return response

    def _own_page(self, found: OwnPage) -> Response:
        shown, tags = own_pages.whole(found, self.request)
        home = public_pages(self.request).filter(
            url_path__in=[
                root.root_path for root in roots_of_site(self.request) if root.language_code == found.language
            ]
        )
        above = [self._crumb(page) for page in home.select_related("locale")]
        crumb = {"id": found.id, "title": shown["name"], "path": found.path, "html_url": shown["meta"]["html_url"]}
        others = [
            crumb | {"path": urlsplit(other["html_url"]).path, "html_url": other["html_url"], "locale": other["locale"]}
            for other in shown["meta"]["translations"]
        ]
        response = Response(
            {"kind": "page", "status": 200, "page": shown, "breadcrumbs": [*above, crumb], "translations": others}
        )
        response.cache_tags = tags | {"pages"}
        return response

    def _page(self, page: Page) -> Response:
        document, tags = self._document(page)
        around = self._around(page)
        above = [other for other in around if page.path.startswith(other.path)]
        response = Response(
            {
                "kind": "page",
                "status": 200,
                "page": document,
                "breadcrumbs": [self._crumb(other) for other in above],
                "translations": [
                    self._crumb(other) | {"locale": other.locale.language_code}
                    for other in sorted(around, key=lambda other: other.locale.language_code)
                    if other.translation_key == page.translation_key and other.pk != page.pk
                ],
            }
        )
        response.cache_tags = tags | resolving.tags(self.asked["path"]) | place_tags(page)
        response.cache_tags |= {"site"} | {f"page:{other.pk}" for other in around}
        response.last_modified = page.last_published_at
        if not tags:
            response.valid_until = timezone.now()
        return response

    def _document(self, page: Page) -> tuple[dict[str, Any], set[str]]:
        if not issubclass(page.specific_class, ArticlePage):
            return page_document(self.request, page.specific)
        return self.whole(self.article(str(page.pk), None), rich_text_format=self.asked["rich_text_format"])

    def _around(self, page: Page) -> list[Page]:
        """Give the public pages above `page`, itself, and its translations, in the order of the tree; one query."""
        above = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
        chosen = Q(path__in=above) | Q(translation_key=page.translation_key)
        return list(public_pages(self.request).filter(chosen).select_related("locale").order_by("path"))

    def _crumb(self, page: Page) -> dict[str, Any]:
        url = self.address(page)
        return {"id": page.pk, "title": page.title, "path": urlsplit(url).path, "html_url": url}
