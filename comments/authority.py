"""What a user may see and decide of the discussions: the one place that says so, for the desk, the API and the actions.

A moderator holds `comments.moderate_comment` and moderates every page, or is in a group that moderates sections of the page
tree: a page and all below it. What lies outside is to them as if it did not exist. A senior moderator, who moderates every
page and holds `comments.senior_moderator`, also does what concerns no page alone: bans of domains and networks, the rules,
the log. An author of an article sees what is said of it, and decides about it where that is allowed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import Page

from comments import discussions, pages
from comments.models import Ban, ModeratedSection, ReaderComment

MODERATE = "comments.moderate_comment"
SENIOR = "comments.senior_moderator"
AS_AUTHOR = "comments.decide_as_author"

_KEPT = "_comments_authority"


@dataclass(frozen=True, kw_only=True)
class Authority:
    """One user's authority over discussions.

    `everywhere` says that they moderate every page; otherwise `sections` are the topmost pages of what they moderate,
    none where they moderate nothing.
    """

    user: object
    everywhere: bool = False
    is_senior: bool = False
    sections: tuple[Page, ...] = ()

    @property
    def moderates(self) -> bool:
        """Whether they moderate anything."""
        return self.everywhere or bool(self.sections)

    def comments(self, rows: QuerySet[ReaderComment]) -> QuerySet[ReaderComment]:
        """Give those of the comments `rows` that they moderate."""
        return self.within(rows, "page_id")

    def within(self, rows: QuerySet, column: str) -> QuerySet:
        """Give those of `rows` whose `column` is the id of a page that they moderate."""
        return rows if self.everywhere else rows.filter(**{f"{column}__in": self.pages().order_by().values("pk")})

    def pages(self, rows: QuerySet[Page] | None = None) -> QuerySet[Page]:
        """Give those of the pages `rows` (all) that they moderate."""
        rows = Page.objects.all() if rows is None else rows
        if self.everywhere:
            return rows
        inside = Q(pk__in=())
        for section in self.sections:
            inside |= Q(path__startswith=section.path)
        return rows.filter(inside)

    def may_decide(self, page: Page) -> bool:
        """Tell whether they moderate `page`; asks no row."""
        return self.everywhere or any(page.path.startswith(section.path) for section in self.sections)

    def may_see(self, page: Page) -> bool:
        """Tell whether they see every comment on `page`, those that wait included: who moderates it, and its authors."""
        return self.may_decide(page) or self.wrote(page)

    def may_decide_as_author(self, page: Page) -> bool:
        """Tell whether they wrote `page` and may decide about its comments without moderating it: by a permission of theirs,
        or because authors may on this site."""
        return self.wrote(page) and (self.user.has_perm(AS_AUTHOR) or discussions.site_settings(page).authors_decide)

    def section_of(self, page: Page) -> Page | None:
        """Give the section in which they moderate `page`; None where they moderate everything, or not this page."""
        return next((section for section in self.sections if page.path.startswith(section.path)), None)

    def may_ban(self, kind: str, section: Page | None) -> bool:
        """Tell whether they ban this kind (Ban.Kind) in a section, or everywhere (None)."""
        if kind in Ban.WIDE:
            return self.is_senior
        return self.everywhere if section is None else self.may_decide(section)

    def bans(self, rows: QuerySet[Ban]) -> QuerySet[Ban]:
        """Give those of the bans `rows` that they see and lift."""
        rows = self.within(rows, "section_id")
        return rows if self.is_senior else rows.exclude(kind__in=Ban.WIDE)

    def wrote(self, page: Page) -> bool:
        """Tell whether they own `page`, or are among those whom its type names as its authors."""
        if not _is_known(self.user):
            return False
        return page.owner_id == self.user.pk or self.user.pk in pages.author_users(page)


def of(user) -> Authority:
    """Give the authority of a user, kept on the object: one query beside those for permissions, which Django keeps.

    Nobody, somebody anonymous and somebody inactive have none.
    """
    if not _is_known(user):
        return Authority(user=user)
    kept = getattr(user, _KEPT, None)
    if kept is None:
        kept = _found(user)
        setattr(user, _KEPT, kept)
    return kept


def moderators(page: Page | None = None):
    """Give the active users who moderate `page`, or everything where none is given."""
    app_label, codename = MODERATE.split(".")
    users = get_user_model()._default_manager.filter(is_active=True)
    holds = {"content_type__app_label": app_label, "codename": codename}
    by_group = Q(**{f"groups__permissions__{name}": value for name, value in holds.items()})
    by_name = Q(**{f"user_permissions__{name}": value for name, value in holds.items()})
    wanted = Q(is_superuser=True) | by_group | by_name
    if page is not None:
        above = page.get_ancestors(inclusive=True)
        wanted |= Q(groups__moderated_sections__page__in=above)
    return users.filter(pk__in=users.filter(wanted).values("pk"))


def _is_known(user) -> bool:
    return bool(user is not None and user.is_authenticated and user.is_active)


def _found(user) -> Authority:
    if user.has_perm(MODERATE):
        return Authority(user=user, everywhere=True, is_senior=user.has_perm(SENIOR))
    rows = ModeratedSection.objects.filter(group__user=user).select_related("page").order_by("page__path")
    sections = _topmost(row.page for row in rows)
    if any(page.is_root() for page in sections):
        return Authority(user=user, everywhere=True)
    return Authority(user=user, sections=sections)


def _topmost(found: Iterable[Page]) -> tuple[Page, ...]:
    """Give the pages, in the order of the tree, that lie below none of the others."""
    kept: list[Page] = []
    for page in found:
        if not (kept and page.path.startswith(kept[-1].path)):
            kept.append(page)
    return tuple(kept)
