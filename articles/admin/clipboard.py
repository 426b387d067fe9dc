"""Copies a block from one article's form, and hands it to that of another, for each person the last one."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.blocks import StreamBlock

from articles.models import ArticlePage, CopiedBlock

MAX_LENGTH = 1_000_000  # characters of a block's form


class Refused(Exception):
    """What was asked for cannot be copied or pasted; the message says why."""


def body_block() -> StreamBlock:
    return ArticlePage._meta.get_field("body").stream_block


@method_decorator(never_cache, name="dispatch")
class CopiedView(View):
    """What is copied: GET tells it, POST replaces it by the block whose form is sent."""

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"copied": told(CopiedBlock.objects.filter(user=request.user).first())})

    def post(self, request: HttpRequest) -> JsonResponse:
        try:
            return JsonResponse({"copied": told(keep(request))})
        except Refused as refusal:
            return JsonResponse({"message": str(refusal)}, status=400)


@method_decorator(never_cache, name="dispatch")
class PasteView(View):
    """What is copied as the form of another article takes it, under ids of its own."""

    def get(self, request: HttpRequest) -> JsonResponse:
        copied = CopiedBlock.objects.filter(user=request.user).first()
        if copied is None:
            return JsonResponse({"message": _("Nothing is copied yet. Copy a block first.")}, status=404)
        child = body_block().child_blocks.get(copied.type)
        if child is None:
            message = _("“%(title)s” is a kind of block that articles no longer have.") % {"title": copied.title}
            return JsonResponse({"message": message}, status=409)
        value = child.to_python(with_own_ids(copied.value))
        return JsonResponse(told(copied) | {"state": child.get_form_state(value)})


def keep(request: HttpRequest) -> CopiedBlock:
    """Keep the block whose form was posted, in place of what its user had copied before; raises Refused."""
    posted = request.POST
    child = body_block().child_blocks.get(posted.get("copied_type", ""))
    prefix = posted.get("copied_prefix", "")
    if child is None or not prefix:
        raise Refused(_("This kind of block cannot be copied."))
    if sum(len(value) for values in posted.lists() for value in values[1]) > MAX_LENGTH:
        raise Refused(_("This block is too long to be copied."))
    try:
        value = child.get_prep_value(child.normalize(child.value_from_datadict(posted, request.FILES, prefix)))
    except (LookupError, TypeError, ValueError, ValidationError):
        raise Refused(_("This block came incomplete. Load the page again, and copy it then.")) from None
    row, _created = CopiedBlock.objects.update_or_create(
        user=request.user,
        defaults={
            "type": posted["copied_type"],
            "value": value,
            "title": posted.get("copied_title", "")[:100] or str(child.label),
            "source": posted.get("copied_source", "")[:255],
        },
    )
    return row


def told(copied: CopiedBlock | None) -> dict[str, Any] | None:
    """Give what an editor is told of what is copied."""
    return copied and {"type": copied.type, "title": copied.title, "source": copied.source}


def with_own_ids(raw: Any) -> Any:
    """Give a raw value in which every item of a list has a new id, and everything else is as it was."""
    if isinstance(raw, list):
        return [with_own_ids(item) for item in raw]
    if not isinstance(raw, dict):
        return raw
    renewed = {name: with_own_ids(member) for name, member in raw.items()}
    return renewed | {"id": str(uuid.uuid4())} if raw.get("type") == "item" and "id" in raw else renewed


def urls() -> list[URLPattern]:
    return [
        path("articles/copied-block/", CopiedView.as_view(), name="articles_copied_block"),
        path("articles/copied-block/paste/", PasteView.as_view(), name="articles_paste_block"),
    ]
