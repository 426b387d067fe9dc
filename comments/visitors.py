"""Reads the signed tokens of front ends' own users (JSON Web Tokens, RFC 7519 and 8725).

Whose token it is says which row of TokenIssuer it is held against; from there on only that row counts: its one algorithm,
its keys, its issuer and audience. A token that names another algorithm, brings a key, or has run out, is nobody's.
"""

from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from comments import readers
from comments.models import TokenIssuer

LONGEST = 8192  # characters of a token
MOST_KEYS = 20
SHORTEST_KEY = 2048  # bits of an RSA modulus
LEEWAY_SECONDS = 30  # how far the clocks of two servers may be apart
LONGEST_SUBJECT = 255


class BadToken(Exception):
    """The token is not to be believed; the message says what to do, and never what it should have been."""


class UnknownKey(BadToken):
    """It names a key that is not among those kept; the front end may have a new one."""

    def __init__(self, issuer: TokenIssuer):
        super().__init__("The token is signed with a key that is not known yet. Try again in a minute.")
        self.issuer = issuer


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """A front end's user. `key` is what is stored of them; `email` is empty unless the front end gives one."""

    key: str
    site_id: int
    name: str
    email: str
    email_is_verified: bool


def looks_like_one(token: str) -> bool:
    """Tell whether a bearer token is a JSON Web Token, rather than one of Wagtail's."""
    return token.startswith("eyJ") and token.count(".") == 2


def read(token: str) -> Visitor:
    """Give the visitor whom a token stands for. Raises BadToken."""
    if len(token) > LONGEST:
        raise BadToken("The token is too long.")
    try:
        named = jwt.decode(token, options={"verify_signature": False}).get("iss")
        issuer = TokenIssuer.objects.filter(issuer=named, is_active=True).first() if isinstance(named, str) else None
        if issuer is None:
            raise BadToken("This site knows nobody who signs such tokens.")
        claims = jwt.decode(
            token,
            _key(token, issuer),
            algorithms=[issuer.algorithm],
            issuer=issuer.issuer,
            audience=issuer.audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        raise BadToken("The token has run out. Sign in again.") from None
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise BadToken("The token is not valid. Sign in again.") from None
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise BadToken("The token does not say whom it stands for.")
    return Visitor(
        key=readers.key_of_visitor(issuer.issuer, subject),
        site_id=issuer.site_id,
        name=_text(claims.get("name") or claims.get("preferred_username"), 200),
        email=_email(claims.get("email")),
        email_is_verified=claims.get("email_verified") is True,
    )


def usable(jwks: Any) -> dict[str, list[dict]]:
    """Give of a JSON Web Key Set what RS256 can use: public RSA keys for signatures that are long enough.

    Raises ValueError, with a sentence for the editor, where there is none.
    """
    keys = jwks.get("keys") if isinstance(jwks, dict) else None
    kept = [key for key in (keys if isinstance(keys, list) else [])[:MOST_KEYS] if _is_usable(key)]
    if not kept:
        raise ValueError("There is no RSA key of 2,048 bits or more for signatures.")
    wanted = ("kty", "n", "e", "kid", "use", "alg")
    return {"keys": [{name: key[name] for name in wanted if name in key} for key in kept]}


def _key(token: str, issuer: TokenIssuer) -> Any:
    if issuer.algorithm == TokenIssuer.Algorithm.HS256:
        if not issuer.secret:
            raise BadToken("This site cannot check such tokens now.")
        return issuer.secret
    kid = jwt.get_unverified_header(token).get("kid")
    keys = issuer.jwks.get("keys", [])
    # A front end with one key need not name it.
    found = [key for key in keys if key.get("kid") == kid] if kid is not None else keys
    if len(found) != 1:
        raise UnknownKey(issuer)
    return jwt.PyJWK(found[0], algorithm="RS256").key


def _is_usable(key: Any) -> bool:
    if not isinstance(key, dict) or key.get("kty") != "RSA" or "d" in key:
        return False
    if key.get("use", "sig") != "sig" or key.get("alg", "RS256") != "RS256" or not isinstance(key.get("kid", ""), str):
        return False
    try:
        public = jwt.PyJWK(key, algorithm="RS256").key
    except (jwt.PyJWTError, ValueError, TypeError):
        return False
    return isinstance(public, RSAPublicKey) and SHORTEST_KEY <= public.key_size <= 4 * SHORTEST_KEY


def _text(value: Any, longest: int) -> str:
    return value[:longest] if isinstance(value, str) else ""


def _email(value: Any) -> str:
    email = _text(value, 254)
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email
