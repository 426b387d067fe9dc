"""`POST /api/v2/subscriptions/`: new articles by mail, once the owner of the address has confirmed it."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.models import Site

from articles.models import Topic
from cms.mailing import label_of
from comments import actions
from comments.models import ReaderAddress

MOST_TOPICS = 50


class TopicField(serializers.CharField):
    """A topic by its slug, as in `?topic=`, or by its number."""

    def to_internal_value(self, value: object) -> str:
        return super().to_internal_value(value).strip()


class SubscriptionInput(serializers.Serializer):
    """What somebody wants mail about. Nothing is mailed before the owner of the address has confirmed it."""

    email = serializers.EmailField(max_length=254)
    topics = serializers.ListField(
        child=TopicField(max_length=100),
        required=False,
        default=list,
        max_length=MOST_TOPICS,
        help_text="Their slugs or numbers; without any, all new articles.",
    )
    locale = serializers.ChoiceField(
        settings.WAGTAIL_CONTENT_LANGUAGES,
        required=False,
        default=settings.LANGUAGE_CODE,
        help_text="The language of the mails, and of the articles that they are about.",
    )
    frequency = serializers.ChoiceField(
        ReaderAddress.Frequency.choices,
        required=False,
        default=ReaderAddress.Frequency.INSTANT,
        help_text="For an address that is not confirmed yet; afterwards its owner chooses, by the link in each mail.",
    )

    def validate_topics(self, given: list[str]) -> list[str]:
        """Give the labels of the topics, of none the one for everything."""
        numbers = {int(topic) for topic in given if topic.isascii() and topic.isdecimal() and len(topic) < 10}
        known = Topic.objects.filter(slug__in=given) | Topic.objects.filter(pk__in=numbers)
        found = {str(name): pk for pk, slug in known.values_list("pk", "slug") for name in (slug, pk)}
        unknown = sorted(set(given) - set(found))
        if unknown:
            raise serializers.ValidationError(f"There is no topic {', '.join(unknown)}.", code="not_found")
        return sorted({label_of(found[topic]) for topic in given}) or [""]


class SubscribedSerializer(serializers.Serializer):
    """The same for every address, known or not."""

    accepted = serializers.BooleanField()


class SubscriptionsView(APIView):
    """Takes a wish for mail; what is known of the address cannot be told from the answer."""

    authentication_classes: list = []
    query_parameters: frozenset[str] = frozenset()

    @extend_schema(
        operation_id="subscriptions_create",
        summary="New articles by mail",
        request=SubscriptionInput,
        responses={202: SubscribedSerializer},
    )
    def post(self, request: Request) -> Response:
        form = SubscriptionInput(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        site = Site.find_for_request(request)
        if site is None:
            raise NotFound
        actions.subscribe(
            sent["email"], site=site, labels=sent["topics"], language=sent["locale"], frequency=sent["frequency"]
        )
        return Response({"accepted": True}, status=202, headers={"Cache-Control": "no-store"})
