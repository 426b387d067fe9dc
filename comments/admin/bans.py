"""Bans in the admin: a list, and a form to ban somebody, filled in where a comment's page leads to it."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, HistoryView, IndexView, UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from comments import actions, authority
from comments.actions import banning
from comments.authority import Authority
from comments.errors import InvalidComment
from comments.models import Ban, ModeratedSection


class ModeratorsPolicy(ModelPermissionPolicy):
    """Whoever moderates comments keeps the bans as well: those that their authority reaches."""

    def user_has_permission(self, user, action: str) -> bool:
        return authority.of(user).moderates

    def user_has_any_permission(self, user, actions) -> bool:
        return self.user_has_permission(user, "any")

    def users_with_any_permission(self, actions):
        return authority.moderators()


class BanForm(WagtailAdminModelForm):
    """Asks actions.ban, which says what is wrong. Offers what its user may ban, and where."""

    class Meta:
        model = Ban
        fields = ["kind", "value", "section", "reason", "until"]
        field_classes = {"section": forms.ModelChoiceField}
        widgets = {"section": forms.Select}

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        known = authority.of(self.for_user)
        if "kind" in self.fields and not known.is_senior:
            self.fields["kind"].choices = [choice for choice in Ban.Kind.choices if choice[0] not in Ban.WIDE]
        if "section" in self.fields:
            self._offer_sections(known)

    def _offer_sections(self, known: Authority) -> None:
        field = self.fields["section"]
        if known.everywhere:
            field.queryset = Page.objects.filter(pk__in=ModeratedSection.objects.values("page"))
            field.empty_label = _("On all pages")
        else:
            field.queryset = Page.objects.filter(pk__in=[page.pk for page in known.sections])
            field.required = True
            field.empty_label = None if len(known.sections) == 1 else field.empty_label
        if known.everywhere and not field.queryset.exists():
            del self.fields["section"]

    def clean(self) -> dict:
        sent = super().clean()
        if self.errors:
            return sent
        chosen = [sent.get(name, getattr(self.instance, name)) for name in ("kind", "value", "until")]
        section = sent.get("section", self.instance.section)
        try:
            banning.checked(*chosen, by=actions.Moderator(user=self.for_user), section=section)
        except InvalidComment as error:
            ((field, rows),) = error.errors.items()
            place = field if field in {"until", "section"} and field in self.fields else "value"
            raise ValidationError({place: rows[0]["message"]}) from None
        return sent

    def validate_unique(self) -> None:
        """Whoever is banned already may be banned again: with another reason or another end."""

    def validate_constraints(self) -> None:
        """The same."""

    def save(self, commit: bool = True) -> Ban:
        chosen = {name: getattr(self.instance, name) for name in ("kind", "value", "section", "reason", "until")}
        made = actions.ban(**chosen, by=actions.Moderator(user=self.for_user))
        vars(self.instance).update(vars(made))  # Wagtail's view goes on with this one
        return self.instance


class BanAgainForm(BanForm):
    """The same for whoever is banned already."""

    class Meta:
        model = Ban
        fields = ["reason", "until"]


class BanCreateView(CreateView):
    page_title = _("Ban a reader")

    def get_initial(self) -> dict:
        wanted = ("kind", "value", "section", "reason")
        return {name: self.request.GET[name][:254] for name in wanted if name in self.request.GET}


class BanIndexView(IndexView):
    default_ordering = "-created_at"

    def get_base_queryset(self):
        return authority.of(self.request.user).bans(super().get_base_queryset()).select_related("section")


class Reached:
    """A view of one ban: what its user's authority does not reach is not there."""

    def get_object(self, *args: object) -> Ban:
        found = super().get_object(*args)
        if not authority.of(self.request.user).bans(Ban.objects.filter(pk=found.pk)).exists():
            raise Http404
        return found


class BanEditView(Reached, EditView):
    pass


class BanHistoryView(Reached, HistoryView):
    pass


class BanUsageView(Reached, UsageView):
    pass


class BanDeleteView(Reached, DeleteView):
    page_title = _("Lift the ban")

    def delete_action(self):
        actions.lift(self.object.pk, by=actions.Moderator(user=self.request.user))

    def get_confirmation_message(self) -> str:
        return _("They can post, edit and react again. Lift this ban?")


class BanViewSet(ModelViewSet):
    model = Ban
    name = "reader_bans"
    url_prefix = "comments/bans"
    icon = "lock"
    menu_label = _("Banned readers")
    add_to_settings_menu = True
    add_view_class = BanCreateView
    index_view_class = BanIndexView
    edit_view_class = BanEditView
    delete_view_class = BanDeleteView
    history_view_class = BanHistoryView
    usage_view_class = BanUsageView
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        "value",
        "kind",
        Column("where", label=_("Where")),
        "reason",
        DateColumn("until", label=_("Until")),
        BooleanColumn("is_in_force", label=_("In force")),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
    ]
    list_filter = ["kind"]
    search_fields = ["value", "reason"]

    def get_form_class(self, for_update: bool = False) -> type[BanForm]:
        return BanAgainForm if for_update else BanForm


register_permission_policy(Ban, ModeratorsPolicy(Ban))
