"""The moderators' API of the rules: what they are, and what a text would get by them."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Page, Site

from comments import authority, discussions, pages, policies, trial
from comments.actions.ruling import COLUMNS, SECRETS
from comments.api import parameters
from comments.api.endpoints import NO_STORE
from comments.api.moderation import CanModerate, ModerationView
from comments.api.serializers import BIGGEST_ID
from comments.models import Discussion, DiscussionSettings
from comments.rules import RULES, Verdict

VERDICTS = {Verdict.APPROVE: "approve", Verdict.HOLD: "hold", Verdict.SPAM: "spam", Verdict.REFUSE: "refuse"}
SETTINGS = sorted(COLUMNS - SECRETS - {"off_rules", "pre_moderation"})


class RuleSerializer(serializers.Serializer):
    """One rule, in the order in which they are asked."""

    code = serializers.CharField()
    is_on = serializers.BooleanField()


class RulesSerializer(serializers.Serializer):
    """The rules of a site, or of a page with what it has otherwise."""

    site = serializers.IntegerField()
    page = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField(help_text="Grows with every change of them.")
    rules = RuleSerializer(many=True)
    settings = serializers.DictField(help_text="What they go by, by name: those of the site.")
    own = serializers.DictField(help_text="What the page has otherwise: empty for a site.")


class TrialInput(serializers.Serializer):
    """A text to try the rules on, as if it were sent now. Nothing of it is kept."""

    body = serializers.CharField(max_length=10_000, allow_blank=True, trim_whitespace=False)
    name = serializers.CharField(max_length=50, required=False, allow_blank=True, default="")
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True, default="")
    is_verified = serializers.BooleanField(
        required=False, default=False, help_text="Whether the address is known to be the author's."
    )
    page = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True, default=None)


class AskedSerializer(serializers.Serializer):
    """What one rule said: verdict and detail are null where it has nothing to say, or was not asked."""

    code = serializers.CharField()
    was_asked = serializers.BooleanField()
    verdict = serializers.ChoiceField(list(VERDICTS.values()), allow_null=True)
    detail = serializers.CharField(allow_null=True)


class TrialSerializer(serializers.Serializer):
    """What the text would get: the strictest verdict, and rule by rule why."""

    verdict = serializers.ChoiceField(list(VERDICTS.values()))
    rules = AskedSerializer(many=True)


class IsSenior(CanModerate):
    """Moderates everything, and what concerns no page alone."""

    def has_permission(self, request, view):
        return authority.of(request.user).is_senior


class RulesView(ModerationView):
    """The rules, for senior moderators."""

    permission_classes = [IsSenior]
    query_parameters = frozenset({"page"})

    @extend_schema(
        operation_id="moderation_rules",
        summary="The rules that judge comments",
        parameters=[OpenApiParameter("page", OpenApiTypes.INT, description="A page, for what it has otherwise.")],
        responses={200: RulesSerializer},
    )
    def get(self, request: Request) -> Response:
        page = _page(parameters.identifier(request, "page"))
        chosen = _settings(request, page)
        row = (Discussion.objects.filter(page=page).first() if page else None) or Discussion()
        policy = policies.of(chosen, row.own_rules, pre_moderation=discussions.looks_first(row, chosen))
        document = {
            "site": chosen.site_id,
            "page": page.pk if page else None,
            "version": row.rules_version if page else chosen.rules_version,
            "rules": [{"code": code, "is_on": _is_on(code, policy)} for code in _codes()],
            "settings": {name: getattr(chosen, name) for name in SETTINGS},
            "own": row.own_rules,
        }
        return Response(document, headers=NO_STORE)


class TryView(ModerationView):
    """Trying a text on the rules, for senior moderators."""

    permission_classes = [IsSenior]

    @extend_schema(
        operation_id="moderation_rules_try",
        summary="Try a text on the rules",
        description="Akismet is not asked, and nothing is kept.",
        request=TrialInput,
        responses={200: TrialSerializer},
    )
    def post(self, request: Request) -> Response:
        form = TrialInput(data=request.data)
        form.is_valid(raise_exception=True)
        sent = dict(form.validated_data)
        page = _page(sent.pop("page"))
        tried = trial.of(_settings(request, page), text=sent.pop("body"), page=page, **sent)
        document = {
            "verdict": VERDICTS[tried.verdict],
            "rules": [
                {
                    "code": one.code,
                    "was_asked": one.was_asked,
                    "verdict": VERDICTS[one.reason.verdict] if one.reason else None,
                    "detail": one.reason.detail if one.reason else None,
                }
                for one in tried.asked
            ],
        }
        return Response(document, headers=NO_STORE)


def _codes() -> list[str]:
    return [rule.__name__ for rule in RULES]


def _is_on(code: str, policy) -> bool:
    return policy.pre_moderation if code == "pre_moderation" else code not in policy.off


def _page(number: int | None) -> Page | None:
    """Give a page that takes comments, None for none; raise ValidationError for one that does not."""
    if number is None:
        return None
    page = Page.objects.filter(pk=number, depth__gt=1).select_related("content_type").first()
    if page is None or not pages.takes_comments(page):
        raise ValidationError({"page": ["No page with this id takes comments."]}, code="not_found")
    return page


def _settings(request: Request, page: Page | None) -> DiscussionSettings:
    if page is not None:
        return discussions.site_settings(page)
    site = Site.find_for_request(request) or Site.objects.filter(is_default_site=True).first()
    return DiscussionSettings.objects.filter(site=site).first() or DiscussionSettings(site=site)
