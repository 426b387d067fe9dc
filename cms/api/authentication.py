"""Signs API clients in by Wagtail's API tokens."""

from django.utils import timezone
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from wagtail.models import APIToken


class TokenAuthentication(BaseAuthentication):
    """Takes `Authorization: Bearer <token>`, the token one of Wagtail's (Users → API tokens, or `manage.py api_tokens`)."""

    TOUCH_EVERY_SECONDS = 60

    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        token = words[1].decode("ascii", "replace") if len(words) == 2 else ""
        if not APIToken.validate_token_format(token):
            raise exceptions.AuthenticationFailed("This API token is not valid.")
        row = (
            APIToken.objects.select_related("user")
            .filter(key_hash__in=APIToken.candidate_key_hashes(token), revoked_at__isnull=True, user__is_active=True)
            .first()
        )
        if row is None:
            raise exceptions.AuthenticationFailed("This API token is not valid.")
        now = timezone.now()
        if row.last_used_at is None or (now - row.last_used_at).total_seconds() >= self.TOUCH_EVERY_SECONDS:
            APIToken.objects.filter(pk=row.pk).update(last_used_at=now)
        return row.user, row

    def authenticate_header(self, request):
        return "Bearer"
