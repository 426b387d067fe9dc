"""Reports in the admin's Reports menu."""

from django.urls import URLPattern, path

from articles.reports import retracted

__all__ = ["retracted", "urls"]


def urls() -> list[URLPattern]:
    """Give the addresses of the reports, below the admin's."""
    return [
        path("reports/retracted-sources/", retracted.RetractedSourcesView.as_view(), name=retracted.INDEX),
        path(
            "reports/retracted-sources/results/",
            retracted.RetractedSourcesView.as_view(results_only=True),
            name=retracted.RESULTS,
        ),
    ]
