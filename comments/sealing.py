"""Secrets that this server signs or checks with: sealed in the database, so that a dump of it gives none away.

What seals them is derived from SECRET_KEY, which is no row. Whoever sets another one gives the old one in Django's
SECRET_KEY_FALLBACKS, or gives out new secrets: what was sealed with a key that is gone can be read by nobody.
"""

import base64
import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

SEALED = "sealed:"  # what a sealed value begins with in the database

logger = logging.getLogger(__name__)


class Unreadable(str):
    """What stands for a secret whose key is gone: an empty one, which is stored as it was found."""

    sealed: str


def seal(secret: str) -> str:
    """Give a secret as it is stored; "" stays "", and what cannot be read stays as it is."""
    if isinstance(secret, Unreadable):
        return secret.sealed
    return f"{SEALED}{_keys().encrypt(secret.encode()).decode()}" if secret else ""


def unseal(stored: str) -> str:
    """Give a stored secret; "" where SECRET_KEY is no longer the one that sealed it. One that is not sealed is as it is."""
    if not stored.startswith(SEALED):
        return stored
    try:
        return _keys().decrypt(stored.removeprefix(SEALED).encode()).decode()
    except InvalidToken:
        logger.warning("A secret cannot be read: it was sealed with another SECRET_KEY.")
        secret = Unreadable()
        secret.sealed = stored
        return secret


class SealedField(models.TextField):
    """A secret that is plain in Python and sealed in the database, in fixtures too; no lookup finds it by its value."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return value if value is None else unseal(value)

    def get_prep_value(self, value: object) -> str | None:
        return value if value is None else seal(value if isinstance(value, str) else str(value))

    def to_python(self, value: object) -> object:
        return unseal(value) if isinstance(value, str) and not isinstance(value, Unreadable) else value

    def value_to_string(self, obj: models.Model) -> str:
        return seal(self.value_from_object(obj))

    def formfield(self, **kwargs: object) -> forms.Field:
        return super().formfield(**{"widget": forms.TextInput} | kwargs)


def _keys() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [salted_hmac("comments.sealing", "secrets", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
