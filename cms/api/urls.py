"""The addresses of the public API, one version of it."""

from django.urls import include, path

from cms.api import articles, changes, resolve, routes, schema, site, subscriptions
from cms.api.router import api_router
from comments.api.urls import urlpatterns as comments_urlpatterns

urlpatterns = [
    path("articles/", articles.ArticlesView.as_view(), name="articles"),
    path("articles/facets/", articles.ArticleFacetsView.as_view(), name="article_facets"),
    path("articles/<str:key>/", articles.ArticleView.as_view(), name="article"),
    path("articles/<str:key>/references/", articles.ArticleReferencesView.as_view(), name="article_references"),
    path("articles/<str:key>/citation/", articles.ArticleCitationView.as_view(), name="article_citation"),
    path("topics/", articles.TopicsView.as_view(), name="topics"),
    path("topics/<str:slug>/", articles.TopicView.as_view(), name="topic"),
    path("authors/", articles.AuthorsView.as_view(), name="authors"),
    path("authors/<str:slug>/", articles.AuthorView.as_view(), name="author"),
    path("preview/", articles.PreviewView.as_view(), name="article_preview"),
    path("references/", articles.ReferencesView.as_view(), name="references"),
    path("references/<int:pk>/", articles.ReferenceView.as_view(), name="reference"),
    path("resolve/", resolve.ResolveView.as_view(), name="resolve"),
    path("routes/", routes.RoutesView.as_view(), name="routes"),
    path("changes/", changes.ChangesView.as_view(), name="changes"),
    *comments_urlpatterns,
    path("subscriptions/", subscriptions.SubscriptionsView.as_view(), name="subscriptions"),
    path("site/", site.SiteView.as_view(), name="site"),
    path("schema/", schema.SchemaView.as_view(), name="schema"),
    path("docs/", schema.DocsView.as_view(), name="docs"),
    path("", include((api_router.get_urlpatterns(), "wagtailapi_v2"), namespace="wagtailapi_v2")),
]
