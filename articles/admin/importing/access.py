"""Who may import where: whoever may add articles there."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from articles.models import ArticleIndexPage

NO_IMAGES = "you may not add pictures to the library: ask somebody who may, or choose one in the editor"


def parents(user: AbstractBaseUser) -> QuerySet[ArticleIndexPage]:
    """Gives the article indexes under which a user may add articles."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
    return ArticleIndexPage.objects.filter(pk__in=pages.order_by().values("pk")).order_by("path")


def may_import_somewhere(user: AbstractBaseUser) -> bool:
    """Whether there is any place for a user's imports."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, {"add"})) and parents(user).exists()


def refusal_of_pictures(user: AbstractBaseUser) -> str:
    """Gives why the pictures of a user's import are left out, or an empty string where they are taken."""
    policy = policy_registry.get_by_type(get_image_model())
    return "" if policy.user_has_permission(user, "add") else NO_IMAGES
