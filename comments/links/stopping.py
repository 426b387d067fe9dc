"""What the token of a link to stop mails is about."""

from dataclasses import dataclass

from comments import actions
from comments.mail import tokens
from comments.models import Following, ReaderAddress


@dataclass(frozen=True)
class Stop:
    """Whose mails would stop, and what they are about: `following` is None for all of them, and for what has stopped."""

    address: ReaderAddress | None
    following: Following | None
    everything: bool


def read(token: str) -> Stop:
    """Give what a token is about; raise BadToken for one that is not to stop mails."""
    number, everything = _read(token)
    if everything:
        return Stop(ReaderAddress.objects.filter(pk=number).first(), None, everything=True)
    following = Following.objects.filter(pk=number).select_related("address", "page", "site").first()
    return Stop(following.address if following else None, following, everything=False)


def stop(token: str) -> None:
    """Do what a token says; raise BadToken for one that is not to stop mails."""
    number, everything = _read(token)
    if everything:
        actions.refuse(number)
    else:
        actions.unfollow(number)


def _read(token: str) -> tuple[int, bool]:
    try:
        return tokens.read(tokens.Purpose.STOP_FOLLOWING, token), False
    except tokens.BadToken as error:
        if error.code == "expired":
            raise
    return tokens.read(tokens.Purpose.STOP_ALL, token), True
