"""Keyed hashes of what readers entrust to us: the same input is recognised again, and nobody can read it back."""

from django.utils.crypto import salted_hmac

from comments.networks import network


def of_email(address: str) -> str:
    """Give the hash of an e-mail address, the same for any case; empty for none."""
    return _hash("email", address.strip().casefold())


def of_address(ip_address: str) -> str:
    """Give the hash of the network that an address is of (networks.py); empty for none."""
    return _hash("ip", network(ip_address.strip()))


def of_text(text: str) -> str:
    """Give the hash of a comment's words, the same whatever their case and spacing."""
    return _hash("text", " ".join(text.casefold().split()))


def of_fields(*fields: object) -> str:
    """Give the hash of a tuple of values, each kept apart from the next."""
    return _hash("fields", repr(tuple(str(field) for field in fields)))


def _hash(kind: str, value: str) -> str:
    return salted_hmac(f"comments.{kind}", value, algorithm="sha256").hexdigest() if value else ""
