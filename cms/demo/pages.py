"""The demo's pages: the articles, and what the site shows around them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page, Site

from articles.models import (
    ArticleAuthor,
    ArticleImage,
    ArticleIndexPage,
    ArticlePage,
    ArticleReviewer,
    ArticleTopic,
    Author,
    ChangeNote,
    Reference,
    RelatedArticle,
    Topic,
)
from cms.demo.body import Shelf, raw_body
from cms.demo.prose import rich_text
from cms.demo.translating import translated
from home.models import HomePage, NavigationLink, ProfileTranslation, Question, SiteProfile, User

Content = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Library:
    """What articles are made with: rows by key or slug, and the function that adds a picture."""

    references: Mapping[str, Reference]
    people: Mapping[str, Author]
    topics: Mapping[str, Topic]
    add_picture: Callable[[Mapping[str, str], User], ArticleImage]


def index_page(site: Site) -> ArticleIndexPage:
    """Give the site's list of articles, made (with a home page above it) where there is none."""
    index = ArticleIndexPage.objects.descendant_of(site.root_page).order_by("path").first()
    if index is not None:
        return index
    home = HomePage.objects.filter(pk=site.root_page_id).first()
    if home is None:
        home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="evident-home"))
        site.root_page = home
        site.save()
    return home.add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))


def make_articles(
    contents: Mapping[str, Content], index: Page, library: Library, editor: User
) -> dict[str, ArticlePage]:
    """Publish the articles below `index` and give them by slug.

    They link to each other, so that all have their ids before any has its text.
    """
    pages = {slug: _empty(content, index, editor) for slug, content in contents.items()}
    shelf = Shelf(
        references={key: reference.pk for key, reference in library.references.items()},
        pages={slug: page.pk for slug, page in pages.items()},
    )
    for slug, page in pages.items():
        page.image = library.add_picture(contents[slug]["image"], editor)
        page.article_authors = [ArticleAuthor(author=library.people[slug]) for slug in contents[slug]["authors"]]
        page.article_topics = [ArticleTopic(topic=library.topics[slug]) for slug in contents[slug]["topics"]]
        _fill(page, contents[slug], pages, shelf, library)
        _publish(page, editor)
    return {slug: ArticlePage.objects.get(pk=page.pk) for slug, page in pages.items()}


def translate_articles(
    words: Mapping[str, Content],
    around: Content,
    locale: Locale,
    originals: Mapping[str, ArticlePage],
    contents: Mapping[str, Content],
    library: Library,
    editor: User,
) -> dict[str, ArticlePage]:
    """Publish the articles that there are `words` for in a language, below a home and a list that are translated as well.

    Gives them by the slug of the article that each translates. Links go to translations where there are some.
    """
    index = next(iter(originals.values())).get_parent().specific
    _translate_parent(index.get_parent().specific, around["home"], locale, editor)
    _translate_parent(index, around["index"], locale, editor)
    pages = {slug: originals[slug].copy_for_translation(locale) for slug in words}
    linked = {**originals, **pages}
    shelf = Shelf(
        references={key: reference.pk for key, reference in library.references.items()},
        pages={slug: page.pk for slug, page in linked.items()},
    )
    for slug, page in pages.items():
        content = translated(contents[slug], words[slug])
        page.title, page.slug, page.image_alt = content["title"], words[slug]["slug"], content["image_alt"]
        page.owner = editor
        _fill(page, content, linked, shelf, library)
        _publish(page, editor)
    return {slug: ArticlePage.objects.get(pk=page.pk) for slug, page in pages.items()}


def _translate_parent(page: Page, words: Content, locale: Locale, editor: User) -> None:
    """Publish a page's translation, unless the site has one already."""
    if page.has_translation(locale):
        return
    translation = page.copy_for_translation(locale)
    for name, value in words.items():
        setattr(translation, name, value)
    _publish(translation, editor)


def _publish(page: Page, editor: User) -> None:
    revision = page.save_revision(user=editor, log_action=True)
    # The editor's own right to publish may have been taken away in a site that was there before the demo.
    revision.publish(user=editor, skip_permission_checks=True)


def _empty(content: Content, index: Page, editor: User) -> ArticlePage:
    page = ArticlePage(title=content["title"], slug=content["slug"], live=False, body=[], owner=editor)
    return index.add_child(instance=page)


def _fill(
    page: ArticlePage, content: Content, pages: Mapping[str, ArticlePage], shelf: Shelf, library: Library
) -> None:
    for field in ("summary", "search_description", "published_at", "updated_at", "reviewed_at", "review_due_at"):
        setattr(page, field, content[field])
    page.article_reviewers = [ArticleReviewer(author=library.people[slug]) for slug in content["reviewers"]]
    page.related_articles = [
        RelatedArticle(article=pages[slug], sort_order=number) for number, slug in enumerate(content["related"])
    ]
    page.change_notes = [ChangeNote(at=change["at"], note=change["note"]) for change in content["changes"]]
    page.body = raw_body(content, shelf)


def fill_profile(
    content: Content, translations: Mapping[str, Content], site: Site, index: Page, pages: Mapping[str, ArticlePage]
) -> None:
    """Name the site and give it its navigation and questions in each language, unless somebody has done so."""
    profile = SiteProfile.for_site(site)
    if profile.title:
        return
    ids = {slug: page.pk for slug, page in pages.items()}
    profile.title, profile.tagline = content["title"], content["tagline"]
    profile.footer_text = rich_text(content["footer_text"], ids)
    locales = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=translations)}
    profile.translations = [
        ProfileTranslation(
            locale=locales[code],
            title=words["title"],
            tagline=words["tagline"],
            footer_text=rich_text(words["footer_text"], ids),
        )
        for code, words in translations.items()
    ]
    spoken = [(None, content), *((locales[code], words) for code, words in translations.items())]
    profile.navigation_links = [
        NavigationLink(
            locale=locale, place=link["place"], label=link["label"], page=pages.get(link.get("article", ""), index)
        )
        for locale, words in spoken
        for link in words["navigation"]
    ]
    profile.questions = [
        Question(locale=locale, question=row["question"], answer=rich_text(row["answer"], ids))
        for locale, words in spoken
        for row in words["questions"]
    ]
    profile.save()
