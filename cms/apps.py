"""The roof over the three rooms: settings, urls, API surface, caching."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Evident"

    def ready(self) -> None:
        from cms import checks, front_end, signal_handlers  # noqa: F401  (system checks register themselves on import)

        front_end.connect()
        signal_handlers.connect()
