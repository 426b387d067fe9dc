"""Sign-ins of front ends in the admin: whose users may take part under their own accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet

from comments import actions
from comments.models import TokenIssuer


class TokenIssuerForm(WagtailAdminModelForm):
    """Never shows the secret again; an empty field keeps it. A new address has its keys fetched."""

    secret = forms.CharField(
        label=_("Shared secret"),
        max_length=500,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("For HS256: at least 32 random characters. It is not shown again; left empty, it stays as it is."),
    )

    class Meta:
        model = TokenIssuer
        fields = ["name", "site", "issuer", "audience", "algorithm", "jwks_url", "secret", "is_active"]

    def clean_secret(self) -> str:
        return self.cleaned_data["secret"] or self.instance.secret

    def save(self, commit: bool = True) -> TokenIssuer:
        if "jwks_url" in self.changed_data or "algorithm" in self.changed_data:
            self.instance.jwks, self.instance.fetched_at, self.instance.failure = {}, None, ""
        issuer = super().save(commit)
        if issuer.fetched_at is None:
            actions.want_keys(issuer.pk)
        return issuer


class TokenIssuerViewSet(ModelViewSet):
    model = TokenIssuer
    name = "token_issuers"
    url_prefix = "comments/sign-ins"
    icon = "key"
    menu_label = _("Sign-ins of front ends")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        "name", "issuer", "algorithm", "key_state", BooleanColumn("is_active", label=_("In use")),
    ]  # fmt: skip

    def get_form_class(self, for_update: bool = False) -> type[TokenIssuerForm]:
        return TokenIssuerForm
