"""Whom this site writes to: readers' addresses, what their owners follow, and the news that waits to be mailed."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

WAITING_DAYS = 30  # after which what nobody has confirmed is asked about no more


class ReaderAddress(models.Model):
    """An e-mail address that somebody gave. Only its owner can confirm it, or say that no mail is wanted at all.

    Written by `comments.actions.following` alone.
    """

    class Frequency(models.TextChoices):
        INSTANT = "instant", _("At once")
        DAILY = "daily", _("Once a day")

    email = models.EmailField(max_length=254)
    email_hash = models.CharField(max_length=64, unique=True, help_text="As of comments: the same for any case.")
    language = models.CharField(max_length=12, help_text="The language in which its owner last wrote or asked.")
    frequency = models.CharField(max_length=7, choices=Frequency, default=Frequency.INSTANT)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True, help_text="Since when no mail is wanted.")
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reader's address")
        verbose_name_plural = _("readers' addresses")
        permissions = [("erase_reader", _("Can download and erase what is kept of a reader"))]

    def __str__(self) -> str:
        return f"Address {self.pk}"


class LinkMail(models.Model):
    """The mail to an address with a link that lets its owner do something, sent now and then at most (mail/links.py)."""

    class Purpose(models.TextChoices):
        CONFIRM = "confirm", _("Confirm what waits")
        OWN = "own", _("Export or erase one's own comments")

    address = models.ForeignKey(ReaderAddress, on_delete=models.CASCADE, related_name="link_mails")
    purpose = models.CharField(max_length=7, choices=Purpose)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", help_text="Which was asked last.")
    due_at = models.DateTimeField(null=True, blank=True, help_text="When it will be sent: there is a task for it.")
    taken_at = models.DateTimeField(null=True, blank=True, help_text="Since when a worker is sending it.")
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "purpose"], name="one_link_mail_of_a_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} to address {self.address_id}"


class FollowingQuerySet(models.QuerySet):
    """The sets of followings that the rest of the room speaks of."""

    def confirmed(self) -> "FollowingQuerySet":
        """What mails are sent for."""
        return self.filter(confirmed_at__isnull=False, address__refused_at=None)

    def waiting(self) -> "FollowingQuerySet":
        """What its owner may still confirm."""
        since = timezone.now() - timedelta(days=WAITING_DAYS)
        return self.filter(confirmed_at=None, created_at__gte=since)


class Following(models.Model):
    """What the owner of an address wants to hear of: a thread, a page's whole discussion, or a site's new pages.

    Which of these it is, its columns say: `thread` and `page`; `page` alone; neither, and `label` narrows the new pages
    to those that have it (the roof says what labels there are).
    """

    address = models.ForeignKey(ReaderAddress, on_delete=models.CASCADE, related_name="followings")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    thread = models.ForeignKey(
        "comments.ReaderComment", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    label = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = FollowingQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "thread"], condition=Q(thread__isnull=False), name="one_following_of_a_thread"
            ),
            models.UniqueConstraint(
                fields=["address", "page"],
                condition=Q(thread__isnull=True, page__isnull=False),
                name="one_following_of_a_page",
            ),
            models.UniqueConstraint(
                fields=["address", "site", "label"],
                condition=Q(page__isnull=True),
                name="one_following_of_new_pages",
            ),
        ]
        indexes = [models.Index(fields=["site", "label"], condition=Q(page__isnull=True), name="following_new_pages")]

    def __str__(self) -> str:
        return f"Following {self.pk} of address {self.address_id}"


class LetterQuerySet(models.QuerySet):
    """The sets of letters that the rest of the room speaks of."""

    def unsent(self) -> "LetterQuerySet":
        return self.filter(sent_at=None)


class Letter(models.Model):
    """One piece of news for one address, mailed alone or with others; what is told once is not told again."""

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Your comment was approved")
        REPLY = "reply", _("A reply to your comment")
        COMMENT = "comment", _("A comment where you follow")
        PAGE = "page", _("A new page")

    address = models.ForeignKey(ReaderAddress, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=8, choices=Kind)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(
        "comments.ReaderComment", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    following = models.ForeignKey(Following, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    taken_at = models.DateTimeField(null=True, blank=True, help_text="Since when a worker is sending it.")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "comment"], condition=Q(comment__isnull=False), name="one_letter_of_a_comment"
            ),
            models.UniqueConstraint(
                fields=["address", "page"], condition=Q(comment__isnull=True), name="one_letter_of_a_page"
            ),
        ]
        indexes = [models.Index(fields=["address"], condition=Q(sent_at=None), name="letter_unsent")]

    def __str__(self) -> str:
        return f"{self.kind} to address {self.address_id}"
