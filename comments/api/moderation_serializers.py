"""What the moderators' endpoints give, field by field: described from these."""

from rest_framework import serializers

from comments import standing
from comments.api.serializers import AddressedSerializer
from comments.models import Decision, Flag, Status


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


class AuthorSerializer(serializers.Serializer):
    """What moderators have said of the author of a comment, as whom they are known (`kind`: user, visitor or email)."""

    kind = serializers.CharField(allow_null=True)
    waiting = serializers.IntegerField(help_text="How many comments of theirs wait where you decide.")
    banned = serializers.BooleanField()
    banned_until = serializers.DateTimeField(allow_null=True)
    trusted = serializers.BooleanField(allow_null=True, help_text="Null where moderators have said nothing of it.")
    trusted_until = serializers.DateTimeField(allow_null=True)
    rejected = serializers.IntegerField(help_text="How many this call has rejected.")
