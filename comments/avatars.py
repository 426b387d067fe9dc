"""Readers' pictures from this server's own address, so that nobody's browser asks another one for them."""

from collections.abc import Iterable

from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from comments import discussions
from comments.mail import sites
from comments.models import Avatar, DiscussionSettings, ReaderComment

YEAR = 365 * 24 * 60 * 60


def addresses(comments: Iterable[ReaderComment], page: Page) -> dict[str, str]:
    """Give {email_hash: address} of the pictures there are of who wrote these, if the site of the page (as
    discussions.public_page gives it) wants any; one query where any site does."""
    hashes = {comment.email_hash for comment in comments if comment.email_hash} if page.is_pictured else set()
    if not hashes:
        return {}
    wanted = DiscussionSettings.objects.filter(site_id=discussions.site_of(page), avatars=True)
    rows = Avatar.objects.filter(Exists(wanted), email_hash__in=hashes).exclude(picture=b"")
    return {
        hashed: sites.address(reverse("avatar", args=[name])) for hashed, name in rows.values_list("email_hash", "name")
    }


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Give the picture of a name; another picture has another one."""
    found = Avatar.objects.filter(name=name).exclude(picture=b"").values_list("picture", flat=True).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found), content_type="image/webp")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
