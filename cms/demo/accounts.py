"""The demo's accounts: an administrator, an editor, a medical reviewer and a moderator with one password."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from home.models import User


def make_accounts(accounts: Mapping[str, Mapping[str, Any]], password: str) -> dict[str, User]:
    """Give the users by their names; one that exists already stays as it is, its password included."""
    hashed = make_password(password)  # once: hashing is slow on purpose
    return {username: _account(username, account, hashed) for username, account in accounts.items()}


def _account(username: str, account: Mapping[str, Any], hashed: str) -> User:
    group = account.get("group")
    user, created = User.objects.get_or_create(
        username=username,
        defaults={
            "first_name": account["first_name"],
            "last_name": account["last_name"],
            "email": account["email"],
            "password": hashed,
            "is_superuser": group is None,
            "is_staff": group is None,
        },
    )
    if created and group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user
