"""Structured articles: blocks, claims and their sources."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"

    def ready(self) -> None:
        from articles import signal_handlers

        signal_handlers.connect()
