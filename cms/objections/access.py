"""Who may answer objections: whoever edits the article; what readers see at once, whoever publishes it."""

from dataclasses import dataclass

from articles.models import ArticlePage
from comments import authority
from comments.models import Objection


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What one user may do about what readers say of one article."""

    may_edit: bool
    may_publish: bool
    may_moderate: bool

    def may_reopen(self, objection: str) -> bool:
        """Tell whether they may take this answer back: readers miss a note that is taken back."""
        return self.may_publish if objection == Objection.ADDRESSED else self.may_edit


def of(user, page: ArticlePage) -> Rights:
    """Give the rights of `user` on `page`."""
    permissions = page.permissions_for_user(user)
    return Rights(
        may_edit=permissions.can_edit(),
        may_publish=permissions.can_publish(),
        may_moderate=authority.of(user).may_decide(page),
    )
