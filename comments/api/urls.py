"""The addresses of the discussion endpoints."""

from django.urls import path

from comments.api import bans, filters, mail, moderating, moderation, own, public, reactions, rendering, rules

urlpatterns = [
    path("comments/", public.CommentsView.as_view(), name="comments"),
    path("comments/counts/", public.CountsView.as_view(), name="comment-counts"),
    path("comments/form/", public.FormView.as_view(), name="comment-form"),
    path("comments/preview/", rendering.PreviewView.as_view(), name="comment-preview"),
    path("comments/mine/", own.MineView.as_view(), name="comments-mine"),
    path("comments/confirm/", mail.ConfirmView.as_view(), name="comment-confirm"),
    path("comments/unfollow/", mail.UnfollowView.as_view(), name="comment-unfollow"),
    path("comments/<int:pk>/", public.CommentView.as_view(), name="comment"),
    path("comments/<int:pk>/replies/", public.RepliesView.as_view(), name="comment-replies"),
    path("comments/<int:pk>/context/", public.ContextView.as_view(), name="comment-context"),
    path("comments/<int:pk>/reactions/<str:value>/", reactions.ReactionView.as_view(), name="comment-reaction"),
    path("comments/<int:pk>/flags/", reactions.FlagsView.as_view(), name="comment-flags"),
    path("articles/<int:pk>/like/", reactions.ArticleLikeView.as_view(), name="article-like"),
    path("moderation/comments/", moderation.QueueView.as_view(), name="moderation-queue"),
    path("moderation/comments/<int:pk>/", moderation.ModeratedView.as_view(), name="moderation-comment"),
    path(
        "moderation/comments/<int:pk>/decisions/",
        moderation.DecisionsView.as_view(),
        name="moderation-comment-decisions",
    ),
    path("moderation/comments/<int:pk>/words/", moderating.WordsView.as_view(), name="moderation-words"),
    path("moderation/comments/<int:pk>/replies/", moderating.AnswersView.as_view(), name="moderation-replies"),
    path("moderation/comments/<int:pk>/feature/", moderating.FeatureView.as_view(), name="moderation-feature"),
    path("moderation/comments/<int:pk>/closure/", moderating.ClosureView.as_view(), name="moderation-closure"),
    path("moderation/comments/<int:pk>/handling/", moderating.HandlingView.as_view(), name="moderation-handling"),
    path("moderation/comments/<int:pk>/author/", moderating.AuthorView.as_view(), name="moderation-author"),
    path("moderation/comments/<int:pk>/author/ban/", moderating.AuthorBanView.as_view(), name="moderation-author-ban"),
    path(
        "moderation/comments/<int:pk>/author/trust/",
        moderating.AuthorTrustView.as_view(),
        name="moderation-author-trust",
    ),
    path("moderation/reasons/", moderating.ReasonsView.as_view(), name="moderation-reasons"),
    path("moderation/filters/", filters.FiltersView.as_view(), name="moderation-filters"),
    path("moderation/filters/<int:pk>/", filters.FilterView.as_view(), name="moderation-filter"),
    path("moderation/bans/", bans.BansView.as_view(), name="moderation-bans"),
    path("moderation/bans/<int:pk>/", bans.BanView.as_view(), name="moderation-ban"),
    path("moderation/rules/", rules.RulesView.as_view(), name="moderation-rules"),
    path("moderation/rules/try/", rules.TryView.as_view(), name="moderation-rules-try"),
    path("moderation/stats/", moderation.StatsView.as_view(), name="moderation-stats"),
    path("moderation/seen/", moderation.SeenView.as_view(), name="moderation-seen"),
    path("moderation/decisions/", moderation.BulkDecisionsView.as_view(), name="moderation-decisions"),
]
