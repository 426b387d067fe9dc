"""Loads the demo, once in the life of a database."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale, Page, PageLogEntry, Site

from articles.models import ArticlePage
from cms.demo import accounts, content, conversation, library, pages
from comments.errors import CommentError

# The mark that the demo was loaded: an entry of Wagtail's history, which outlives every page.
LOADED = "cms.load_demo"


class CannotLoad(Exception):
    """The demo cannot be put into this database; the message says what to do about it."""


def was_loaded() -> bool:
    """Tell whether the demo was ever loaded into this database, whatever has become of it since."""
    return PageLogEntry.objects.filter(action=LOADED).exists()


def load(password: str) -> bool:
    """Load the demo's accounts, library, articles and discussion, all or nothing; its users get `password`.

    Gives False, with nothing changed, where the demo was loaded before. Raises CannotLoad.
    """
    with transaction.atomic(), library.pictures(content.IMAGES) as add_picture:
        # Of two who load at once the second waits here, and then finds the mark.
        Page.objects.select_for_update().filter(depth=1).order_by("path").first()
        if was_loaded():
            return False
        _load(password, add_picture)
    return True


def _load(password: str, add_picture) -> None:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise CannotLoad("The demo needs a default site: mark one as the default in the admin, Settings, Sites.")
    around, articles, talk = content.site(), content.articles(), content.discussion()
    index = pages.index_page(site)
    _refuse_existing(index, set(articles))
    users = accounts.make_accounts(around["accounts"], password)
    shelves = pages.Library(
        references=library.make_references(content.references()),
        people=library.make_people(around["people"], users),
        topics=library.make_topics(around["topics"]),
        add_picture=add_picture,
    )
    published = pages.make_articles(articles, index, shelves, users["editor"])
    spoken = content.site_words()
    translations = [
        page
        for code, words in content.translations().items()
        for page in _translate(code, words, spoken[code], published, articles, shelves, users["editor"])
    ]
    pages.fill_profile(
        around["profile"], {code: words["profile"] for code, words in spoken.items()}, site, index, published
    )
    conversation.set_rules(talk["settings"], site)
    try:
        conversation.hold(talk, published | {page.slug: page for page in translations}, users)
    except CommentError as error:
        raise CannotLoad(
            f"The demo’s readers could not write: {error} Open the discussions to guests (Settings, Discussion settings) "
            "while the demo is loaded, or load it into an empty database."
        ) from error
    log(instance=index, action=LOADED)


def _translate(
    code: str, words: dict, around: dict, published: dict, articles: dict, shelves, editor
) -> list[ArticlePage]:
    """Give the articles that were published in a language; those of a site in use may have its own home page there."""
    locale, _ = Locale.objects.get_or_create(language_code=code)
    library.translate(around, shelves.people, shelves.topics, locale)
    return list(pages.translate_articles(words, around, locale, published, articles, shelves, editor).values())


def _refuse_existing(index: Page, slugs: set[str]) -> None:
    taken = ArticlePage.objects.child_of(index).filter(slug__in=slugs).values_list("title", flat=True).first()
    if taken is not None:
        raise CannotLoad(
            f"An article of the demo's address exists already: “{taken}”. Move or rename it, or load the demo into an "
            "empty database."
        )
