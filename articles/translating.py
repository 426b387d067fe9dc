"""What a translation and the article that it translates have to do with each other."""

from django.conf import settings
from wagtail.coreutils import get_supported_content_language_variant

from articles.models import ArticlePage, ChangeNote

MOST = 20


def original_of(page: ArticlePage) -> ArticlePage | None:
    """Give the live article that `page` translates: the one in the site's default language; None for that one itself."""
    default = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    if not page.pk or page.locale.language_code == default:
        return None
    others = ArticlePage.objects.live().filter(translation_key=page.translation_key, alias_of=None)
    return others.filter(locale__language_code=default).exclude(pk=page.pk).defer("body").first()


def changes_missed(page: ArticlePage, original: ArticlePage) -> list[ChangeNote]:
    """Give what readers of the original were told of its changes since the translation was last published, latest first.

    A translation that readers have never seen has missed nothing: it is made from the original as it is.
    """
    if page.last_published_at is None:
        return []
    notes = ChangeNote.objects.filter(page=original, at__gt=page.last_published_at)
    return list(notes.order_by("-at", "-pk")[:MOST])
