"""Who looks after an article, and where in the admin they do it."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page
from wagtail.users.models import UserProfile

from articles.models import ArticleAuthor, ArticlePage


def owners(pages: Iterable[int]) -> dict[int, AbstractBaseUser]:
    """Give who can be written to about each of these articles, by its id, in two queries.

    That is the page's owner or, where they have left or have no address, the first author with an account. An article
    with nobody is left out.
    """
    ids = list(pages)
    found: dict[int, AbstractBaseUser] = {}
    signed = ArticleAuthor.objects.filter(page__in=ids, author__user__isnull=False).select_related("author__user")
    for row in signed.order_by("-sort_order", "-pk"):
        if _can_be_written_to(row.author.user):
            found[row.page_id] = row.author.user
    for page in ArticlePage.objects.filter(pk__in=ids).select_related("owner").only("pk", "owner"):
        if _can_be_written_to(page.owner):
            found[page.pk] = page.owner
    return found


def own(user: AbstractBaseUser) -> QuerySet[ArticlePage]:
    """Give the live articles that somebody owns or has written; an alias counts with its original."""
    written = ArticleAuthor.objects.filter(page=OuterRef("pk"), author__user=user.pk)
    return ArticlePage.objects.live().filter(Q(owner=user.pk) | Exists(written), alias_of=None)


def _can_be_written_to(user: AbstractBaseUser | None) -> bool:
    return bool(user and user.is_active and user.email)


def path(page: Page, block: str = "") -> str:
    """Give the path of a page's form, opened at one of its blocks."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) + (f"#block-{block}-section" if block else "")


def address(page: Page, block: str = "") -> str:
    """Give the same with its host, as a mail needs it."""
    return f"{(get_admin_base_url() or '').rstrip('/')}{path(page, block)}"


def language(user: AbstractBaseUser) -> str:
    """Give the language in which somebody uses the admin; writes nothing."""
    profile = UserProfile.objects.filter(user=user).first() or UserProfile(user=user)
    return profile.get_preferred_language()
