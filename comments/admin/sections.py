"""The part of a group's form that says which sections of the page tree the group moderates."""

from django import forms
from django.db import transaction
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.formsets import BaseFormSetMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from comments.models import ModeratedSection


class SectionForm(forms.Form):
    """One section: its topmost page."""

    page = forms.ModelChoiceField(
        label=_("Page"),
        queryset=Page.objects.all(),
        widget=AdminPageChooser(show_edit_link=False, can_choose_root=True),
    )


class BaseSectionFormSet(BaseFormSetMixin, BaseFormSet):
    """The sections of one group, as Wagtail's form of groups asks and saves what belongs to them."""

    def __init__(self, data=None, files=None, instance=None, prefix="moderated_sections"):
        self.instance = instance
        self.kept = list(instance.moderated_sections.select_related("page")) if instance and instance.pk else []
        super().__init__(data, files, initial=[{"page": row.page} for row in self.kept], prefix=prefix)

    def clean(self) -> None:
        chosen = self.chosen()
        if len(set(chosen)) != len(chosen):
            raise forms.ValidationError(_("One page is here twice. Delete one of the two."))

    def chosen(self) -> list[Page]:
        """Give the pages that were chosen and not taken away again; a form left blank is valid and has none."""
        left = [form for form in self.forms if form not in self.deleted_forms]
        return [form.cleaned_data["page"] for form in left if getattr(form, "cleaned_data", {}).get("page")]

    @transaction.atomic
    def save(self) -> None:
        chosen = {page.pk for page in self.chosen()}
        self.instance.moderated_sections.exclude(page__in=chosen).delete()
        there = set(self.instance.moderated_sections.values_list("page", flat=True))
        ModeratedSection.objects.bulk_create(
            ModeratedSection(group=self.instance, page_id=page) for page in sorted(chosen - there)
        )

    def as_admin_panel(self):
        return self.render("comments/admin/sections.html")


SectionFormSet = forms.formset_factory(SectionForm, formset=BaseSectionFormSet, extra=0, can_delete=True)
