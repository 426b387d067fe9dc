"""Puts the comments, and how their discussion is held, into the form of articles, on a tab of its own."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList

from articles.models import ArticlePage
from comments.admin.page_comments import CommentsPanel
from comments.admin.page_panel import DiscussionPanel


def connect() -> None:
    how = DiscussionPanel(heading=_("How the discussion is held"))
    tab = ObjectList([CommentsPanel(), how], heading=_("Discussion"))
    ArticlePage.edit_handler.children = [*ArticlePage.edit_handler.children, tab]
