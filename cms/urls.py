"""Where everything is."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import health, media
from cms.api import errors
from cms.api.urls import urlpatterns as api_urlpatterns
from cms.discovery.urls import urlpatterns as discovery_urlpatterns
from home import views as home_views

urlpatterns = [
    path("api/v2/", include(api_urlpatterns)),
    path("api/v2/<path:path>", errors.unknown_path),
    re_path(r"^healthz/live/?$", health.live),
    re_path(r"^healthz/(?:ready/?)?$", health.ready),
    *discovery_urlpatterns,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.serve),
    re_path(r"^preview/?$", home_views.preview, name="preview"),
    *i18n_patterns(
        # Named as Wagtail's own view of a page, so that page.full_url is the reader page's address.
        re_path(r"^((?:[\w\-]+/)*)$", home_views.reader, name="wagtail_serve"),
        prefix_default_language=False,
    ),
    # Every other path is the front end's, but for what is the server's own: there a missing slash is put in, or it is a 404.
    re_path(r"^(?!(?:admin|api|healthz|documents|media|static)(?:/|$))(.+)$", home_views.reader),
]

handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"
