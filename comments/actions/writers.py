"""Who writes a comment, and what sets them apart on a page."""

from dataclasses import dataclass, replace

from wagtail.models import Page

from comments import authority, bans, hashing, pages, staff, text
from comments.errors import InvalidComment
from comments.histories import Author

LONGEST_NAME = 50


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who writes: a guest with a name and an e-mail address, a signed-in user, or a front end's own user (`visitor`, what is
    stored of them); and from where. `email_is_vouched` says that the front end has seen that the address is theirs.
    """

    name: str = ""
    email: str = ""
    user: object | None = None
    ip_address: str = ""
    visitor: str = ""
    email_is_vouched: bool = False

    @property
    def is_guest(self) -> bool:
        return self.user is None and not self.visitor

    @property
    def owns_email(self) -> bool:
        """Whether the address is known to be theirs."""
        return self.user is not None or self.email_is_vouched

    @property
    def author(self) -> Author:
        """Who that is, as far as it is stored."""
        return Author(
            user=self.user.pk if self.user else None,
            visitor=self.visitor,
            email_hash=hashing.of_email(self.email),
            own_email=self.email if self.owns_email else "",
        )

    @classmethod
    def signed_in(cls, user, *, ip_address: str = "") -> "Writer":
        """Give the writer of an account, under the name that its owner goes by."""
        return cls(name=staff.public_name(user), email=user.email, user=user, ip_address=ip_address)

    def refuse_banned(self, page: Page) -> None:
        """Raise Banned where this writer is, on this page."""
        bans.refuse(
            lambda: page.path,
            emails=(self.email,),
            networks=(hashing.of_address(self.ip_address),),
            user=self.user.pk if self.user else None,
            visitor=self.visitor,
        )


def cleaned(writer: Writer, guests: bool) -> Writer:
    """Give a writer with a name that readers can be shown; raise InvalidComment for one who may not write so."""
    if writer.is_guest and not guests:
        raise InvalidComment("name", "Sign in to comment here.", "sign_in")
    name = text.clean_line(writer.name)
    if text.is_blank(name):
        raise InvalidComment("name", "Give a name for readers to see.", "blank")
    if not writer.is_guest:
        name = name[:LONGEST_NAME]
    if len(name) > LONGEST_NAME:
        raise InvalidComment("name", f"At most {LONGEST_NAME} characters.", "max_length")
    return replace(writer, name=name, email=writer.email.strip())


def role_of(user, page: Page) -> str:
    """Give what sets a writer apart on this page: `moderator`, `author` of the article, or nothing."""
    if user is None:
        return ""
    if user.pk in pages.author_users(page):
        return "author"
    return "moderator" if authority.of(user).may_decide(page) else ""
