"""The spam score and the log: learns what moderators decide, a batch at a time or all of it anew, and scores new comments.

A comment is an example of spam while a moderator has marked it so, of the rest while one has approved it; what is restored
is none, nor is what its author has changed since. Rejected comments teach nothing: there are many reasons to reject. So a
decision that was wrong is unlearnt by taking it back, and a batch of them by unlearn(), and building the model anew, which
happens every day.
"""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import task

from comments import opinions, staff, text
from comments.models import Decision, ReaderComment, Scorer, Status, Unlearning
from comments.scoring import Example, Model, Score
from comments.scoring.measures import cross_validated

FEWEST = 20  # examples of each kind before a score is given
MOST = 20_000  # examples that a model is built from, the newest
MEASURED = 3_000
BATCH = 1_000
PASSES = 3  # over what was decided just now
STAMP_KEY = "comments.spam-score"
STAMP_SECONDS = 60  # in which every process follows what was learnt

_VERBS = [Decision.Verb.APPROVE, Decision.Verb.SPAM, Decision.Verb.RESTORE]
# What gives a comment its status or its words. Of the others a status only stands beside what was done.
_JUDGED = Q(decision__in=[Decision.Verb.SUBMIT, Decision.Verb.CONFIRM, Decision.Verb.APPROVE, Decision.Verb.SPAM]) | Q(
    decision=Decision.Verb.EDIT, actor_kind=Decision.Kind.AUTHOR
)
_loaded: tuple[str, Model | None] = ("", None)


def score(written: str, name: str) -> Score | None:
    """Give the score of a comment's text and its author's name; None until enough was learnt."""
    model = _model()
    return model.score(_read(written, name)) if model else None


@task(backend="later")
def learn() -> int:
    """Learn what was decided since the last time; give how many comments that were."""
    since = Scorer.objects.filter(pk=Scorer.ONLY).values_list("learnt_through", flat=True).first() or 0
    if not _decided().filter(pk__gt=since).exists():
        return 0
    with transaction.atomic():
        row = _locked()
        new = list(_decided().filter(pk__gt=row.learnt_through).order_by("pk").values_list("pk", "comment_id")[:BATCH])
        if not new:
            return 0
        examples = _examples(ReaderComment.objects.filter(pk__in={comment for _, comment in new}))
        model = Model.from_json(row.weights)
        model.learn(examples, epochs=PASSES, seed=new[-1][0])
        row.learnt_through = new[-1][0]
        row.spam_count += sum(example.is_spam for example in examples)
        row.other_count += sum(not example.is_spam for example in examples)
        _keep(row, model)
        if len(new) == BATCH:
            learn.enqueue()
        if opinions.is_wanted():
            opinions.tell.using(run_after=timezone.now() + opinions.PAUSE).enqueue()
    return len(examples)


@task(backend="later")
def rebuild() -> int:
    """Learn everything anew from the log, and measure how good that is; give the number of comments learnt from."""
    with transaction.atomic():
        through = _decided().order_by("pk").values_list("pk", flat=True).last() or 0
        examples = _examples(ReaderComment.objects.order_by("-pk"))
    model = Model()
    model.learn(examples)
    measures = cross_validated(examples[:MEASURED]) if _is_enough(examples) else None
    with transaction.atomic():
        row = _locked()
        row.learnt_through = through
        row.spam_count = sum(example.is_spam for example in examples)
        row.other_count = len(examples) - row.spam_count
        row.measures = measures.as_json() if measures else {}
        row.built_at = timezone.now()
        _keep(row, model)
    cache.delete(STAMP_KEY)
    learn.enqueue()  # what was decided while this was built
    return len(examples)


def _decided() -> QuerySet[Decision]:
    return Decision.objects.filter(decision__in=_VERBS, actor_kind=Decision.Kind.MODERATOR, comment__isnull=False)


def taught(*, actor: int, since: datetime, until: datetime) -> QuerySet[Decision]:
    """Give the decisions of a moderator in a span of time from which the score learns, or would, the newest first."""
    return _decided().filter(actor_id=actor, at__gte=since, at__lt=until).order_by("-pk")


