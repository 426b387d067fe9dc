"""The addresses of the public files."""

from django.urls import path, re_path

from cms.discovery import comment_feed, feeds, llms, robots, sitemap, twins

# A path of the front end with `.md` behind it, or behind `index.html` where it ends in a slash; what is the server's own
# is no such path.
TWIN = r"^(?!(?:admin|api|documents|media|static)/)(?P<path>(?:[\w\-]+/)*[\w\-]+)(?:/index\.html)?\.md$"

urlpatterns = [
    path("llms.txt", llms.Llms.as_view(), name="llms"),
    re_path(TWIN, twins.Twin.as_view(), name="twin"),
    re_path(r"^feeds/articles\.(?P<kind>rss|atom|json)$", feeds.ArticleFeed.as_view(), name="article_feed"),
    path("feeds/comments/<int:pk>.rss", comment_feed.CommentFeed.as_view(), name="comment_feed"),
    path("robots.txt", robots.Robots.as_view(), name="robots"),
    path("sitemap.xml", sitemap.Sitemap.as_view(), name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.SitemapPart.as_view(), name="sitemap_part"),
]
