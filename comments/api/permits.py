"""What a post brings along beside its words: who writes, the form's token and work, the trap, and the key of a retry."""

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from wagtail.models import Page

from comments import actions, discussions, proof_of_work, staff, tokens
from comments.api import clients
from comments.errors import InvalidComment
from comments.visitors import Visitor

LONGEST_KEY = 255
UNSOLVED = {
    "required": "This site asks browsers for some work first: solve what the form has as altcha, and send the solution.",
    "invalid": "This does not solve what the form has as altcha.",
    "expired": "The form is out of date. Open it again and send once more.",
    "used": "This was sent with another comment. Open the form again and send once more.",
}


def known_reader(request: Request, page: Page) -> dict[str, str] | None:
    """Give {name} of who asks, as readers would see it, None for a guest; a token for another site is a guest's."""
    if request.user.is_authenticated:
        return {"name": staff.public_name(request.user)}
    found = request.auth if isinstance(request.auth, Visitor) else None
    return {"name": found.name} if found and found.site_id == discussions.site_of(page) else None


def writer(request: Request, sent: dict, page: Page) -> actions.Writer:
    """Give who writes: the account, else the front end's user, else a guest; raise ValidationError for one without a name."""
    address = clients.ip_address(request)
    if request.user.is_authenticated:
        return actions.Writer.signed_in(request.user, ip_address=address)
    if visitor := clients.visitor(request, page):
        name = visitor.name or sent.get("name") or ""
        return actions.Writer(
            name=name,
            email=visitor.email,
            visitor=visitor.key,
            ip_address=address,
            email_is_vouched=visitor.email_is_verified,
        )
    missing = {field: ["This field is needed."] for field in ("name", "email") if not (sent.get(field) or "").strip()}
    if missing:
        raise ValidationError(missing, code="required")
    return actions.Writer(name=sent["name"], email=sent["email"], ip_address=address)


def trap(sent: object) -> str:
    """Give what was filled into the field that people leave empty."""
    value = sent.get(tokens.HONEYPOT, "") if isinstance(sent, dict) else ""
    return str(value)[:100] if value else ""


def seconds(token: str, page_id: int, work: str | None) -> float:
    """Give the seconds since the form was asked for; `work` is the solution to spend, None where none is wanted.

    Raises InvalidComment for a token or a solution that is not good.
    """
    try:
        since_form = tokens.seconds_since_form(token, page_id)
        if work is not None:
            proof_of_work.spend(work, page_id)
        return since_form
    except proof_of_work.BadSolution as error:
        raise InvalidComment("altcha", UNSOLVED[error.code], error.code) from None
    except tokens.BadFormToken as error:
        raise InvalidComment(
            "form_token", "The form is out of date. Open it again and send once more.", error.code
        ) from None


def idempotency_key(request: Request) -> str:
    """Give the key under which a retry is recognised, empty for none; raise ValidationError for what is no key."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise ValidationError({"Idempotency-Key": [f"At most {LONGEST_KEY} printable characters."]})
    return key
