"""Takes from comments whatever says who wrote them, and what."""

from collections.abc import Sequence

from django.db.models import F
from django_comments.models import Comment
from django_comments_xtd.models import XtdComment

from comments import indexing
from comments.errors import AlreadyDecided
from comments.models import Decision, FormerText, IdempotencyKey, ReaderComment, RejectionMail

# What an editor of the article has answered was about the words that are no longer there.
UNANSWERED = {"objection": "", "addressed_note": "", "addressed_at": None}
EMPTY = {
    "body_html": "",
    "source": "",
    "text_hash": "",
    "email_hash": "",
    "ip_hash": "",
    "visitor": "",
    "author_role": "",
    "reasons": [],
    "score": None,
    "featured": 0,
    "edited_by": "",
    "flag_count": 0,  # nothing is left to decide about
    "unseen": 0,
    **UNANSWERED,
}


def purge(comments: Sequence[ReaderComment], **columns: object) -> None:
    """Empty comments whose threads are locked, and set `columns` of them, in a constant number of statements.

    Place, dates and counts stay, and so do the Decisions, which keep no address. Raises AlreadyDecided.
    """
    ids = [comment.pk for comment in comments]
    rows = ReaderComment.norel_objects.filter(pk__in=ids, version__in={comment.version for comment in comments})
    if rows.update(version=F("version") + 1, **EMPTY, **columns) != len(ids):
        raise AlreadyDecided
    Comment.objects.filter(pk__in=ids).update(
        comment="", user_name="", user_email="", user_url="", user=None, ip_address=None
    )
    XtdComment.norel_objects.filter(pk__in=ids).update(followup=False)
    indexing.erase(ids)
    # A fingerprint is made of the words, the name and the address; the rules' reasons quote them.
    IdempotencyKey.objects.filter(comment_id__in=ids).update(fingerprint="", body_html="")
    Decision.objects.filter(comment_id__in=ids).without_quotes()
    FormerText.objects.filter(comment_id__in=ids).delete()
    RejectionMail.objects.filter(comment_id__in=ids).delete()
