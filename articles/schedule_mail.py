"""The mail to whoever scheduled a page that could not be published when it was due."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.log_actions import registry
from wagtail.models import Page, Revision


def tell_owner(revision: Revision, reason: str) -> None:
    """Have the page's owner, the author of the version and whoever scheduled it told; a row of the transaction."""
    people = {user for user in (revision.user_id, getattr(revision.content_object, "owner_id", None)) if user}
    people |= set(
        registry.get_logs_for_instance(revision.content_object)
        .filter(action="wagtail.publish.schedule", revision=revision, user__isnull=False)
        .values_list("user_id", flat=True)
    )
    if people:
        mail_refusal.enqueue(revision.object_id, sorted(people, key=str), reason)


@task(backend="later")
def mail_refusal(page_id: str, people: list, reason: str) -> int:
    """Mail these users why a page stayed as it was and where to go on; give how many there were to tell."""
    page = Page.objects.filter(pk=page_id).first()
    addresses = list(
        get_user_model().objects.filter(pk__in=people, is_active=True).exclude(email="").values_list("email", flat=True)
    )
    if page is None or not addresses:
        return 0
    edit = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])
    body = "\n\n".join(
        [
            _("“%(title)s” was due to be published and was not.") % {"title": page.draft_title},
            reason,
            _("It was taken off the schedule and stays as it was. Edit it and schedule it again:"),
            edit,
        ]
    )
    subject = _("Not published: %(title)s") % {"title": page.draft_title}
    for address in addresses:
        EmailMessage(subject, body, to=[address], headers={"Auto-Submitted": "auto-generated"}).send()
    return len(addresses)
