"""What the discussion endpoints take and give, field by field: parsed by these, and described from them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from comments.actions import FOLLOWED
from comments.actions.following import THREAD
from comments.models import Flag, Reaction, Status

BIGGEST_ID = 2**63 - 1


@extend_schema_field({"oneOf": [{"type": "boolean"}, {"type": "string", "enum": list(FOLLOWED)}]})
class FollowField(serializers.Field):
    """What the author wants mail about: the thread (`true` says the same), the whole page's discussion, or nothing."""

    default_error_messages = {"invalid": "true, false, thread or page."}

    def to_internal_value(self, value: object) -> str:
        if value is True or value is False:
            return THREAD if value else ""
        if value not in FOLLOWED:
            self.fail("invalid")
        return str(value)


class CommentInput(serializers.Serializer):
    """A comment as a reader sends it. A signed-in reader leaves out name and e-mail; unknown fields are ignored."""

    page = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID)
    parent = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True)
    block = serializers.CharField(max_length=36, required=False, allow_null=True, allow_blank=True)
    source = serializers.CharField(
        max_length=500,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="A DOI or link that the comment stands on. Moderators and editors see it, readers do not.",
    )
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, allow_null=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True, allow_null=True)
    body = serializers.CharField(max_length=20_000, trim_whitespace=False)
    follow = FollowField(required=False, default="", help_text="Mail about replies, or about the whole page.")
    form_token = serializers.CharField(max_length=200)
    altcha = serializers.CharField(
        max_length=1000,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="The solution of the form's `altcha`, where it has one: base64 of JSON with its `number`.",
    )


class EditInput(serializers.Serializer):
    """New words for a comment."""

    body = serializers.CharField(max_length=20_000, trim_whitespace=False)
    source = serializers.CharField(
        max_length=500,
        required=False,
        allow_blank=True,
        help_text="Another DOI or link that the comment stands on, empty for none; left out, it stays what it is.",
    )
    edit_token = serializers.CharField(max_length=200, required=False, help_text="Or the header X-Edit-Token.")


class DeleteInput(serializers.Serializer):
    """Proof that the author asks."""

    edit_token = serializers.CharField(max_length=200, required=False, help_text="Or the header X-Edit-Token.")


class ReactionsSerializer(serializers.Serializer):
    like = serializers.IntegerField()
    dislike = serializers.IntegerField()


class LikesSerializer(serializers.Serializer):
    likes = serializers.IntegerField(help_text="How many readers like the article.")


class FlagInput(serializers.Serializer):
    """Why a reader reports a comment."""

    reason = serializers.ChoiceField(Flag.Reason.choices)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class FlaggedSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="The comment.")
    flagged = serializers.BooleanField()


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
    block_heading = serializers.CharField(
        allow_null=True, help_text="What readers read above the block when the thread was begun."
    )
    block_removed = serializers.BooleanField(help_text="Whether the block has left the article since.")
    author = CommentAuthorSerializer()
    body_html = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(Status.choices)
    removed_by = serializers.ChoiceField(["author", "moderator"], allow_null=True)
    submitted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    edited_by = serializers.ChoiceField(
        ["author", "moderator"], allow_null=True, help_text="Who changed the words last, null where nobody has."
    )
    permalink = serializers.CharField()
    addressed = AddressedSerializer(allow_null=True)
    featured = serializers.BooleanField(help_text="Whether moderators have it shown first.")
    is_closed = serializers.BooleanField(help_text="Of a thread's first comment: no more replies are taken in it.")
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


class OwnReactionSerializer(serializers.Serializer):
    comment = serializers.IntegerField()
    reaction = serializers.ChoiceField(Reaction.Value.choices)


class MineSerializer(serializers.Serializer):
    """What is one reader's own in a discussion."""

    liked = serializers.BooleanField(help_text="Whether they like the article.")
    reactions = OwnReactionSerializer(many=True)
    flagged = serializers.ListField(child=serializers.IntegerField(), help_text="The comments that they reported.")
    comments = CommentSerializer(many=True, help_text="Theirs that others do not see, oldest first.")


class ThreadsMeta(serializers.Serializer):
    total_count = serializers.IntegerField(help_text="Comments.")
    thread_count = serializers.IntegerField(help_text="First comments of threads.")
    next_cursor = serializers.CharField(allow_null=True)
    is_open = serializers.BooleanField()
    closes_at = serializers.DateTimeField(allow_null=True, help_text="From when on it takes no more comments.")
    announcement = serializers.CharField(allow_blank=True, help_text="Plain text to be shown above the comments.")
    likes = serializers.IntegerField(help_text="How many readers like the page itself.")


class ThreadsSerializer(serializers.Serializer):
    """A page of a discussion."""

    meta = ThreadsMeta()
    featured = CommentSerializer(
        many=True,
        help_text="What moderators have featured, the newest first and at most three, wherever in the discussion it "
        "stands and without replies: to be shown before `items`, which have it in its place as well. Empty from the "
        "second page on.",
    )
    items = CommentSerializer(many=True)


class ContextSerializer(serializers.Serializer):
    """A comment in its place."""

    ancestors = CommentSerializer(many=True, help_text="What stands above it, the thread's first comment first.")
    comment = CommentSerializer()


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
    by_block = serializers.DictField(
        child=serializers.IntegerField(), help_text="Comments by the block they are about."
    )


class CountsMeta(serializers.Serializer):
    total_count = serializers.IntegerField()


class CountsSerializer(serializers.Serializer):
    """The counts of the public pages among those asked for."""

    meta = CountsMeta()
    items = CountSerializer(many=True)


class ChallengeSerializer(serializers.Serializer):
    """A challenge of ALTCHA's first protocol: find the number whose hash behind the salt is the challenge."""

    algorithm = serializers.CharField()
    challenge = serializers.CharField()
    maxnumber = serializers.IntegerField()
    salt = serializers.CharField()
    signature = serializers.CharField()


class FormReaderSerializer(serializers.Serializer):
    """Who asks, where this site or its front end's token knows them."""

    name = serializers.CharField(
        allow_blank=True, help_text="What they write as; empty where the token names nobody: then the post has to."
    )


class FormSerializer(serializers.Serializer):
    """What a front end needs to show the form for a comment."""

    is_open = serializers.BooleanField()
    closes_at = serializers.DateTimeField(allow_null=True)
    announcement = serializers.CharField(allow_blank=True, help_text="Plain text to be shown above the comments.")
    reader = FormReaderSerializer(
        allow_null=True,
        help_text="Null for a guest, and where a token is not believed. Who is known leaves out name and e-mail.",
    )
    own_data_url = serializers.URLField(
        help_text="The page on which readers have what is kept of them sent to them, or erased."
    )
    form_token = serializers.CharField()
    honeypot = serializers.CharField(help_text="The name of a field that people must leave empty.")
    min_seconds = serializers.IntegerField()
    max_length = serializers.IntegerField()
    guests = serializers.BooleanField()
    altcha = ChallengeSerializer(
        allow_null=True, help_text="Work for the browser of a guest, good for one post; null where none is asked for."
    )
    confirm_email = serializers.BooleanField()
