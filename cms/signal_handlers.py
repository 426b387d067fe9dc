"""Turns what happens in the rooms into changed cache tags: one call for each signal.

An answer carries the tags of the objects that it shows (`page:5`, `image:3`), and for lists that of their kind (`pages`,
`articles`, `images`, `documents`); `site` stands for everything that surrounds a page.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save
from taggit.models import Tag, TaggedItem
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from articles.api.document import place_tags
from articles.models import (
    ArticleImage,
    ArticlePage,
    ArticleRendition,
    Author,
    AuthorTranslation,
    ChangeNote,
    FaqEntry,
    FaqEntryTranslation,
    LibrarySettings,
    Reference,
    Topic,
    TopicTranslation,
)
from articles.own_pages import AUTHORS, TOPICS
from articles.signals import (
    article_changed,
    change_noted,
    evidence_rewritten,
    own_citations_changed,
    references_changed,
    renditions_made,
)
from cms import avatars, changes, site_roots, tags, token_keys
from cms.webhooks import events as webhooks
from comments import actions
from comments.models import Decision, DiscussionSettings
from comments.signals import decided, discussion_changed, token_keys_wanted
from home.models import CrawlerSettings, NavigationLink, ProfileTranslation, Question, SiteProfile

# Which rows have which tag, and the column that has the number in it; each kind has one, too (`authors`), for the
# lists that are filtered by it.
ROWS = [
    (Author, "author", "pk"),
    (AuthorTranslation, "author", "author_id"),
    (FaqEntry, "question", "pk"),
    (Reference, "reference", "pk"),
    (Topic, "topic", "pk"),
    (TopicTranslation, "topic", "topic_id"),
    (FaqEntryTranslation, "question", "entry_id"),
]
# Rows of which the pages of people and topics say what is written there.
SUBJECTS = [
    (Author, AUTHORS, "pk"),
    (AuthorTranslation, AUTHORS, "author_id"),
    (Topic, TOPICS, "pk"),
    (TopicTranslation, TOPICS, "topic_id"),
]
# Rows of which any changes the same tags. A site's profile is saved before what hangs on it, each in a statement of its own.
SHARED = [
    *((model, {"site"}) for model in (Site, Locale, DiscussionSettings, LibrarySettings)),
    *((model, {"site"}) for model in (SiteProfile, ProfileTranslation, NavigationLink, Question)),
    (CrawlerSettings, {"crawlers"}),
    (Redirect, {"redirects"}),
    *((model, {"collections"}) for model in (Collection, CollectionViewRestriction)),
    (Tag, {"tags"}),
]
# What is saved of a page where nobody sees it: a draft, a lock, a plan.
UNSEEN = {
    "alias_of", "content_type", "draft_title", "expire_at", "go_live_at", "has_unpublished_changes", "latest_revision",
    "latest_revision_created_at", "locked", "locked_at", "locked_by", "owner", "public_change",
}  # fmt: skip
AT_ONCE = 500  # tags of one statement


def connect() -> None:
    page_published.connect(on_published, dispatch_uid="cms.on_published")
    page_unpublished.connect(on_unpublished, dispatch_uid="cms.on_unpublished")
    post_save.connect(on_page_saved, dispatch_uid="cms.on_page_saved")
    m2m_changed.connect(on_tagged, sender=TaggedItem, dispatch_uid="cms.on_tagged")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(on_branch, dispatch_uid=f"cms.on_branch.{id(signal)}")
    for signal in (post_save, post_delete):
        for model, name, column in ROWS:
            uid = f"cms.on_{model.__name__}.{id(signal)}"
            signal.connect(_on_row(name, column), sender=model, weak=False, dispatch_uid=uid)
        for model, kind, column in SUBJECTS:
            uid = f"cms.on_subject.{model.__name__}.{id(signal)}"
            signal.connect(_on_subject(kind, column), sender=model, weak=False, dispatch_uid=uid)
        for model, shared in SHARED:
            uid = f"cms.on_{model.__name__}.{id(signal)}"
            signal.connect(_on_shared(shared), sender=model, weak=False, dispatch_uid=uid)
        signal.connect(on_tree, sender=Site, dispatch_uid=f"cms.on_tree.{id(signal)}")
        signal.connect(on_image, sender=ArticleImage, dispatch_uid=f"cms.on_image.{id(signal)}")
        signal.connect(on_rendition, sender=ArticleRendition, dispatch_uid=f"cms.on_rendition.{id(signal)}")
        signal.connect(on_document, sender=get_document_model(), dispatch_uid=f"cms.on_document.{id(signal)}")
        signal.connect(on_private_page, sender=PageViewRestriction, dispatch_uid=f"cms.on_private_page.{id(signal)}")
    post_delete.connect(on_page_deleted, dispatch_uid="cms.on_page_deleted")
    article_changed.connect(on_article, dispatch_uid="cms.on_article")
    evidence_rewritten.connect(on_evidence, dispatch_uid="cms.on_evidence")
    change_noted.connect(on_change_noted, dispatch_uid="cms.on_change_noted")
    decided.connect(on_decided, dispatch_uid="cms.on_decided")
    discussion_changed.connect(on_discussion, dispatch_uid="cms.on_discussion")
    own_citations_changed.connect(on_own_citations, dispatch_uid="cms.on_own_citations")
    token_keys_wanted.connect(token_keys.on_wanted, dispatch_uid="cms.on_token_keys_wanted")
    references_changed.connect(on_references, dispatch_uid="cms.on_references")
    renditions_made.connect(on_renditions, dispatch_uid="cms.on_renditions")


def on_published(sender: type, instance: Page, **kwargs: object) -> None:
    # Of an article the room tells itself, when everything that follows from a publication is written. Of other pages the
    # address may be new, which Wagtail tells only after the transaction, and too late for a process that dies between.
    if sender is not ArticlePage:
        bump_branch(instance, published=instance.pk)


def on_unpublished(sender: type, instance: Page, **kwargs: object) -> None:
    if sender is not ArticlePage:
        bump_branch(instance)


def on_page_saved(
    sender: type,
    instance: object,
    created: bool,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """A page that code makes live at once, or saves as it is live, is never published, yet readers see it.

    Of a new article the room tells itself.
    """
    if raw or not isinstance(instance, Page) or not instance.live:
        return
    if created and sender is not ArticlePage:
        bump_branch(instance, published=instance.pk)
    elif not created and (update_fields is None or update_fields - UNSEEN):
        tags.bump({f"page:{instance.pk}", *place_tags(instance), "articles", "pages"})


def on_article(page: ArticlePage, live: bool, **kwargs: object) -> None:
    tags.bump({f"page:{page.pk}", *place_tags(page), "articles", "pages"})
    (changes.published if live else changes.taken_down)(page)


def on_evidence(page: ArticlePage, **kwargs: object) -> None:
    tags.bump({f"page:{page.pk}", *place_tags(page), "articles"})


def on_page_deleted(sender: type, instance: object, **kwargs: object) -> None:
    if sender is not Page:
        return
    shown = {f"page:{instance.pk}", *place_tags(instance), "articles", "pages"}
    if instance.specific_class is not ArticlePage:
        site_roots.forget()
        shown.add("site")
    tags.bump(shown)
    changes.deleted(instance.pk)


def on_branch(instance: Page, **kwargs: object) -> None:
    """A page's address has changed, and with it that of every page below it, the root of a site perhaps."""
    site_roots.forget()
    bump_branch(instance)


