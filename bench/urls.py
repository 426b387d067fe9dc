"""The product's addresses, and beside them Wagtail's own v2 API without anything of ours, to compare with."""

from django.urls import include, path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from cms.urls import urlpatterns as product


class BarePages(PagesAPIViewSet):
    """Wagtail's detail of a page with the fields that a front end needs of an article, as its documentation adds them."""

    body_fields = [*PagesAPIViewSet.body_fields, "summary", "body", "published_at", "updated_at"]


bare = WagtailAPIRouter("bare")
bare.register_endpoint("pages", BarePages)

urlpatterns = [path("bare/", include((bare.get_urlpatterns(), "bare"), namespace="bare")), *product]
