"""The password of the demo's users: DEMO_PASSWORD, or one generated at the first start and kept beside the database."""

import os
import secrets
from pathlib import Path

FILE = "demo_password"
USERS = ("admin", "editor", "reviewer", "moderator")


def choose(data_dir: Path) -> str:
    """Give the password for users about to be made; one that is generated is kept in `data_dir` for this user only."""
    path = data_dir / FILE
    if given := os.environ.get("DEMO_PASSWORD"):
        path.unlink(missing_ok=True)
        return given
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(9))
    return path.read_text().strip()


def hint(data_dir: Path) -> str:
    """Say how to sign in, for whoever has just started Evident."""
    path = data_dir / FILE
    if path.exists():
        return f"password {path.read_text().strip()}"
    if os.environ.get("DEMO_PASSWORD"):
        return "the password given in DEMO_PASSWORD at the first start"
    return "the password of the first start (.venv/bin/python manage.py changepassword admin sets a new one)"
