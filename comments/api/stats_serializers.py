"""What the moderators' figures look like, field by field."""

from rest_framework import serializers


class WaitingSerializer(serializers.Serializer):
    """What asks for a moderator."""

    pending = serializers.IntegerField()
    flagged = serializers.IntegerField()
    oldest_submitted_at = serializers.DateTimeField(allow_null=True)


class BusyModeratorSerializer(serializers.Serializer):
    name = serializers.CharField(allow_blank=True)
    decisions = serializers.IntegerField()
    median_seconds_to_decision = serializers.IntegerField(allow_null=True)
    p90_seconds_to_decision = serializers.IntegerField(allow_null=True)
    overturned = serializers.IntegerField(
        help_text="Decisions of theirs that somebody else took back or decided otherwise."
    )
    agreement = serializers.FloatField(allow_null=True)


class VolumeSerializer(serializers.Serializer):
    """How much there was: comments written, of these held and caught as spam by the rules, hidden by readers' reports."""

    submitted = serializers.IntegerField()
    held = serializers.IntegerField()
    caught = serializers.IntegerField()
    hidden = serializers.IntegerField()
    decisions = serializers.IntegerField(help_text="By moderators.")


class DayVolumeSerializer(VolumeSerializer):
    day = serializers.DateField(help_text="In UTC.")


class ArticleVolumeSerializer(VolumeSerializer):
    id = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True, help_text="What it was called when it was last decided about.")


class DisputedClaimSerializer(serializers.Serializer):
    """A claim, and how many threads about it readers came to see."""

    page = serializers.IntegerField()
    block = serializers.CharField()
    heading = serializers.CharField(allow_blank=True)
    disputed = serializers.IntegerField()


class StatsSerializer(serializers.Serializer):
    """The moderators' work in numbers. Counts of comments stop at `counted_up_to`.

    Durations are seconds from a comment's entry into the queue to the decision about it; percentiles are told to within 5 %.
    """

    at = serializers.DateTimeField()
    days = serializers.IntegerField(help_text="How many days in UTC this is about, today included.")
    waiting = WaitingSerializer()
    statuses = serializers.DictField(child=serializers.IntegerField())
    counted_up_to = serializers.IntegerField()
    decisions = serializers.DictField(child=serializers.IntegerField())
    reasons = serializers.DictField(child=serializers.IntegerField())
    moderators = BusyModeratorSerializer(many=True)
    seconds_to_decision = serializers.IntegerField(allow_null=True, help_text="The mean.")
    median_seconds_to_decision = serializers.IntegerField(allow_null=True)
    p90_seconds_to_decision = serializers.IntegerField(allow_null=True)
    agreement = serializers.FloatField(
        allow_null=True, help_text="The share of decisions that nobody else took back or decided otherwise, 0 to 1."
    )
    overturned = serializers.IntegerField(help_text="Decisions that somebody else took back or decided otherwise.")
    corrected = serializers.IntegerField(help_text="Decisions that their own maker took back.")
    volume = DayVolumeSerializer(many=True, help_text="Oldest first.")
    articles = ArticleVolumeSerializer(many=True, help_text="Those with most to do first.")
    disputed_claims = DisputedClaimSerializer(many=True, help_text="The most disputed first.")
    missing_days = serializers.ListField(
        child=serializers.DateField(), help_text="Days that the worker has not counted yet: they are left out above."
    )
