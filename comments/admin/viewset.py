"""The addresses of the desk, under /admin/comments/."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from comments.admin.deciding import DecideView
from comments.admin.detail import CommentView
from comments.admin.listing import QueueView
from comments.admin.openness import DiscussionView


class DeskViewSet(ViewSet):
    """The queue, its results alone, decisions, one comment, and one page's discussion."""

    name = "reader_comments"
    url_prefix = "comments"
    icon = "comment"

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(QueueView), name="index"),
            path("results/", self.construct_view(QueueView, results_only=True), name="index_results"),
            path("decide/", self.construct_view(DecideView), name="decide"),
            path("<int:pk>/", self.construct_view(CommentView), name="detail"),
            path("discussions/<int:page_id>/", self.construct_view(DiscussionView), name="discussion"),
        ]
