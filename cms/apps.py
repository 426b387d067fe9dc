"""The roof over the three rooms: settings, urls, API surface, caching."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Evident"

    def ready(self) -> None:
        # System checks register themselves on import.
        from cms import checks, discussion_tab, front_end, mailing, moves, signal_handlers, site_roots  # noqa: F401
        from cms.writing import shapes

        shapes.register()
        front_end.connect()
        mailing.connect()
        discussion_tab.connect()
        site_roots.connect()
        moves.connect()
        signal_handlers.connect()
