"""Connects what happens to articles, images and references with the one function that answers to it."""

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Locale, Page, Revision
from wagtail.signals import page_published, page_unpublished, pre_page_move

from articles.models import (
    ArticleImage,
    ArticleIndexPage,
    ArticlePage,
    Author,
    FaqEntry,
    LibrarySettings,
    Reference,
)


def connect() -> None:
    # Before on_published, which reads the notes.
    page_published.connect(before_published, sender=ArticlePage, dispatch_uid="articles.before_published")
    page_published.connect(on_published, sender=ArticlePage, dispatch_uid="articles.on_published")
    # After on_published, which writes the rows that it asks.
    page_published.connect(after_published, sender=ArticlePage, dispatch_uid="articles.after_published")
    page_unpublished.connect(on_unpublished, sender=ArticlePage, dispatch_uid="articles.on_unpublished")
    pre_page_move.connect(before_moved, dispatch_uid="articles.before_moved")
    post_save.connect(on_list_created, sender=ArticleIndexPage, dispatch_uid="articles.on_list_created")
    post_save.connect(on_image_saved, sender=ArticleImage, dispatch_uid="articles.on_image_saved")
    post_save.connect(on_author_saved, sender=Author, dispatch_uid="articles.on_author_saved")
    pre_save.connect(before_reference_saved, sender=Reference, dispatch_uid="articles.before_reference_saved")
    post_save.connect(on_reference_saved, sender=Reference, dispatch_uid="articles.on_reference_saved")
    pre_delete.connect(before_reference_deleted, sender=Reference, dispatch_uid="articles.before_reference_deleted")
    post_delete.connect(on_reference_deleted, sender=Reference, dispatch_uid="articles.on_reference_deleted")
    post_save.connect(on_question_saved, sender=FaqEntry, dispatch_uid="articles.on_question_saved")
    pre_delete.connect(before_question_deleted, sender=FaqEntry, dispatch_uid="articles.before_question_deleted")
    post_save.connect(on_language_added, sender=Locale, dispatch_uid="articles.on_language_added")
    pre_save.connect(before_settings_saved, sender=LibrarySettings, dispatch_uid="articles.before_settings_saved")
    post_save.connect(on_settings_saved, sender=LibrarySettings, dispatch_uid="articles.on_settings_saved")


def before_published(instance: ArticlePage, revision: Revision | None = None, **kwargs: object) -> None:
    from articles import changes

    changes.publish_note(instance, revision)


def on_published(instance: ArticlePage, **kwargs: object) -> None:
    from articles import publishing

    publishing.published(instance)


def after_published(instance: ArticlePage, **kwargs: object) -> None:
    from articles import retractions

    retractions.announce(pages={instance.pk})


def on_unpublished(instance: ArticlePage, **kwargs: object) -> None:
    from articles import publishing

    publishing.unpublished(instance)


def before_moved(instance: Page, parent_page_after: Page, **kwargs: object) -> None:
    from articles import slugs

    slugs.check_move(instance, to=parent_page_after)


def on_list_created(instance: ArticleIndexPage, created: bool, raw: bool = False, **kwargs: object) -> None:
    from articles import workflows

    if created and not raw:
        workflows.adopt(instance)


def on_image_saved(instance: ArticleImage, raw: bool = False, **kwargs: object) -> None:
    from articles import pictures

    if not raw:
        pictures.request_renditions([instance.pk])


def on_author_saved(instance: Author, created: bool, raw: bool = False, **kwargs: object) -> None:
    from articles.references import article_citing

    if not created and not raw:
        article_citing.request_of(instance)


def before_reference_saved(
    instance: Reference, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: object
) -> None:
    from articles.references import citing

    if not raw and (update_fields is None or "csl" in update_fields):
        citing.write(instance)


def on_reference_saved(
    instance: Reference,
    created: bool,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    from articles import retractions
    from articles.references import reaching

    if instance.retracted and not raw:
        retractions.announce(references={instance.pk})
    if not created and (update_fields is None or {"doi", "url"} & set(update_fields)):
        reaching.forget_other_addresses(instance)


def before_reference_deleted(instance: Reference, **kwargs: object) -> None:
    from articles import evidence

    instance.citing_pages = evidence.citing_pages(instance)


def on_reference_deleted(instance: Reference, **kwargs: object) -> None:
    from articles import evidence

    evidence.reindex(instance.citing_pages)


def on_question_saved(instance: FaqEntry, created: bool, raw: bool = False, **kwargs: object) -> None:
    from articles import questions

    if not created and not raw:
        questions.changed(instance)


def before_question_deleted(instance: FaqEntry, **kwargs: object) -> None:
    from articles import questions

    questions.guard([instance])


def on_language_added(instance: Locale, created: bool, raw: bool = False, **kwargs: object) -> None:
    from articles.references import citing

    if created and not raw:
        citing.add_language(instance)


def before_settings_saved(instance: LibrarySettings, raw: bool = False, **kwargs: object) -> None:
    from articles.references import citing

    citing.remember_style(instance)


def on_settings_saved(instance: LibrarySettings, raw: bool = False, **kwargs: object) -> None:
    from articles.references import citing

    if not raw:
        citing.restyle(instance)
