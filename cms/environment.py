"""Reads the process environment for the settings module, and fails loudly where a value cannot be right."""

import os
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

MAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail", "dummymail")


def flag(name: str, *, default: bool) -> bool:
    """Give the boolean in variable `name`; raise ImproperlyConfigured for anything but 1/0, true/false, yes/no, on/off."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def number(name: str, *, default: int, minimum: int = 0) -> int:
    """Give the whole number in variable `name`; raise ImproperlyConfigured if it is none, or below `minimum`."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from None
    if value < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, not {value}.")
    return value


def words(name: str) -> list[str]:
    """Give the comma-separated words of variable `name`, empty if it is unset."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def url(name: str, *, default: str = "") -> str:
    """Give the http(s) URL in variable `name` without a trailing slash; raise ImproperlyConfigured for anything else."""
    raw = os.environ.get(name, "").strip().rstrip("/") or default
    if raw and not raw.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"{name} must start with http:// or https://, not {raw!r}.")
    return raw


def folder(name: str, *, default: Path) -> Path:
    """Give the folder in variable `name`, made if missing; raise ImproperlyConfigured where that is not allowed."""
    path = Path(os.environ.get(name, "").strip() or default).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} {path} cannot be made: {error.strerror}.") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name} {path} is not writable.")
    return path


def address(name: str, *, schemes: tuple[str, ...]) -> str:
    """Give the address in variable `name`, empty if it is unset; raise ImproperlyConfigured for another scheme."""
    raw = os.environ.get(name, "").strip()
    if raw and raw.partition("://")[0] not in schemes:
        raise ImproperlyConfigured(f"{name} must start with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    return raw


def database(name: str, *, default: Path) -> dict[str, Any]:
    """Give Django's settings for the database in variable `name` (SQLite or PostgreSQL), or for the SQLite file `default`.

    Raises ImproperlyConfigured, without the address: it may hold a password.
    """
    if not address(name, schemes=("postgres", "postgresql", "sqlite")):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
    try:
        return env.db_url(name)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address of a database: {error}.") from None


def mail(name: str) -> dict[str, Any]:
    """Give Django's settings for the mail server in variable `name`, none if it is unset; raise ImproperlyConfigured."""
    if not address(name, schemes=MAIL_SCHEMES):
        return {}
    try:
        return env.email_url(name)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address of a mail server: {error}.") from None


def secret_key(data_dir: Path) -> str:
    """Give SECRET_KEY, or the key kept in `data_dir`, made on first use so that every process of one installation shares it."""
    if key := os.environ.get("SECRET_KEY", "").strip():
        return key
    path = data_dir / "secret_key"
    try:
        if not path.exists():
            _keep(secrets.token_urlsafe(64), path)
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key in {path} cannot be used: {error.strerror}.") from None


def _keep(key: str, path: Path) -> None:
    """Write `key` to `path` unless something is there; a hard link appears whole or not at all, so all processes agree."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
