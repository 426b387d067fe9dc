"""Pictures of readers, fetched from Gravatar for sites that want them."""

import secrets

from django.db import models


def new_name() -> str:
    """Give a name that nobody can guess and that says nothing of whose picture it is."""
    return secrets.token_urlsafe(16)


class Avatar(models.Model):
    """What Gravatar has for one e-mail address, known here by its keyed hash; `picture` is empty where it has nothing.

    Another picture gets another name, so that browsers may keep what they have for ever. Written by actions.avatars alone.
    """

    email_hash = models.CharField(max_length=64, unique=True, help_text="As of comments.")
    name = models.CharField(max_length=22, unique=True, default=new_name)
    picture = models.BinaryField(blank=True, help_text="WebP, at most 96 pixels wide and high.")
    fetched_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Avatar {self.pk}"
