"""The addresses of the public files."""

from django.urls import path, re_path

from cms.discovery import comment_feed, feeds, robots, sitemap

urlpatterns = [
    re_path(r"^feeds/articles\.(?P<kind>rss|atom|json)$", feeds.ArticleFeed.as_view(), name="article_feed"),
    path("feeds/comments/<int:pk>.rss", comment_feed.CommentFeed.as_view(), name="comment_feed"),
    path("robots.txt", robots.Robots.as_view(), name="robots"),
    path("sitemap.xml", sitemap.Sitemap.as_view(), name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.SitemapPart.as_view(), name="sitemap_part"),
]
