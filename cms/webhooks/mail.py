"""Writes to those who may turn a webhook on again that it was turned off."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.admin.utils import get_admin_base_url

from articles import editing
from cms.webhooks.models import WebhookEndpoint


def enqueue(endpoint_id: int) -> None:
    """Have a mail sent to each who may change webhooks."""
    for pk in recipients().values_list("pk", flat=True):
        tell.enqueue(endpoint_id, pk)


def recipients():
    """Give the accounts that may change webhooks and have an address."""
    allowed = Permission.objects.filter(content_type__app_label="cms", codename="change_webhookendpoint")
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    may = Q(is_superuser=True) | Q(user_permissions__in=allowed) | Q(groups__permissions__in=allowed)
    return users.filter(pk__in=get_user_model().objects.filter(may).values("pk")).order_by("pk")


@task(backend="later")
def tell(endpoint_id: int, recipient_id: int) -> int:
    """Write to one of them; nothing where the webhook is on again, or either is gone. Gives how many mails that was."""
    endpoint = WebhookEndpoint.objects.filter(pk=endpoint_id, active=False).first()
    recipient = recipients().filter(pk=recipient_id).first()
    if endpoint is None or recipient is None:
        return 0
    context = {
        "endpoint": endpoint,
        "recipient": recipient,
        "address": f"{(get_admin_base_url() or '').rstrip('/')}{reverse('webhooks:inspect', args=[endpoint.pk])}",
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    with override(editing.language(recipient)):
        subject = " ".join(render_to_string("cms/webhooks/mail/turned_off_subject.txt", context).split())
        message = render_to_string("cms/webhooks/mail/turned_off.txt", context)
    return send_mail(subject, message, [recipient.email])
