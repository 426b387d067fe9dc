"""Reviews of live articles: marks one as reviewed without editing it, and reminds of those that are due."""

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task
from modelcluster.models import get_serializable_data_for_fields
from wagtail.admin.mail import send_mail
from wagtail.log_actions import log

from articles import editing, review_days, revisions
from articles.models import ArticlePage, ArticleReviewer, Author, Review, ReviewReminder
from articles.signals import article_changed
from articles.vocabulary import ReviewOutcome

PERMISSION = "articles.review_article"
LOG_ACTION = "articles.review"


class CannotReview(Exception):
    """The article cannot be marked as reviewed; the message says why."""


def may_review(user: AbstractBaseUser) -> bool:
    """Tell whether somebody may mark articles as reviewed."""
    return user.is_active and user.has_perm(PERMISSION)


def due(day: date | None = None) -> QuerySet[ArticlePage]:
    """Give the live articles whose review is due on `day` (today), or was: the longest overdue first.

    An alias is reviewed with its original.
    """
    found = ArticlePage.objects.live().filter(alias_of=None, review_due_at__lte=day or review_days.today())
    return found.order_by("review_due_at", "title")


def record(
    page: ArticlePage,
    *,
    by: AbstractBaseUser,
    outcome: str,
    next_due: date,
    note: str = "",
    reviewer: Author | None = None,
) -> Review:
    """Log a review of the live version and, where it confirms the content, move the dates that readers see.

    The live row and the stored drafts get the same dates and reviewer, so that no draft falls behind and none is made.
    Raises CannotReview for an article that is not live, and for an alias.
    """
    if page.alias_of_id:
        raise CannotReview("This article mirrors another one. Review the original.")
    with transaction.atomic():
        if not ArticlePage.objects.filter(pk=page.pk, live=True).exists():
            raise CannotReview("Only a live article can be reviewed. Publish it first.")
        review = Review.objects.create(
            page=page,
            user=by,
            reviewer=reviewer,
            name=(str(reviewer) if reviewer else by.get_full_name() or by.get_username())[:255],
            outcome=outcome,
            note=note,
            next_due=next_due,
        )
        dates = {"review_due_at": next_due}
        if outcome == ReviewOutcome.CONFIRMED:
            dates["reviewed_at"] = timezone.localdate(review.at)
            if reviewer:
                _add_reviewer(page, reviewer)
        ArticlePage.objects.filter(pk=page.pk).update(**dates)
        for name, value in dates.items():
            setattr(page, name, value)
        revisions.amend(page, lambda content: content.update({name: day.isoformat() for name, day in dates.items()}))
        log(instance=page, action=LOG_ACTION, user=by, data={"outcome": str(outcome), "note": note})
        article_changed.send(sender=ArticlePage, page=page, live=True)
    return review


def _add_reviewer(page: ArticlePage, reviewer: Author) -> None:
    """Name the reviewer with the article, in the live version and in its drafts, where they are not yet."""
    rows = ArticleReviewer.objects.filter(page_id=page.pk)
    if rows.filter(author=reviewer).exists():
        return
    row = ArticleReviewer.objects.create(page_id=page.pk, author=reviewer, sort_order=rows.count())
    stored = get_serializable_data_for_fields(row)

    def name_them(content: dict) -> None:
        children = content.get("article_reviewers", [])
        if all(child.get("author") != reviewer.pk for child in children):
            content["article_reviewers"] = [*children, stored | {"sort_order": len(children)}]

    revisions.amend(page, name_them)


@task(backend="later")
def remind() -> int:
    """Have owners and reviewers reminded of every review that is due, each once for each due date; run once a day.

    Gives how many reminders are new. To run it again changes nothing.
    """
    pages = list(due().only("pk", "review_due_at"))
    people = _people(pages)
    known = set(ReviewReminder.objects.filter(page__in=pages).values_list("page", "due", "recipient"))
    reminders = [
        ReviewReminder(page_id=page.pk, due=page.review_due_at, recipient_id=recipient)
        for page in pages
        for recipient in sorted(people[page.pk])
        if (page.pk, page.review_due_at, recipient) not in known
    ]
    with transaction.atomic():
        ReviewReminder.objects.bulk_create(reminders, ignore_conflicts=True)
        for recipient in sorted({reminder.recipient_id for reminder in reminders}):
            mail_reminders.enqueue(recipient)
    return len(reminders)


def _people(pages: list[ArticlePage]) -> dict[int, set[int]]:
    """Give the accounts to remind of each article: its owner's and those of its reviewers."""
    people: dict[int, set[int]] = defaultdict(set)
    for page, owner in editing.owners(page.pk for page in pages).items():
        people[page].add(owner.pk)
    reviewers = ArticleReviewer.objects.filter(page__in=pages, author__user__is_active=True)
    for page, user in reviewers.exclude(author__user__email="").values_list("page", "author__user"):
        people[page].add(user)
    return people


@task(backend="later")
def mail_reminders(recipient_id: int) -> int:
    """Send somebody one mail about the reviews that they were not reminded of yet; give how many it held.

    Rows are taken before the mail is sent and given back where sending fails, so that of two workers one sends.
    """
    waiting = ReviewReminder.objects.filter(recipient=recipient_id, sent_at=None).values_list("pk", flat=True)
    now = timezone.now()
    taken = [pk for pk in list(waiting) if ReviewReminder.objects.filter(pk=pk, sent_at=None).update(sent_at=now)]
    if not taken:
        return 0
    try:
        _send(list(ReviewReminder.objects.filter(pk__in=taken).select_related("page", "recipient").order_by("due")))
    except Exception:
        ReviewReminder.objects.filter(pk__in=taken).update(sent_at=None)
        raise
    return len(taken)


def _send(reminders: list[ReviewReminder]) -> None:
    recipient = reminders[0].recipient
    context = {
        "recipient": recipient,
        "rows": [(reminder, editing.address(reminder.page)) for reminder in reminders],
        "count": len(reminders),
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    with override(editing.language(recipient)):
        subject = render_to_string("articles/mail/review_subject.txt", context).strip()
        message = render_to_string("articles/mail/review.txt", context)
    send_mail(subject, message, [recipient.email])
