"""The names and addresses of those who work here, which nobody else may write under."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from comments import names
from comments.errors import InvalidComment

MOST = 1000  # accounts that are looked at


def public_name(user) -> str:
    """Give the name that an account goes by in discussions: no address, as which some user names are written."""
    return user.get_full_name() or user.get_username().partition("@")[0]


def refuse_pretence(*, name: str, email: str, owns_email: bool) -> None:
    """Raise InvalidComment where somebody without an account here writes as if they worked here.

    `owns_email` says that the address is known to be theirs: then it, and the name that goes with it, are no pretence.
    """
    written = names.skeletons(name)
    address = email.strip().casefold()
    if any(written & names.skeletons(reserved) for reserved in names.RESERVED):
        raise InvalidComment("name", "Choose another name: this one speaks for the site.", "reserved")
    for member in _members():
        is_theirs = bool(address) and member.email.casefold() == address
        if is_theirs and owns_email:
            return
        if is_theirs:
            raise InvalidComment(
                "email", "This address belongs to an account here: sign in, or give another.", "reserved"
            )
        if written & names.skeletons(public_name(member)):
            raise InvalidComment(
                "name", "Somebody who works here goes by this name: sign in, or choose another.", "reserved"
            )


def _members():
    """Give the accounts that may enter the admin, in one query."""
    entering = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    users = get_user_model()
    permission = users._meta.get_field("user_permissions").related_model.objects.filter(entering).values("pk")
    may_enter = Q(is_superuser=True) | Q(user_permissions__in=permission) | Q(groups__permissions__in=permission)
    rows = users.objects.filter(pk__in=users.objects.filter(may_enter, is_active=True).values("pk"))
    return rows.only("pk", "email", "username", "first_name", "last_name")[:MOST]
