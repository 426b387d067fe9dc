"""The reasons to reject that moderators choose from, as the moderators' API tells of them."""

from django.db.models import Q
from rest_framework.exceptions import ValidationError

from comments import discussions
from comments.authority import Authority
from comments.models import RejectionReason


def chosen(reason_id: int | None) -> RejectionReason | None:
    """Give the reason of this id, None for none; raise ValidationError where there is no such reason."""
    if reason_id is None:
        return None
    reason = RejectionReason.objects.filter(pk=reason_id).first()
    if reason is None:
        raise ValidationError({"reason_id": ["There is no such reason."]})
    return reason


def documents(among: Authority) -> list[dict]:
    """Give the reasons with their texts, in the order in which they are offered, for who moderates these sites: two queries."""
    rows = RejectionReason.objects.order_by("position", "pk").prefetch_related("texts")
    if not among.everywhere:
        sites = {discussions.site_of(section) for section in among.sections}
        rows = rows.filter(Q(site=None) | Q(site__in=sites))
    return [
        {
            "id": row.pk,
            "label": row.label,
            "mail": row.is_mailed,
            "site": row.site_id,
            "texts": [{"language": text.language, "text": text.text} for text in row.texts.all()],
        }
        for row in rows
    ]
