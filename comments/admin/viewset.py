"""The addresses of the desk, under /admin/comments/."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from comments.admin.bulk import ConfirmView, RunView, TakeBackView
from comments.admin.conversation import ConversationView
from comments.admin.deciding import DecideView, RejectView
from comments.admin.detail import CommentView
from comments.admin.listing import QueueView
from comments.admin.mailed import MailedView
from comments.admin.moderating import ModeratingView
from comments.admin.openness import DiscussionPartView, DiscussionView
from comments.admin.page_comments import PageCommentsView
from comments.admin.refreshing import RefreshView
from comments.admin.saved_filters import ForgetFilterView, SaveFilterView


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
            path("reject/", self.construct_view(RejectView), name="reject"),
            path("bulk/", self.construct_view(ConfirmView), name="bulk"),
            path("bulk/<int:pk>/", self.construct_view(RunView), name="bulk_run"),
            path("bulk/<int:pk>/take-back/", self.construct_view(TakeBackView), name="bulk_take_back"),
            path("refresh/", self.construct_view(RefreshView), name="refresh"),
            path("filters/save/", self.construct_view(SaveFilterView), name="save_filter"),
            path("filters/<int:pk>/delete/", self.construct_view(ForgetFilterView), name="forget_filter"),
            path("<int:pk>/conversation/", self.construct_view(ConversationView), name="conversation"),
            path("mailed/", self.construct_view(MailedView), name="mailed"),
            path("<int:pk>/do/<slug:what>/", self.construct_view(ModeratingView), name="moderating"),
            path("<int:pk>/", self.construct_view(CommentView), name="detail"),
            path("pages/<int:page_id>/", self.construct_view(PageCommentsView), name="of_page"),
            path("discussions/<int:page_id>/", self.construct_view(DiscussionView), name="discussion"),
            path("discussions/<int:page_id>/part/", self.construct_view(DiscussionPartView), name="discussion_part"),
        ]
