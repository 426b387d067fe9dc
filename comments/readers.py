"""Who reacts: recognised again without being known.

A reader is, in this order, the account that is signed in, the subject of a front end's own token, a random id that a front
end keeps in the browser (X-Reader), or else the network that asks. Only keyed hashes of any of these are stored.
"""

from dataclasses import dataclass
from typing import Any

from comments import hashing

ACCOUNT, VISITOR, BROWSER, NETWORK = "account", "visitor", "browser", "network"
LONGEST_KEY = 80  # the kind, a colon and 64 hexadecimal digits fit


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One reader. `key` is what is stored, `network` the keyed hash of where they ask from, `user` their account here.

    `email` is the address that the front end vouches for; it is not stored with what they do.
    """

    key: str
    network: str
    user: Any = None
    email: str = ""

    @property
    def visitor(self) -> str:
        """What is stored of the account that a front end vouches for, empty for all other readers."""
        return self.key if self.key.startswith(f"{VISITOR}:") else ""

    @property
    def has_account(self) -> bool:
        """Whether somebody vouches for them: this site, or the front end whose token they bring."""
        return self.key.startswith((f"{ACCOUNT}:", f"{VISITOR}:"))

    @property
    def is_made_up(self) -> bool:
        """Whether anybody could be as many such readers as they like."""
        return self.key.startswith(f"{BROWSER}:")


def of_account(user: Any, *, ip_address: str) -> Reader:
    """Give the reader that an account of this site is."""
    return Reader(key=_key(ACCOUNT, user.pk), network=hashing.of_address(ip_address), user=user)


def of_browser(name: str, *, ip_address: str) -> Reader:
    """Give the reader that keeps this random id."""
    return Reader(key=_key(BROWSER, name), network=hashing.of_address(ip_address))


def of_network(ip_address: str) -> Reader:
    """Give the reader that everybody from this network is."""
    network = hashing.of_address(ip_address)
    return Reader(key=f"{NETWORK}:{network}", network=network)


def key_of_visitor(issuer: str, subject: str) -> str:
    """Give what is stored of a front end's own user."""
    return _key(VISITOR, issuer, subject)


def of_visitor(key: str, *, email: str, ip_address: str) -> Reader:
    """Give the reader that a front end's own user is (key_of_visitor)."""
    return Reader(key=key, network=hashing.of_address(ip_address), email=email)


def _key(kind: str, *parts: object) -> str:
    return f"{kind}:{hashing.of_fields(kind, *parts)}"
