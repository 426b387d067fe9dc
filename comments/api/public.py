"""What readers and their front ends ask of discussions. Each view parses, calls one thing and answers."""

from contextlib import suppress
from functools import partial

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response

from comments import actions, discussions, policies, proof_of_work, tokens
from comments.api import clients, documents, listing, parameters, permits, serializers
from comments.api.endpoints import NO_STORE, PublicView
from comments.api.lookups import own, shown
from comments.mail import composing


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
        block, cursor = request.query_params.get("block", "")[:36], parameters.cursor(request)
        roots, next_cursor = listing.threads(
            page.pk,
            order=parameters.choice(request, "order", listing.ORDERS, default="oldest"),
            block=block,
            limit=parameters.limit(request),
            cursor=cursor,
        )
        known = discussions.summary_as_read(page)
        totals = listing.totals(page.pk, block) if block else (known.comment_count, known.thread_count)
        meta = {
            "total_count": totals[0],
            "thread_count": totals[1],
            "next_cursor": next_cursor,
            "is_open": known.is_open,
            "closes_at": known.closes_at,
            "announcement": known.announcement,
            "likes": known.likes,
        }
        first = listing.featured(page, block=block) if not cursor else []
        response = Response(
            {"meta": meta, "featured": documents.alone(first, page), "items": documents.tree(roots, page)}
        )
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
        chosen, writer = discussions.site_settings(page), permits.writer(request, sent, page)
        discussions.refuse_flood(page, chosen)
        work = sent.get("altcha") or "" if chosen.proof_of_work and writer.is_guest else None
        submitted = actions.submit(
            page,
            writer=writer,
            body=sent["body"],
            parent=sent.get("parent"),
            block=sent.get("block") or "",
            source=sent.get("source") or "",
            follow=sent["follow"],
            honeypot=permits.trap(request.data),
            seconds=partial(permits.seconds, sent["form_token"], page.pk, work),
            idempotency_key=permits.idempotency_key(request),
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
        comment, page = shown(pk)
        response = Response(documents.tree([comment], page)[0])
        response.cache_tags = {f"comments:{page.pk}", f"page:{page.pk}", "site"}
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
        page = discussions.public_page(own(request, pk, form.validated_data.get("edit_token", "")).page_id)
        user = request.user if request.user.is_authenticated else None
        comment = actions.edit(
            pk,
            body=form.validated_data["body"],
            source=form.validated_data.get("source"),
            writer_user=user,
            ip_address=clients.ip_address(request),
        )
        status = actions.told_after_edit(comment)
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
        own(request, pk, form.validated_data.get("edit_token", ""))  # also while the page is not public
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
        comment, page = shown(pk)
        found, next_cursor = listing.replies(
            comment, limit=parameters.limit(request), cursor=parameters.cursor(request)
        )
        meta = {"total_count": comment.reply_count, "next_cursor": next_cursor}
        response = Response({"meta": meta, "items": documents.tree(found, page)})
        response.cache_tags = {f"comments:{page.pk}", f"page:{page.pk}", "site"}
        return response


class ContextView(PublicView):
    """Where one comment stands: what a permalink opens, with one request however deep it is."""

    query_parameters = frozenset()

    @extend_schema(
        operation_id="comments_context",
        summary="One comment, and what it answers",
        responses={200: serializers.ContextSerializer},
    )
    def get(self, request: Request, pk: int) -> Response:
        comment, page = shown(pk)
        above = documents.alone(listing.ancestors(comment), page)
        response = Response({"ancestors": above, "comment": documents.tree([comment], page)[0]})
        response.cache_tags = {f"comments:{page.pk}", f"page:{page.pk}", "site"}
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
        counts, valid_until = discussions.public_counts(parameters.identifiers(request, "pages"))
        response = Response({"meta": {"total_count": len(counts)}, "items": counts})
        response.cache_tags = {f"comments:{row['page']}" for row in counts} | {"site", "articles"}
        response.valid_until = valid_until
        return response


class FormView(PublicView):
    """What a front end needs to show the form for a comment."""

    public = False  # a token is made for each asker
    reads_alone = True
    query_parameters = frozenset({"page"})

    def perform_authentication(self, request: Request) -> None:
        """Take whom nobody knows, or knows no more, for a guest: a form must not fail for that, and the post says why."""
        with suppress(AuthenticationFailed):
            super().perform_authentication(request)

    @extend_schema(
        operation_id="comments_form",
        summary="The form for a comment",
        parameters=[OpenApiParameter("page", OpenApiTypes.INT, required=True)],
        responses={200: serializers.FormSerializer},
    )
    def get(self, request: Request) -> Response:
        page = discussions.public_page(parameters.identifier(request, "page", required=True))
        chosen = discussions.site_settings(page)
        known = discussions.summary(page, chosen)
        form = {
            "is_open": known.is_open,
            "closes_at": known.closes_at,
            "announcement": known.announcement,
            "reader": permits.known_reader(request, page),
            "own_data_url": composing.own_url(),
            "form_token": tokens.form_token(page.pk),
            "honeypot": tokens.HONEYPOT,
            "min_seconds": policies.min_seconds(chosen),
            "max_length": chosen.max_length,
            "guests": chosen.guests,
            "altcha": proof_of_work.challenge(page.pk) if chosen.proof_of_work else None,
            "confirm_email": chosen.confirm_email,
        }
        return Response(form, headers=NO_STORE)
