"""The roots of all sites, kept in the cache until they change.

Wagtail forgets them while the change is under way, so that whoever asks before it is committed puts the old ones back, for
an hour. Here they are kept with a word that each change replaces, also once it is committed; whoever looked them up
under an older word has kept them in vain.
"""

import secrets

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, Site
from wagtail.models.sites import SiteRootPath

from home.models import SiteProfile

ROOTS, WORD = "site-roots", "site-roots-word"
KEPT_SECONDS = 60  # the longest that a process which dies between a commit and its word is not noticed


def known() -> list[SiteRootPath]:
    """Give the roots of all sites in all languages, the most specific first."""
    kept = cache.get_many([WORD, ROOTS])
    word, (said, rows) = kept.get(WORD), kept.get(ROOTS, ("", []))
    if word is None:
        word = cache.get_or_set(WORD, secrets.token_hex, None)
    if said != word:
        rows = [tuple(root) for root in _asked()]
        cache.set(ROOTS, (word, rows), KEPT_SECONDS)
    return [SiteRootPath(*row) for row in rows]


def _asked() -> list[SiteRootPath]:
    sites = Site.objects.select_related("root_page").order_by("-root_page__url_path", "-is_default_site", "hostname")
    tops = Page.objects.filter(translation_key__in=[site.root_page.translation_key for site in sites]).order_by("path")
    found = list(tops.values_list("translation_key", "url_path", "locale__language_code"))
    return [
        SiteRootPath(site.pk, url_path, site.root_url, language)
        for site in sites
        for key, url_path, language in found
        if key == site.root_page.translation_key
    ]


def forget(**kwargs: object) -> None:
    """Have the roots looked up anew: by this transaction now, by all others once it is committed."""
    _say_another_word()
    transaction.on_commit(_say_another_word)


def _say_another_word() -> None:
    cache.set(WORD, secrets.token_hex(), None)


def connect() -> None:
    Site.get_site_root_paths = staticmethod(known)
    Site.clear_site_root_paths_cache = staticmethod(forget)
    for signal in (post_save, post_delete):
        for model in (SiteProfile, Locale):
            signal.connect(forget, sender=model, dispatch_uid=f"cms.site_roots.{model.__name__}.{id(signal)}")
