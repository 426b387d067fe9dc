"""The part of a page's form that says how its discussion is held; the roof puts it there."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from comments import authority, discussions
from comments.admin.access import may_arrange
from comments.admin.forms import DiscussionForm
from comments.models import Discussion


class DiscussionPanel(Panel):
    """The fields of a page's discussion, saved on their own and at once; absent until the page itself is saved."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Discussion"), "icon": "comment"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "comments/admin/discussion_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=[versioned_static("comments/admin/discussion_panel.js")])

        def get_context_data(self, parent_context: dict | None = None) -> dict[str, Any]:
            page, user = self.instance, self.request.user
            row = Discussion.objects.filter(page_id=page.pk).first() or Discussion(page_id=page.pk)
            allowed = may_arrange(user, page)
            return super().get_context_data(parent_context) | {
                "form_id": form_id(page.pk),
                "action": reverse("reader_comments:discussion_part", args=[page.pk]),
                "form": part_of_form(page.pk, allowed=allowed, instance=row),
                "discussion": discussions.summary(page),
                "may_arrange": allowed,
                "may_moderate": authority.of(user).may_decide(page),
                "queue_url": f"{reverse('reader_comments:index')}?status=all&page={page.pk}",
                "note": "",
            }


def form_id(page_id: int) -> str:
    """Give the id of the form that the fields belong to."""
    return f"discussion-form-{page_id}"


def part_of_form(page_id: int, *, allowed: bool = True, **kwargs: object) -> DiscussionForm:
    """Give the form with fields that stand in another one's HTML and do not belong to it."""
    form = DiscussionForm(auto_id="discussion_%s", **kwargs)
    for field in form.fields.values():
        field.widget.attrs["form"] = form_id(page_id)
        field.disabled = not allowed
    return form
