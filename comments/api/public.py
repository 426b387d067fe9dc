"""What readers and their front ends ask of discussions. Each view parses, calls one thing and answers."""

from functools import partial

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from comments import actions, discussions, tokens
from comments.api import clients, documents, listing, parameters, serializers
from comments.api.endpoints import Endpoint
from comments.errors import CommentNotFound, EditRefused, InvalidComment
from comments.models import ReaderComment

NO_STORE = {"Cache-Control": "no-store"}
LONGEST_KEY = 255


class PublicView(Endpoint):
    """Reads are anonymous; writes know who is signed in. Only the declared query parameters are taken."""

    public = True

    def get_authenticators(self):
        reading = self.request is not None and self.request.method in SAFE_METHODS
        return [] if reading else super().get_authenticators()


class CommentsView(PublicView):
    """The threads of a page, and posting to it."""

    query_parameters = frozenset({"page", "order", "block", "limit", "cursor"})

    @extend_schema(
        operation_id="comments_list",
        summary="Threads of a page",
        parameters=[
            OpenApiParameter("page", OpenApiTypes.INT, required=True),
            OpenApiParameter("order", enum=listing.ORDERS, default="oldest"),
            OpenApiParameter("block", description="Only threads about this block."),
            OpenApiParameter("limit", OpenApiTypes.INT, default=parameters.DEFAULT_LIMIT),
            OpenApiParameter("cursor", description="`meta.next_cursor` of the page before."),
        ],
        responses={200: serializers.ThreadsSerializer},
    )
    def get(self, request: Request) -> Response:
        page = discussions.public_page(parameters.identifier(request, "page", required=True))
        block = request.query_params.get("block", "")[:36]
        roots, next_cursor = listing.threads(
            page.pk,
            order=parameters.choice(request, "order", listing.ORDERS, default="oldest"),
            block=block,
            limit=parameters.limit(request),
            cursor=request.query_params.get("cursor", ""),
        )
        known = discussions.summary_as_read(page)
        totals = listing.totals(page.pk, block) if block else (known.comment_count, known.thread_count)
        meta = {
            "total_count": totals[0],
            "thread_count": totals[1],
            "next_cursor": next_cursor,
            "is_open": known.is_open,
        }
        response = Response({"meta": meta, "items": documents.tree(roots, page)})
        response.cache_tags = {f"comments:{page.pk}", f"page:{page.pk}", "site"}
        response.valid_until = known.closes_at if known.is_open else None
        return response

    @extend_schema(
        operation_id="comments_create",
        summary="Post a comment",
        request=serializers.CommentInput,
        parameters=[OpenApiParameter("Idempotency-Key", location=OpenApiParameter.HEADER)],
        responses={201: serializers.SubmittedSerializer, 202: serializers.SubmittedSerializer},
    )
    def post(self, request: Request) -> Response:
        form = serializers.CommentInput(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        page = discussions.public_page(sent["page"])
        submitted = actions.submit(
            page,
            writer=_writer(request, sent),
            body=sent["body"],
            parent=sent.get("parent"),
            block=sent.get("block") or "",
            followup=sent["follow"],
            honeypot=_trap(request.data),
            seconds=partial(_seconds, sent["form_token"], page.pk),
            idempotency_key=_idempotency_key(request),
        )
        status = submitted.shown_status
        document = documents.single(submitted.comment, page, status=status)
        document["edit_token"] = tokens.edit_token(submitted.comment.pk)
        return Response(document, status=201 if status == "approved" else 202, headers=NO_STORE)


class CommentView(PublicView):
    """One comment, and its author's changes to it."""

    @extend_schema(
        operation_id="comments_detail",
        summary="One comment with its first replies",
        responses={200: serializers.CommentSerializer},
    )
    def get(self, request: Request, pk: int) -> Response:
        comment, page = _shown(pk)
        response = Response(documents.tree([comment], page)[0])
        response.cache_tags = {f"comments:{page.pk}", f"page:{page.pk}"}
        return response

    @extend_schema(
        operation_id="comments_update",
        summary="Change one's own comment",
        request=serializers.EditInput,
        responses={200: serializers.SubmittedSerializer, 202: serializers.SubmittedSerializer},
    )
    def patch(self, request: Request, pk: int) -> Response:
        form = serializers.EditInput(data=request.data)
        form.is_valid(raise_exception=True)
        page = discussions.public_page(_own(request, pk, form.validated_data.get("edit_token", "")).page_id)
        user = request.user if request.user.is_authenticated else None
        comment = actions.edit(pk, body=form.validated_data["body"], writer_user=user)
        status = actions.told_status(comment.status)
        document = documents.single(comment, page, status=status) | {"edit_token": tokens.edit_token(pk)}
        return Response(document, status=200 if status == "approved" else 202, headers=NO_STORE)

    @extend_schema(
        operation_id="comments_delete",
        summary="Delete one's own comment",
        request=serializers.DeleteInput,
        responses={204: None},
    )
    def delete(self, request: Request, pk: int) -> Response:
        form = serializers.DeleteInput(data=request.data)
        form.is_valid(raise_exception=True)
        _own(request, pk, form.validated_data.get("edit_token", ""))  # also while the page is not public
        actions.delete(pk)
        return Response(status=204, headers=NO_STORE)


class RepliesView(PublicView):
    """The direct replies to a comment."""

    query_parameters = frozenset({"limit", "cursor"})

    @extend_schema(
        operation_id="comments_replies",
        summary="Direct replies, oldest first",
        parameters=[OpenApiParameter("limit", OpenApiTypes.INT), OpenApiParameter("cursor")],
        responses={200: serializers.RepliesSerializer},
    )
    def get(self, request: Request, pk: int) -> Response:
        comment, page = _shown(pk)
        found, next_cursor = listing.replies(
            comment, limit=parameters.limit(request), cursor=request.query_params.get("cursor", "")
        )
        meta = {"total_count": comment.reply_count, "next_cursor": next_cursor}
        response = Response({"meta": meta, "items": documents.tree(found, page)})
        response.cache_tags = {f"comments:{page.pk}", f"page:{page.pk}"}
        return response


class CountsView(PublicView):
    """How many comments several pages have."""

    query_parameters = frozenset({"pages"})

    @extend_schema(
        operation_id="comments_counts",
        summary="Counts of several pages",
        parameters=[OpenApiParameter("pages", required=True, description="Ids with commas between them, at most 100.")],
        responses={200: serializers.CountsSerializer},
    )
    def get(self, request: Request) -> Response:
        counts = discussions.public_counts(parameters.identifiers(request, "pages"))
        response = Response({"meta": {"total_count": len(counts)}, "items": counts})
        response.cache_tags = {f"comments:{row['page']}" for row in counts} | {"site", "articles"}
        response.valid_until = timezone.now()  # hardly two ask for the same pages
        return response


class FormView(PublicView):
    """What a front end needs to show the form for a comment."""

    public = False  # a token is made for each asker
    query_parameters = frozenset({"page"})

    @extend_schema(
        operation_id="comments_form",
        summary="The form for a comment",
        parameters=[OpenApiParameter("page", OpenApiTypes.INT, required=True)],
        responses={200: serializers.FormSerializer},
    )
    def get(self, request: Request) -> Response:
        page = discussions.public_page(parameters.identifier(request, "page", required=True))
        chosen = discussions.site_settings(page)
        form = {
            "is_open": discussions.summary(page, chosen).is_open,
            "form_token": tokens.form_token(page.pk),
            "honeypot": tokens.HONEYPOT,
            "min_seconds": discussions.min_seconds(chosen),
            "max_length": chosen.max_length,
            "guests": chosen.guests,
            "confirm_email": chosen.confirm_email,
        }
        return Response(form, headers=NO_STORE)


def _shown(pk: int) -> tuple[ReaderComment, object]:
    """Give a comment that readers see and its page; raise the same for every other one."""
    comment = ReaderComment.norel_objects.shown().filter(pk=pk).first()
    if comment is None:
        raise CommentNotFound
    return comment, discussions.public_page(comment.page_id)


def _own(request: Request, pk: int, token: str) -> ReaderComment:
    """Give the comment if its author asks; raise for anybody else, and for a comment that they cannot know of."""
    comment = ReaderComment.norel_objects.filter(pk=pk).first()
    if comment is None:
        raise CommentNotFound
    own = request.user.is_authenticated and comment.user_id == request.user.pk
    if not own and not tokens.is_edit_token(token or request.headers.get("X-Edit-Token", ""), pk):
        if not comment.visible:
            raise CommentNotFound
        discussions.public_page(comment.page_id)
        raise EditRefused
    return comment


def _writer(request: Request, sent: dict) -> actions.Writer:
    if request.user.is_authenticated:
        return actions.Writer.signed_in(request.user, ip_address=clients.ip_address(request))
    missing = {field: ["This field is needed."] for field in ("name", "email") if not (sent.get(field) or "").strip()}
    if missing:
        raise ValidationError(missing, code="required")
    return actions.Writer(name=sent["name"], email=sent["email"], ip_address=clients.ip_address(request))


def _trap(sent: object) -> str:
    value = sent.get(tokens.HONEYPOT, "") if isinstance(sent, dict) else ""
    return str(value)[:100] if value else ""


def _seconds(token: str, page_id: int) -> float:
    try:
        return tokens.seconds_since_form(token, page_id)
    except tokens.BadFormToken as error:
        raise InvalidComment(
            "form_token", "The form is out of date. Open it again and send once more.", error.code
        ) from None


def _idempotency_key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise ValidationError({"Idempotency-Key": [f"At most {LONGEST_KEY} printable characters."]})
    return key
