"""What the moderators' endpoints take, field by field: parsed by these, and described from them."""

from django.utils import timezone
from rest_framework import serializers

from comments import queue
from comments.actions import DECISIONS
from comments.api.serializers import BIGGEST_ID
from comments.models import Status


class SaidInput(serializers.Serializer):
    """What is decided, and what is said with it."""

    decision = serializers.ChoiceField(DECISIONS)
    reason = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    reason_id = serializers.IntegerField(
        min_value=1, max_value=BIGGEST_ID, required=False, help_text="To reject: one of moderation/reasons/."
    )
    mail = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="To reject: whether the author is mailed the reason's text and the note. Null: as the reason says.",
    )

    def validate(self, attrs: dict) -> dict:
        """Want reasons and mail for a rejection alone."""
        if attrs["decision"] != "reject" and ("reason_id" in attrs or attrs["mail"]):
            raise serializers.ValidationError({"decision": ["Only a rejection has a reason of the list, or a mail."]})
        return attrs


class DecisionInput(SaidInput):
    """A moderator's decision. With a version it counts only if the comment still has that version."""

    version = serializers.IntegerField(min_value=1, required=False)


class QueueFilter(serializers.Serializer):
    """The queue's filters, as the list of comments takes them. What is left out does not narrow."""

    status = serializers.ChoiceField(Status.choices, required=False)
    page = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)
    block = serializers.CharField(max_length=36, required=False)
    author = serializers.CharField(max_length=254, required=False)
    flagged = serializers.BooleanField(required=False)
    search = serializers.CharField(
        max_length=200,
        required=False,
        help_text="Beginnings of words in the text or the name, “words in a row” in quotes, an author's e-mail address.",
    )
    unseen = serializers.BooleanField(
        required=False, help_text="True: only what the rules approved and no moderator has seen."
    )
    article = serializers.CharField(max_length=200, required=False, help_text="A part of the article's title.")
    claim = serializers.CharField(max_length=200, required=False, help_text="Words of the claim's heading.")
    topic = serializers.CharField(max_length=100, required=False, help_text="The slug of a topic of the article.")
    language = serializers.CharField(max_length=20, required=False, help_text="The article's, as its locale says it.")
    reason = serializers.CharField(max_length=60, required=False, help_text="The code of one of the rules' reasons.")
    score_min = serializers.FloatField(min_value=0, max_value=1, required=False)
    score_max = serializers.FloatField(min_value=0, max_value=1, required=False)
    submitted_after = serializers.DateTimeField(required=False, help_text="This moment included.")
    submitted_before = serializers.DateTimeField(required=False, help_text="This moment left out.")
    age = serializers.ChoiceField(list(queue.AGES), required=False, help_text="Written so lately, or over so long ago.")

    def to_internal_value(self, data: object) -> dict:
        """Refuse what is no filter: one that is misspelt would match everything."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({unknown[0][:60]: ["There is no such filter."]})
        return super().to_internal_value(data)

    def validate(self, attrs: dict) -> dict:
        """Give an age as the moments that it means now."""
        age = attrs.pop("age", "")
        if age and ("submitted_after" in attrs or "submitted_before" in attrs):
            raise serializers.ValidationError({"age": ["Either an age or moments."]})
        after, before = queue.span(age, timezone.now())
        moments = {"submitted_after": after, "submitted_before": before}
        return attrs | {name: moment for name, moment in moments.items() if moment}


class BulkDecisionInput(SaidInput):
    """The same decision about many comments: those of `ids`, or those that match `filter`.

    With a filter, `expected_count` is how many match as far as the sender knows (the list's total_count). The oldest 1,000
    that the decision would change are decided about; call again, with the count of then, until meta.remaining is 0.
    """

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=BIGGEST_ID), min_length=1, max_length=1000, required=False
    )
    filter = QueueFilter(required=False)
    expected_count = serializers.IntegerField(min_value=0, max_value=BIGGEST_ID, required=False)

    def validate(self, attrs: dict) -> dict:
        """Want either ids, or a filter with its count."""
        if ("ids" in attrs) == ("filter" in attrs):
            raise serializers.ValidationError({"ids": ["Send either ids or a filter."]})
        if "filter" in attrs and "expected_count" not in attrs:
            raise serializers.ValidationError({"expected_count": ["A filter needs the number of comments it matches."]})
        return super().validate(attrs)


class SeenInput(serializers.Serializer):
    """Comments that a moderator has seen: they are new no more, and nothing else changes."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=BIGGEST_ID), min_length=1, max_length=1000
    )


class WordsInput(serializers.Serializer):
    """New words for a comment, or a reply to it; with a version only if the comment still has it."""

    body = serializers.CharField(max_length=20_000, trim_whitespace=False)
    version = serializers.IntegerField(min_value=1, required=False)


class CorrectionInput(WordsInput):
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class TermInput(serializers.Serializer):
    """For how long; without `days` for ever."""

    days = serializers.IntegerField(min_value=1, max_value=3650, required=False, allow_null=True, default=None)


class AuthorBanInput(TermInput):
    """With `reject_pending` what the author has waiting is rejected in the same transaction, at most 1,000 comments."""

    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    reject_pending = serializers.BooleanField(required=False, default=False)
    expected_count = serializers.IntegerField(
        min_value=0, max_value=BIGGEST_ID, required=False, help_text="The author's `waiting`, as you know it."
    )

    def validate(self, attrs: dict) -> dict:
        """Want the number of what would be rejected."""
        if attrs["reject_pending"] and "expected_count" not in attrs:
            raise serializers.ValidationError({"expected_count": ["How many comments would be rejected."]})
        return attrs


class AuthorTrustInput(TermInput):
    trusted = serializers.BooleanField(default=True)
