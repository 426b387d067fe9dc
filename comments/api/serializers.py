"""What the discussion endpoints take and give, field by field: parsed by these, and described from them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from comments.actions import DECISIONS
from comments.models import Decision, Status

BIGGEST_ID = 2**63 - 1


class CommentInput(serializers.Serializer):
    """A comment as a reader sends it. A signed-in reader leaves out name and e-mail; unknown fields are ignored."""

    page = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID)
    parent = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True)
    block = serializers.CharField(max_length=36, required=False, allow_null=True, allow_blank=True)
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, allow_null=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True, allow_null=True)
    body = serializers.CharField(max_length=20_000, trim_whitespace=False)
    follow = serializers.BooleanField(required=False, default=False)
    form_token = serializers.CharField(max_length=200)


class EditInput(serializers.Serializer):
    """New words for a comment."""

    body = serializers.CharField(max_length=20_000, trim_whitespace=False)
    edit_token = serializers.CharField(max_length=200, required=False, help_text="Or the header X-Edit-Token.")


class DeleteInput(serializers.Serializer):
    """Proof that the author asks."""

    edit_token = serializers.CharField(max_length=200, required=False, help_text="Or the header X-Edit-Token.")


class ReactionsSerializer(serializers.Serializer):
    like = serializers.IntegerField()
    dislike = serializers.IntegerField()


class CommentAuthorSerializer(serializers.Serializer):
    name = serializers.CharField(allow_blank=True)
    role = serializers.ChoiceField(["author", "moderator"], allow_null=True)
    avatar_url = serializers.URLField(allow_null=True)


class AddressedSerializer(serializers.Serializer):
    """The change note of the article that addresses what the comment objects to, as it was published."""

    note = serializers.CharField()
    at = serializers.DateTimeField(help_text="The date of the change note.")


class CommentSerializer(serializers.Serializer):
    """A comment as readers see it."""

    id = serializers.IntegerField()
    page = serializers.IntegerField()
    parent = serializers.IntegerField(allow_null=True, help_text="What it hangs on in the tree.")
    in_reply_to = serializers.IntegerField(allow_null=True, help_text="The comment it answers.")
    root = serializers.IntegerField()
    depth = serializers.IntegerField()
    block = serializers.CharField(allow_null=True)
    author = CommentAuthorSerializer()
    body_html = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(Status.choices)
    submitted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    permalink = serializers.CharField()
    addressed = AddressedSerializer(allow_null=True)
    reactions = ReactionsSerializer()
    reply_count = serializers.IntegerField(help_text="All visible comments below.")
    replies = serializers.SerializerMethodField(
        help_text="The first three direct replies, oldest first, each likewise."
    )
    replies_cursor = serializers.CharField(allow_null=True, help_text="For the replies that are not nested here.")

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Comment"}})
    def get_replies(self, comment):
        return comment["replies"]


class SubmittedSerializer(CommentSerializer):
    """A comment just posted, with the token that lets its author change it."""

    edit_token = serializers.CharField()


class ThreadsMeta(serializers.Serializer):
    total_count = serializers.IntegerField(help_text="Comments.")
    thread_count = serializers.IntegerField(help_text="First comments of threads.")
    next_cursor = serializers.CharField(allow_null=True)
    is_open = serializers.BooleanField()


class ThreadsSerializer(serializers.Serializer):
    """A page of a discussion."""

    meta = ThreadsMeta()
    items = CommentSerializer(many=True)


class RepliesMeta(serializers.Serializer):
    total_count = serializers.IntegerField(help_text="All visible comments below the one asked for.")
    next_cursor = serializers.CharField(allow_null=True)


class RepliesSerializer(serializers.Serializer):
    """A page of the direct replies to a comment."""

    meta = RepliesMeta()
    items = CommentSerializer(many=True)


class CountSerializer(serializers.Serializer):
    page = serializers.IntegerField()
    comment_count = serializers.IntegerField()
    thread_count = serializers.IntegerField()
    is_open = serializers.BooleanField()


class CountsMeta(serializers.Serializer):
    total_count = serializers.IntegerField()


class CountsSerializer(serializers.Serializer):
    """The counts of the public pages among those asked for."""

    meta = CountsMeta()
    items = CountSerializer(many=True)


class FormSerializer(serializers.Serializer):
    """What a front end needs to show the form for a comment."""

    is_open = serializers.BooleanField()
    form_token = serializers.CharField()
    honeypot = serializers.CharField(help_text="The name of a field that people must leave empty.")
    min_seconds = serializers.IntegerField()
    max_length = serializers.IntegerField()
    guests = serializers.BooleanField()
    confirm_email = serializers.BooleanField()


class DecisionInput(serializers.Serializer):
    """A moderator's decision. With a version it counts only if the comment still has that version."""

    decision = serializers.ChoiceField(DECISIONS)
    version = serializers.IntegerField(min_value=1, required=False)
    reason = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class BulkDecisionInput(serializers.Serializer):
    """The same decision about many comments."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=BIGGEST_ID), min_length=1, max_length=1000
    )
    decision = serializers.ChoiceField(DECISIONS)
    reason = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class OutcomeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    status = serializers.CharField(allow_null=True)
    outcome = serializers.ChoiceField(["changed", "unchanged", "conflict", "not_found"])


class OutcomesMeta(serializers.Serializer):
    total_count = serializers.IntegerField()
    changed = serializers.IntegerField()


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


class ModeratedAuthorSerializer(serializers.Serializer):
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    user = serializers.IntegerField(allow_null=True)
    role = serializers.ChoiceField(["author", "moderator"], allow_null=True)
    trusted = serializers.BooleanField()
    history = HistorySerializer()


class ModeratedPageSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()


class ExcerptSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    author = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(Status.choices)
    excerpt = serializers.CharField(allow_blank=True)


class ModeratedCommentSerializer(serializers.Serializer):
    """A comment with everything a moderator needs to decide."""

    id = serializers.IntegerField()
    page = ModeratedPageSerializer()
    parent = ExcerptSerializer(allow_null=True)
    root = serializers.IntegerField()
    depth = serializers.IntegerField()
    block = serializers.CharField(allow_null=True)
    block_heading = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(Status.choices)
    visible = serializers.BooleanField()
    removed_by = serializers.ChoiceField(["author", "moderator"], allow_null=True)
    version = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    author = ModeratedAuthorSerializer()
    body = serializers.CharField(allow_blank=True, help_text="As it was written.")
    body_html = serializers.CharField(allow_blank=True, help_text="As readers would see it.")
    reasons = ReasonSerializer(many=True)
    score = serializers.FloatField(allow_null=True)
    flag_count = serializers.IntegerField()
    reply_count = serializers.IntegerField()
    addressed = AddressedSerializer(allow_null=True)
    permalink = serializers.CharField()


class ModeratedDetailSerializer(ModeratedCommentSerializer):
    """The same with the conversation around it and what was decided so far."""

    thread = ExcerptSerializer(many=True)
    decisions = DecisionSerializer(many=True)


class QueueMeta(serializers.Serializer):
    total_count = serializers.IntegerField(allow_null=True, help_text="Null past 10,000.")
    at_least = serializers.IntegerField(required=False)
    next_cursor = serializers.CharField(allow_null=True)


class QueueSerializer(serializers.Serializer):
    """A page of the moderators' queue."""

    meta = QueueMeta()
    items = ModeratedCommentSerializer(many=True)
