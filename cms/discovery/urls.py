"""The addresses of the public files."""

from django.urls import path

from cms.discovery import robots, sitemap

urlpatterns = [
    path("robots.txt", robots.Robots.as_view(), name="robots"),
    path("sitemap.xml", sitemap.Sitemap.as_view(), name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.SitemapPart.as_view(), name="sitemap_part"),
]
