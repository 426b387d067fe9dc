"""The review's dates in the article's form, which yield to a review that was marked while the form was open."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page

from articles.vocabulary import ReviewOutcome

DATES = ("reviewed_at", "review_due_at")


class ReviewDatesForm(WagtailAdminPageForm):
    """A form that knows the newest review of when it was opened, and takes the dates of newer ones over its own."""

    newest_review = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.instance.reviews.first() if self.instance.pk else None
        self.initial["newest_review"] = newest.pk if newest else 0
        self.taken_over: dict[str, Any] = {}

    def clean(self) -> dict:
        cleaned = super().clean()
        known = cleaned.get("newest_review")
        newer = list(self.instance.reviews.filter(pk__gt=known)) if self.instance.pk and known is not None else []
        if newer:
            live = type(self.instance).objects.values(*DATES).get(pk=self.instance.pk)
            confirmed = any(review.outcome == ReviewOutcome.CONFIRMED for review in newer)
            self.taken_over = {name: live[name] for name in (DATES if confirmed else DATES[1:])}
            cleaned |= self.taken_over
            self.instance.reviewed_meanwhile = newer[0]
        return cleaned

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Give Wagtail what its open form has to show after an autosave, the dates taken over included."""
        updates = super().get_field_updates_for_resave()
        if not self.taken_over:
            return updates
        shown = [(name, day.isoformat() if day else "") for name, day in self.taken_over.items()]
        return [*updates, *shown, ("newest_review", str(self.instance.reviewed_meanwhile.pk))]


class ReviewDatesPanel(FieldRowPanel):
    """The two dates in a row, and with them the mark of the newest review."""

    def __init__(self, **kwargs: Any) -> None:
        # As Wagtail makes a copy of each panel for its model, it hands over all of these.
        defaults = {"children": [FieldPanel(name) for name in DATES], "heading": gettext_lazy("Review")}
        super().__init__(**defaults | kwargs)

    class BoundPanel(FieldRowPanel.BoundPanel):
        template_name = "articles/admin/review_dates.html"


def tell_of_review(request: HttpRequest, page: Page) -> None:
    """Tell who has just saved an article that it was reviewed while their form was open."""
    if review := getattr(page, "reviewed_meanwhile", None):
        text = _("%(name)s has reviewed this article while you had it open. The dates of that review stand.")
        messages.info(request, text % {"name": review.name})
