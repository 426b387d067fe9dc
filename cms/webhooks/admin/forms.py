"""What is asked about an endpoint."""

import ipaddress
from urllib.parse import urlsplit, urlunsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import Site

from articles import public_web
from cms import paths
from cms.webhooks import sending
from cms.webhooks.models import EventType, WebhookEndpoint

INSIDE = ("localhost", ".localhost", ".local", ".internal")


class EndpointForm(WagtailAdminModelForm):
    """An endpoint as its keepers see it; its secret is never in a form."""

    url = forms.CharField(
        label=capfirst(WebhookEndpoint._meta.get_field("url").verbose_name),
        help_text=WebhookEndpoint._meta.get_field("url").help_text,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://example.org/hooks/evident"}),
    )
    events = forms.MultipleChoiceField(
        label=capfirst(WebhookEndpoint._meta.get_field("events").verbose_name),
        choices=[
            (value, format_html("<span>{} <code>{}</code></span>", label, value)) for value, label in EventType.choices
        ],
        initial=[value for value in EventType.values if value.startswith("article.")],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["name", "url", "events", "site", "section", "active"]

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        if Site.objects.count() < 2 and not self.instance.site_id:
            del self.fields["site"]

    def clean_url(self) -> str:
        """Give the address in ASCII; refuse what is never asked, as far as that shows before its name is looked up."""
        address = self.cleaned_data["url"].strip()
        try:
            parts = urlsplit(address)
            host, _port = (parts.hostname or "").encode("idna").decode(), parts.port
        except ValueError:
            raise ValidationError(_("This is no address of the web.")) from None
        if parts.username is not None:
            raise ValidationError(_("Leave out the name and password: receivers know events by their signature."))
        address = urlunsplit(parts._replace(netloc=_netloc(host, parts.port), fragment=""))
        URLValidator(schemes=["http", "https"], message=_("This is no address of the web."))(address)
        if parts.scheme not in sending.schemes():
            raise ValidationError(
                _("The address must begin with https://, so that nobody on the way reads or alters it.")
            )
        if sending.schemes()[-1] == "https" and _is_inside(host):
            raise ValidationError(_("This address is inside a private network, where nothing is ever sent."))
        return address

    def clean_section(self) -> str:
        """Give the path as it stands in addresses, empty for all of them."""
        section = self.cleaned_data["section"].strip()
        if not section or section == "/":
            return ""
        path = paths.encoded(paths.decoded(paths.without_host(section)))
        if len(path) > WebhookEndpoint._meta.get_field("section").max_length:
            raise ValidationError(_("This path is too long."))
        return path

    def save(self, commit: bool = True) -> WebhookEndpoint:
        """Let an endpoint that is turned on again begin anew."""
        if self.instance.active and "active" in self.changed_data:
            self.instance.failing_since = self.instance.wake_at = self.instance.off_at = None
            self.instance.off_reason = ""
        return super().save(commit)


def _netloc(host: str, port: int | None) -> str:
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host


def _is_inside(host: str) -> bool:
    try:
        return not public_web.is_public(str(ipaddress.ip_address(host)))
    except ValueError:
        return host.endswith(INSIDE) or "." not in host
