"""Readers' comments: threads, rules, decisions and the moderation desk."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "Reader comments"

    def ready(self) -> None:
        from django.db.models.signals import pre_save
        from django_comments_xtd.models import publish_or_unpublish_on_pre_save

        from comments.models import ReaderComment

        # xtd's cascade would publish a rejected reply whenever its parent is saved; visibility is ours (visibility.py).
        pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=ReaderComment)
