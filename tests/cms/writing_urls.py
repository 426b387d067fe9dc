"""The addresses of a site that runs with WRITE_API=1."""

from cms.urls import handler404, handler500
from cms.urls import urlpatterns as public_urlpatterns
from cms.writing.urls import urlpatterns as writing_urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]

urlpatterns = [*writing_urlpatterns, *public_urlpatterns]
