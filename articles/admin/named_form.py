"""The form of authors and topics."""

from django.db import models
from wagtail.admin.forms.models import WagtailAdminModelForm

from articles import library


class NamedForm(WagtailAdminModelForm):
    """Makes the slug of the name where it is left empty."""

    def save(self, commit: bool = True) -> models.Model:
        if not self.instance.slug and self.instance.pk:
            self.instance.slug = library.free_slug(type(self.instance), self.instance.name)
        elif commit and not self.instance.pk:
            library.add(self.instance)
        return super().save(commit)
