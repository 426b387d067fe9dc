"""The addresses of the discussion endpoints."""

from django.urls import path

from comments.api import moderation, public

urlpatterns = [
    path("comments/", public.CommentsView.as_view(), name="comments"),
    path("comments/counts/", public.CountsView.as_view(), name="comment-counts"),
    path("comments/form/", public.FormView.as_view(), name="comment-form"),
    path("comments/<int:pk>/", public.CommentView.as_view(), name="comment"),
    path("comments/<int:pk>/replies/", public.RepliesView.as_view(), name="comment-replies"),
    path("moderation/comments/", moderation.QueueView.as_view(), name="moderation-queue"),
    path("moderation/comments/<int:pk>/", moderation.ModeratedView.as_view(), name="moderation-comment"),
    path(
        "moderation/comments/<int:pk>/decisions/",
        moderation.DecisionsView.as_view(),
        name="moderation-comment-decisions",
    ),
    path("moderation/decisions/", moderation.BulkDecisionsView.as_view(), name="moderation-decisions"),
]
