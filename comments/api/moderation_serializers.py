"""What the moderators' endpoints take and give, field by field: parsed by these, and described from them."""

from django.utils import timezone
from rest_framework import serializers

from comments import queue, standing
from comments.actions import DECISIONS
from comments.api.serializers import BIGGEST_ID, AddressedSerializer
from comments.models import Decision, Flag, Status


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


class OutcomeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    status = serializers.CharField(allow_null=True)
    outcome = serializers.ChoiceField(["changed", "unchanged", "conflict", "not_found"])


class OutcomesMeta(serializers.Serializer):
    total_count = serializers.IntegerField()
    changed = serializers.IntegerField()
    remaining = serializers.IntegerField(
        required=False, help_text="With a filter: how many that match still wait for this decision."
    )


class OutcomesSerializer(serializers.Serializer):
    """What became of each comment."""

    meta = OutcomesMeta()
    items = OutcomeSerializer(many=True)


class ReasonSerializer(serializers.Serializer):
    code = serializers.CharField()
    detail = serializers.CharField()


class ActorSerializer(serializers.Serializer):
    name = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(Decision.Kind.choices)


class DecisionSerializer(serializers.Serializer):
    """One row of the log. `from` is null where the comment was just submitted."""

    decision = serializers.ChoiceField(Decision.Verb.choices)
    to = serializers.ChoiceField(Status.choices)
    actor = ActorSerializer()
    reason = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    reasons = ReasonSerializer(many=True)
    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    former_text = serializers.CharField(
        allow_null=True, help_text="What the comment said before, where a moderator changed it."
    )

    def get_fields(self):
        # `from` is a word of Python's own.
        fields = super().get_fields()
        return {"decision": fields.pop("decision"), "from": serializers.CharField(allow_null=True), **fields}


class HistorySerializer(serializers.Serializer):
    """How an author's comments fared so far, this one included."""

    approved = serializers.IntegerField()
    rejected = serializers.IntegerField()
    spam = serializers.IntegerField()
    pending = serializers.IntegerField()
    removed = serializers.IntegerField()
    unconfirmed = serializers.IntegerField()
    first_seen = serializers.DateTimeField(allow_null=True)


class TrustSerializer(serializers.Serializer):
    """What an author's trust rests on: a moderator's word (granted, withdrawn), or enough approved comments (earned).

    A moderator's word is for all pages; who moderates a section does not learn of it.
    """

    state = serializers.ChoiceField(standing.STATES)
    approved = serializers.IntegerField(help_text="How many approved comments earned it, 0 for a moderator's word.")
    until = serializers.DateTimeField(allow_null=True, help_text="When a moderator's word ends.")


class ModeratedAuthorSerializer(serializers.Serializer):
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    user = serializers.IntegerField(allow_null=True)
    visitor = serializers.CharField(allow_null=True, help_text="Keyed hash of an account of a front end, for bans.")
    ip_hash = serializers.CharField(allow_null=True, help_text="Keyed hash of the network it came from, for bans.")
    role = serializers.ChoiceField(["author", "moderator"], allow_null=True)
    trusted = serializers.BooleanField(
        help_text="Whether their comments need not wait, by their role or by what their trust rests on."
    )
    trust = TrustSerializer(allow_null=True)
    history = HistorySerializer()


class ModeratedPageSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()


class ExcerptSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    author = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(Status.choices)
    excerpt = serializers.CharField(allow_blank=True)


class OpenFlagSerializer(serializers.Serializer):
    """A reader's report that no moderator has answered. Who it was, nobody learns."""

    reason = serializers.ChoiceField(Flag.Reason.choices)
    note = serializers.CharField(allow_blank=True)
    weight = serializers.IntegerField(help_text="How much it counts towards hiding the comment.")
    at = serializers.DateTimeField()


class SourceSerializer(serializers.Serializer):
    """What a comment cites."""

    kind = serializers.ChoiceField(["doi", "link"])
    label = serializers.CharField()
    url = serializers.URLField()


