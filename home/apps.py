"""The site itself: its pages, people, settings, navigation and the reader page."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Site"