def unlearn(*, actor: int, since: datetime, until: datetime, by: AbstractBaseUser | None) -> bool:
    """Learn no more from what a moderator decided in a span of time; what they decided stays. Give whether that is new.

    All is learnt anew by the worker. To unlearn the same once more changes nothing.
    """
    user = get_user_model()._default_manager.get(pk=actor)
    name = staff.public_name(user)[:150]  # as the log has it
    with transaction.atomic():
        _, created = Unlearning.objects.get_or_create(
            actor=user, since=since, until=until, defaults={"actor_name": name, "created_by": by}
        )
        if created:
            rebuild.enqueue()
    return created


def learn_again(unlearning_id: int) -> bool:
    """Learn from a batch again; give whether it was unlearnt."""
    with transaction.atomic():
        deleted, _ = Unlearning.objects.filter(pk=unlearning_id).delete()
        if deleted:
            rebuild.enqueue()
    return bool(deleted)


def _examples(comments: QuerySet[ReaderComment]) -> list[Example]:
    """Give the examples among comments: those whose present status a moderator gave them, in no batch that is unlearnt."""
    by_whom = Decision.objects.filter(_JUDGED, comment_id=OuterRef("pk"), to_status=OuterRef("status")).order_by("-pk")
    wrong: dict[tuple[int | None, str], list[tuple[datetime, datetime]]] = {}
    for actor, name, since, until in Unlearning.objects.values_list("actor_id", "actor_name", "since", "until"):
        wrong.setdefault(_whose(actor, name), []).append((since, until))
    rows = (
        comments.filter(status__in=[Status.APPROVED, Status.SPAM])
        .exclude(comment="")
        .annotate(decider=Subquery(by_whom.values("actor_kind")[:1]))
    )
    columns = ["comment", "user_name", "status"]
    if wrong:
        rows = rows.annotate(
            decider_id=Subquery(by_whom.values("actor_id")[:1]),
            decider_name=Subquery(by_whom.values("actor_name")[:1]),
            decided_at=Subquery(by_whom.values("at")[:1]),
        )
        columns += ["decider_id", "decider_name", "decided_at"]
    found = rows.filter(decider=Decision.Kind.MODERATOR).values_list(*columns)[:MOST]
    return [
        Example(_read(words, name), status == Status.SPAM)
        for words, name, status, *decided in found
        if not (decided and any(since <= decided[2] < until for since, until in wrong.get(_whose(*decided[:2]), ())))
    ]


def _whose(actor: int | None, name: str) -> tuple[int | None, str]:
    """Give whose a batch or a decision is: an account's, by whatever name, or that of the name of one which is gone."""
    return (actor, "") if actor else (None, name)


def _read(written: str, name: str) -> str:
    return f"{text.clean_line(name)}\n{written}"


def _is_enough(examples: list[Example]) -> bool:
    spam = sum(example.is_spam for example in examples)
    return min(spam, len(examples) - spam) >= FEWEST


def _locked() -> Scorer:
    Scorer.objects.get_or_create(pk=Scorer.ONLY)
    return Scorer.objects.select_for_update().get(pk=Scorer.ONLY)


def _keep(row: Scorer, model: Model) -> None:
    row.weights = model.as_json()
    row.stamp = get_random_string(32)
    row.save()


def _model() -> Model | None:
    """Give the model as it is in the database, or was less than a minute ago."""
    global _loaded
    stamp = cache.get(STAMP_KEY)
    if stamp is None:
        stamp = (
            Scorer.objects.filter(pk=Scorer.ONLY, spam_count__gte=FEWEST, other_count__gte=FEWEST)
            .values_list("stamp", flat=True)
            .first()
            or ""
        )
        cache.set(STAMP_KEY, stamp, STAMP_SECONDS)
    if stamp != _loaded[0]:
        row = Scorer.objects.filter(pk=Scorer.ONLY).first() if stamp else None
        _loaded = (stamp, Model.from_json(row.weights) if row else None)
    return _loaded[1]