class HandlingSerializer(serializers.Serializer):
    """The moderator who has a comment before them; it ends by itself."""

    name = serializers.CharField()
    until = serializers.DateTimeField()


class ModeratedCommentSerializer(serializers.Serializer):
    """A comment with everything a moderator needs to decide."""

    id = serializers.IntegerField()
    page = ModeratedPageSerializer()
    parent = ExcerptSerializer(allow_null=True)
    root = serializers.IntegerField()
    depth = serializers.IntegerField()
    block = serializers.CharField(allow_null=True)
    block_heading = serializers.CharField(allow_null=True)
    source = SourceSerializer(allow_null=True)
    status = serializers.ChoiceField(Status.choices)
    visible = serializers.BooleanField()
    removed_by = serializers.ChoiceField(["author", "moderator"], allow_null=True)
    version = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    edited_by = serializers.ChoiceField(["author", "moderator"], allow_null=True)
    featured = serializers.BooleanField()
    thread_is_closed = serializers.BooleanField(help_text="Whether moderators take no more replies in its thread.")
    handling = HandlingSerializer(allow_null=True, help_text="Who has it before them just now.")
    author = ModeratedAuthorSerializer()
    body = serializers.CharField(allow_blank=True, help_text="As it was written.")
    body_html = serializers.CharField(allow_blank=True, help_text="As readers would see it.")
    reasons = ReasonSerializer(many=True)
    score = serializers.FloatField(allow_null=True)
    flag_count = serializers.IntegerField(help_text="Reports that no moderator has answered.")
    unseen = serializers.BooleanField(help_text="Approved by the rules, and seen by no moderator yet.")
    flags = OpenFlagSerializer(many=True)
    reply_count = serializers.IntegerField()
    addressed = AddressedSerializer(allow_null=True)
    permalink = serializers.CharField()


class ConversationSerializer(ExcerptSerializer):
    """A comment of the conversation, and how deep in it."""

    depth = serializers.IntegerField()


class ModeratedDetailSerializer(ModeratedCommentSerializer):
    """The same with the conversation around it and what was decided so far."""

    thread = ConversationSerializer(many=True)
    decisions = DecisionSerializer(many=True)


class QueueMeta(serializers.Serializer):
    total_count = serializers.IntegerField(allow_null=True, help_text="Null past 10,000.")
    at_least = serializers.IntegerField(required=False)
    next_cursor = serializers.CharField(allow_null=True)


class QueueSerializer(serializers.Serializer):
    """A page of the moderators' queue."""

    meta = QueueMeta()
    items = ModeratedCommentSerializer(many=True)


class RejectionTextSerializer(serializers.Serializer):
    """What the author is told, in one language."""

    language = serializers.CharField()
    text = serializers.CharField()


class RejectionReasonSerializer(serializers.Serializer):
    """One reason to reject. `site` is null for all sites."""

    id = serializers.IntegerField()
    label = serializers.CharField()
    mail = serializers.BooleanField(help_text="Whether authors are told unless a rejection says otherwise.")
    site = serializers.IntegerField(allow_null=True)
    texts = RejectionTextSerializer(many=True)


class RejectionReasonsMeta(serializers.Serializer):
    total_count = serializers.IntegerField()


class RejectionReasonsSerializer(serializers.Serializer):
    meta = RejectionReasonsMeta()
    items = RejectionReasonSerializer(many=True)


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


class AuthorSerializer(serializers.Serializer):
    """What moderators have said of the author of a comment, as whom they are known (`kind`: user, visitor or email)."""

    kind = serializers.CharField(allow_null=True)
    waiting = serializers.IntegerField(help_text="How many comments of theirs wait where you decide.")
    banned = serializers.BooleanField()
    banned_until = serializers.DateTimeField(allow_null=True)
    trusted = serializers.BooleanField(allow_null=True, help_text="Null where moderators have said nothing of it.")
    trusted_until = serializers.DateTimeField(allow_null=True)
    rejected = serializers.IntegerField(help_text="How many this call has rejected.")
