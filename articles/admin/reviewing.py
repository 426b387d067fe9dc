"""An article's reviews: what reviewers found, and the form that marks it as reviewed without editing it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from articles import review_days, reviews
from articles.models import ArticlePage, Author
from articles.vocabulary import ReviewOutcome

NAME = "articles_reviews"
USUAL_INTERVAL = timedelta(days=365)


class ReviewForm(forms.Form):
    """What a reviewer says of the live version."""

    reviewer = forms.ModelChoiceField(
        queryset=Author.objects.order_by("name"),
        required=False,
        label=gettext_lazy("Reviewer"),
        empty_label=gettext_lazy("My account, not named to readers"),
        help_text=gettext_lazy("Whose name readers see as the reviewer's once the content is confirmed."),
    )
    outcome = forms.ChoiceField(
        choices=ReviewOutcome, initial=ReviewOutcome.CONFIRMED, widget=forms.RadioSelect, label=gettext_lazy("Outcome")
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("For editors only: what you checked, or what has to change."),
    )
    next_due = forms.DateField(
        widget=AdminDateInput,
        label=gettext_lazy("Next review"),
        help_text=gettext_lazy(
            "Its owner and reviewers are reminded on this day; from the next one on the article is overdue."
        ),
    )

    def clean_next_due(self) -> Any:
        day = self.cleaned_data["next_due"]
        if day <= review_days.today():
            raise ValidationError(_("Choose a day after today."), code="past")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("outcome") == ReviewOutcome.CHANGES_NEEDED and not cleaned.get("note", "").strip():
            self.add_error("note", ValidationError(_("Say what has to change."), code="required"))
        return cleaned


class ReviewsView(WagtailAdminTemplateMixin, FormView):
    """Shows the log to whoever may edit the article, and the form to reviewers."""

    template_name = "articles/reviews/page.html"
    form_class = ReviewForm
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (self.may_review or self.page.permissions_for_user(request.user).can_edit()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> ArticlePage:
        return get_object_or_404(ArticlePage, pk=self.kwargs["page_id"])

    @cached_property
    def may_review(self) -> bool:
        return may_review(self.page, self.request.user)

    @property
    def takes_review(self) -> bool:
        return self.may_review and self.page.live and not self.page.alias_of_id

    def get_page_title(self) -> str:
        return _("Reviews")

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_initial(self) -> dict[str, Any]:
        me = Author.objects.filter(user=self.request.user).first()
        return {"reviewer": me, "next_due": review_days.today() + USUAL_INTERVAL}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_review:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        try:
            review = reviews.record(self.page, by=self.request.user, **form.cleaned_data)
        except reviews.CannotReview as error:
            messages.error(self.request, str(error))
            return redirect(url(self.page))
        told = (
            _("“%(title)s” is marked as reviewed. Its text was not touched.")
            if review.outcome == ReviewOutcome.CONFIRMED
            else _("The review of “%(title)s” is in its log: changes are needed.")
        )
        messages.success(self.request, told % {"title": self.page.title})
        return redirect(url(self.page))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "article": self.page,
            "reviews": self.page.reviews.all(),
            "takes_review": self.takes_review,
            "is_overdue": review_days.is_overdue(self.page.review_due_at),
            "live_url": self.page.full_url if self.page.live else "",
            "media": context.get("media", forms.Media()) + context["form"].media,
        }


class ReviewFormatter(LogFormatter):
    """Words a review in the page's history."""

    label = gettext_lazy("Review")

    def format_message(self, log_entry: Any) -> str:
        outcome = log_entry.data.get("outcome", "")
        labels = dict(ReviewOutcome.choices)
        return _("Reviewed: %(outcome)s") % {"outcome": labels.get(outcome, outcome)}


def may_review(page: Page, user: Any) -> bool:
    """Tell whether somebody may review this page: reviewers may, of the pages that they can open."""
    return reviews.may_review(user) and page.permissions_for_user(user).can_edit()


def url(page: Page) -> str:
    return reverse(NAME, args=[page.pk])


def urls() -> list[URLPattern]:
    return [path("articles/<int:page_id>/reviews/", ReviewsView.as_view(), name=NAME)]


def header_buttons(page: Page, user: Any) -> list[Button]:
    """Give the button that leads from an article to its reviews."""
    if page.specific_class is not ArticlePage or not page.permissions_for_user(user).can_edit():
        return []
    label = _("Mark as reviewed") if _takes_review(page, user) else _("Reviews")
    return [Button(label, url=url(page), icon_name="clipboard-list", priority=17)]


def listing_buttons(page: Page, user: Any) -> list[Button]:
    """Give reviewers the way from an article in a list to its review."""
    if page.specific_class is not ArticlePage or not (_takes_review(page, user) and may_review(page, user)):
        return []
    label = _("Mark “%(title)s” as reviewed") % {"title": page.get_admin_display_title()}
    button = Button(_("Mark as reviewed"), url=url(page), icon_name="clipboard-list", priority=35)
    button.attrs["aria-label"] = label
    return [button]


def _takes_review(page: Page, user: Any) -> bool:
    return reviews.may_review(user) and page.live and not page.alias_of_id
