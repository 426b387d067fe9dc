"""Where everything is."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import health, media
from cms.api import errors
from cms.api.urls import urlpatterns as api_urlpatterns
from cms.discovery.urls import urlpatterns as discovery_urlpatterns
from cms.metrics.views import metrics
from comments import avatars as comment_avatars
from comments import widget
from comments.links.urls import urlpatterns as links_urlpatterns
from home import views as home_views

writing_urlpatterns: list = []
if settings.WRITE_API:
    from cms.writing.urls import urlpatterns as writing_urlpatterns

urlpatterns = [
    *writing_urlpatterns,
    path("api/v2/", include(api_urlpatterns)),
    re_path(r"^api/v[23]/(?P<path>.*)$", errors.unknown_path),
    re_path(r"^healthz/live/?$", health.live),
    re_path(r"^healthz/(?:ready/?)?$", health.ready),
    re_path(r"^metrics/?$", metrics),
    *discovery_urlpatterns,
    *links_urlpatterns,
    path("embed/comments.js", widget.entry, name="embed_comments"),
    re_path(r"^embed/(?P<of_version>[0-9a-f]{16})/(?P<name>(?:(?:words|asked)/)?[\w-]+\.(?:js|css))$", widget.part),
    path("avatars/<str:name>.webp", comment_avatars.picture, name="avatar"),
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
    re_path(r"^(?!(?:admin|api|healthz|metrics|documents|media|static)(?:/|$))(.+)$", home_views.reader),
]

handler400 = "cms.views.bad_request"
handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"