def on_private_page(instance: PageViewRestriction, origin: object = None, **kwargs: object) -> None:
    # A restriction that goes with its page opens nothing.
    if (
        origin is None
        or isinstance(origin, PageViewRestriction)
        or getattr(origin, "model", None) is PageViewRestriction
    ):
        bump_branch(instance.page)


def bump_branch(page: Page, *, published: int | None = None) -> None:
    """Bump the tags of a page and of all below it, some hundred at a time, and tell what has changed for the public.

    The tags of all pages come first, here as for an article: of two changes at once one waits there for the other.
    """
    tags.bump({"articles", "pages", "site"})
    pages = list(Page.objects.descendant_of(page, inclusive=True).only("pk", "slug", "translation_key"))
    for start in range(0, len(pages), AT_ONCE):
        some = pages[start : start + AT_ONCE]
        tags.bump({f"page:{page.pk}" for page in some}.union(*map(place_tags, some)))
    changes.branch(page, published=published)


def on_tree(**kwargs: object) -> None:
    """The roots of the sites have changed, and with them any address."""
    tags.bump({"articles", "pages", "site"})
    changes.everywhere()


def on_image(instance: ArticleImage, **kwargs: object) -> None:
    tags.bump({f"image:{instance.pk}", "images"})


def on_rendition(instance: ArticleRendition, **kwargs: object) -> None:
    if instance.is_whole:
        tags.bump({f"image:{instance.image_id}"})


def on_renditions(images: set[int], **kwargs: object) -> None:
    tags.bump({f"image:{image}" for image in images})


def on_document(instance: object, **kwargs: object) -> None:
    tags.bump({f"document:{instance.pk}", "documents"})


def _on_row(name: str, column: str):
    def on_row(instance: object, **kwargs: object) -> None:
        tags.bump({f"{name}:{getattr(instance, column)}", f"{name}s"})

    return on_row


def _on_shared(shared: set[str]):
    def on_shared(**kwargs: object) -> None:
        tags.bump(shared)

    return on_shared


def _on_subject(kind: str, column: str):
    def on_subject(instance: object, created: bool = False, **kwargs: object) -> None:
        # Nobody's page lists articles of a topic or person that has just been made.
        if not (created and column == "pk"):
            locale = getattr(instance, "locale", None)
            changes.rewritten(kind, getattr(instance, column), language=locale and locale.language_code)

    return on_subject


def on_tagged(instance: object, action: str, **kwargs: object) -> None:
    """An image or a document has other tags than before, without having been saved."""
    if action.startswith("post_"):
        kind = "image" if isinstance(instance, ArticleImage) else "document"
        tags.bump({f"{kind}:{instance.pk}", f"{kind}s"})


def on_discussion(pages: set[int], **kwargs: object) -> None:
    tags.bump({f"comments:{page}" for page in pages})


def on_decided(decisions: list[Decision], **kwargs: object) -> None:
    webhooks.of_decisions(decisions)
    avatars.on_decided(decisions)


def on_own_citations(pages: set[int], **kwargs: object) -> None:
    tags.bump({f"page:{page}" for page in pages})


def on_change_noted(page: ArticlePage, note: ChangeNote, **kwargs: object) -> None:
    actions.address_planned(page.pk, note=actions.Note(text=note.note, at=note.at))


def on_references(references: set[int], **kwargs: object) -> None:
    tags.bump({"references", *(f"reference:{reference}" for reference in references)})
