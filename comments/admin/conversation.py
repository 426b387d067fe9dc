"""The conversation around a comment, for its row in the queue."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from comments import desk
from comments.admin.access import ModeratorsOnly
from comments.models import ReaderComment, Status


class ConversationView(ModeratorsOnly, View):
    """Gives a part of a page: what stands above a comment, and nearest to it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = self.authority.comments(ReaderComment.norel_objects.filter(pk=pk)).first()
        if comment is None:
            raise Http404
        thread = [entry | {"status_label": Status(entry["status"]).label} for entry in desk.conversation(comment)]
        return render(request, "comments/admin/conversation.html", {"thread": thread, "current": comment.pk})
