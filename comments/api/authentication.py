"""Signs front ends' own users in by the tokens that these sign."""

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from comments import actions, visitors


class VisitorAuthentication(BaseAuthentication):
    """Takes `Authorization: Bearer <JSON Web Token>`. A visitor is no user of this site: `request.auth` has them alone."""

    def authenticate(self, request: Request):
        words = get_authorization_header(request).split()
        token = words[1].decode("ascii", "replace") if len(words) == 2 and words[0].lower() == b"bearer" else ""
        if not visitors.looks_like_one(token):
            return None
        try:
            return AnonymousUser(), visitors.read(token)
        except visitors.UnknownKey as error:
            if request.method not in SAFE_METHODS:  # a GET writes nothing
                actions.want_keys(error.issuer.pk)
            raise AuthenticationFailed(str(error)) from None
        except visitors.BadToken as error:
            raise AuthenticationFailed(str(error)) from None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class VisitorScheme(OpenApiAuthenticationExtension):
    """How the document names these tokens."""

    target_class = "comments.api.authentication.VisitorAuthentication"
    name = "visitorToken"

    def get_security_definition(self, auto_schema):
        description = "A JSON Web Token that a front end signs for its own user (Settings › Sign-ins of front ends)."
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": description}
