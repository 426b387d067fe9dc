"""What people and workers do, each of it something that an answer may show; and the addresses of all that the public reads.

Each edit takes nothing, finds what it changes itself, and goes back and forth, so that any of them can follow any other.
"""

import itertools
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from articles import evidence
from articles.models import (
    ArticleImage,
    ArticleIndexPage,
    ArticlePage,
    ArticleRendition,
    Author,
    FaqEntry,
    LibrarySettings,
    Reference,
    Topic,
)
from comments import actions
from comments.models import Discussion, DiscussionSettings, ReaderComment, Status
from comments.readers import Reader
from home.models import CrawlerSettings, HomePage, NavigationLink, SiteProfile, User
from tests.articles.bodies import block, items

SLUG = "acupuncture-multiple-sclerosis"
ARTICLE = f"/api/v2/articles/{SLUG}/"
OTHER = "/api/v2/articles/how-to-read-a-study/"
LIST = "/api/v2/articles/"


def article(slug: str = SLUG) -> ArticlePage:
    return ArticlePage.objects.get(slug=slug, locale__language_code="en")


def moderator() -> actions.Moderator:
    return actions.Moderator(user=User.objects.get(username="moderator"))


def threads() -> str:
    return f"/api/v2/comments/?page={article().pk}"


# Pages ------------------------------------------------------------------------------------------------------------------


def publish_a_title():
    page = article()
    page.title = f"{page.title}!"
    page.save_revision().publish()


def publish_the_other_title():
    page = ArticlePage.objects.filter(slug="how-to-read-a-study", locale__language_code="en").first()
    if page:
        page.title = f"{page.title}!"
        page.save_revision().publish()


def save_without_publishing():
    page = article()
    ArticlePage.objects.get(pk=page.pk).save_revision()  # a draft, which nobody sees
    page.summary = f"{page.summary}."[-400:]
    page.save()


def take_down_or_bring_back():
    page = article()
    page.unpublish() if page.live else page.save_revision().publish()


def change_the_slug():
    page = article("living-with-ms-fatigue") if Page.objects.filter(slug="living-with-ms-fatigue").exists() else None
    if page:
        page.slug = "fatigue"
        page.save_revision().publish()


def rename_the_section():
    index = ArticleIndexPage.objects.filter(locale__language_code="en").first()
    index.title, index.slug = f"{index.title}.", "reading" if index.slug == "articles" else "articles"
    index.save_revision().publish()


def rename_the_home_page():
    home = HomePage.objects.filter(locale__language_code="en").first()
    home.title, home.tagline = f"{home.title}.", f"{home.tagline}."[-200:]
    home.save_revision().publish()


def move_to_another_section():
    home = HomePage.objects.filter(locale__language_code="en").first()
    shelf = ArticleIndexPage.objects.filter(slug="shelf").first()
    if shelf is None:
        shelf = home.add_child(instance=ArticleIndexPage(title="Shelf", slug="shelf"))
    index = ArticleIndexPage.objects.child_of(home).exclude(pk=shelf.pk).first()
    page = article()
    page.move(index if page.is_descendant_of(shelf) else shelf, pos="last-child")


def make_the_section_private_or_public():
    index = ArticleIndexPage.objects.filter(locale__language_code="en").first()
    held = PageViewRestriction.objects.filter(page=index).first()
    held.delete() if held else PageViewRestriction.objects.create(page=index, restriction_type="login")


def delete_the_other():
    page = Page.objects.filter(slug="how-to-read-a-study", locale__language_code="en").first()
    if page:
        page.specific.delete()


def write_an_article():
    index = ArticleIndexPage.objects.filter(locale__language_code="en").first()
    entry, _ = FaqEntry.objects.get_or_create(question="Does it hurt?", defaults={"answer": "<p>Hardly.</p>"})
    document = get_document_model().objects.first()
    text = f'<p><a linktype="document" id="{document.pk if document else 0}">Leaflet</a></p>'
    asked = items({"entry": entry.pk, "question": "", "answer": ""})
    number = next(number for number in itertools.count() if not Page.objects.filter(slug=f"new-{number}").exists())
    body = [block("section", heading="", text=text), block("faq", items=asked)]
    page = index.add_child(instance=ArticlePage(title=f"New {number}", slug=f"new-{number}", body=body, live=False))
    page.save_revision().publish()


def index_again():
    for page in ArticlePage.objects.live().order_by("pk")[:1]:
        page.evidence_row.__class__.objects.filter(page=page).update(word_count=1, layout=0)
    evidence.complete.func()


# What pages point at ------------------------------------------------------------------------------------------------------


def rename_an_author():
    row = Author.objects.order_by("pk").first()
    row.name, row.slug = f"{row.name}-", f"{row.slug}-x"
    row.save()


def rename_a_topic():
    row = Topic.objects.get(slug__in=["fatigue", "tired"])
    row.slug = "fatigue" if row.slug != "fatigue" else "tired"
    row.save()


def retract_a_reference():
    row = Reference.objects.order_by("pk").first()
    row.retracted = not row.retracted
    row.save()


def delete_a_reference():
    row = Reference.objects.order_by("-pk").first()
    if row and Reference.objects.count() > 1:
        row.delete()


def describe_an_image():
    row = ArticleImage.objects.order_by("pk").first()
    row.description = f"{row.description}."
    row.save()


def tag_an_image():
    row = ArticleImage.objects.order_by("pk").first()
    row.tags.add(f"tag{row.tags.count()}")


def make_or_lose_renditions():
    """As the worker makes them: several at once, which sends no signals."""
    image = article().image
    known = image.renditions.filter(filter_spec="width-77|format-webp")
    if known:
        known.delete()
        return
    made = ArticleRendition(image=image, filter_spec="width-77|format-webp", focal_point_key="", width=77, height=50)
    made.file.name = "images/seventy-seven.webp"
    ArticleRendition.objects.bulk_create([made], ignore_conflicts=True)


def rename_a_document():
    row = get_document_model().objects.first()
    if row is None:
        row = get_document_model().objects.create(title="Leaflet", file=ContentFile(b"1", name="leaflet.txt"))
    row.title = f"{row.title}."
    row.save()


def close_or_open_a_collection():
    root = Collection.get_first_root_node()
    held = CollectionViewRestriction.objects.filter(collection=root).first()
    held.delete() if held else CollectionViewRestriction.objects.create(collection=root, restriction_type="login")


def answer_otherwise():
    entry, _ = FaqEntry.objects.get_or_create(question="Does it hurt?", defaults={"answer": "<p>Hardly.</p>"})
    entry.answer = f"{entry.answer}<p>No.</p>"
    entry.save()


# The discussion -------------------------------------------------------------------------------------------------------------


def approve_or_reject():
    row = ReaderComment.objects.filter(page=article().pk, depth=0).exclude(status__in=[Status.REMOVED]).first()
    decide = actions.reject if row.status == Status.APPROVED else actions.approve
    decide(row.pk, by=moderator())


def remove_or_restore():
    rows = ReaderComment.objects.filter(page=article().pk, depth=0, reply_count__gt=0).order_by("pk")
    row = rows.filter(status__in=[Status.APPROVED, Status.REMOVED]).first()
    if row:
        (actions.restore if row.status == Status.REMOVED else actions.remove)(row.pk, by=moderator())


def like_a_comment():
    row = ReaderComment.objects.filter(page=article().pk, visible=1, status=Status.APPROVED).first()
    if row:
        actions.react(row.pk, "like", reader=Reader(key=f"reader-{row.likes}", network="network"))


def like_the_article():
    page = article()
    actions.like_page(page, reader=Reader(key=f"reader-{actions.likes_of(page.pk)}", network="network"))


def close_or_open_the_discussion():
    row = Discussion.objects.filter(page_id=article().pk).first()
    closed = row is not None and row.openness == Discussion.Openness.CLOSED
    openness = Discussion.Openness.SITE if closed else Discussion.Openness.CLOSED
    actions.set_openness(article(), openness, by=actions.Moderator(user=User.objects.get(username="admin")))


def close_discussions_after_a_while():
    row, _ = DiscussionSettings.objects.get_or_create(site=Site.objects.get())
    age = (timezone.now() - (article().published_at or timezone.now())).days
    row.close_after_days = 0 if row.close_after_days else age + 2
    row.save()


# The site -------------------------------------------------------------------------------------------------------------------


def rename_the_site():
    row = SiteProfile.objects.first()
    row.title = f"{row.title}."
    row.save()


def move_the_front_end():
    row = SiteProfile.objects.first()
    row.frontend_url = "" if row.frontend_url else "https://clinic.example"
    row.save()


def rename_a_link():
    link = NavigationLink.objects.order_by("pk").first()
    link.label = f"{link.label}."[-60:]
    link.save()


def choose_another_style():
    row, _ = LibrarySettings.objects.get_or_create(site=Site.objects.get())
    row.citation_style = "apa" if row.citation_style != "apa" else "ama"
    row.save()


def hide_from_crawlers():
    row, _ = CrawlerSettings.objects.get_or_create(site=Site.objects.get())
    row.is_indexed = not row.is_indexed
    row.save()


def send_an_old_path_on():
    old = Redirect.objects.filter(old_path="/old-leaflet").first()
    old.delete() if old else Redirect.add_redirect("/old-leaflet", article(), is_permanent=True)


def add_or_drop_a_language():
    held = Locale.objects.filter(language_code="es").first()
    held.delete() if held else Locale.objects.create(language_code="es")


EDITS = [
    publish_a_title, publish_the_other_title, save_without_publishing, take_down_or_bring_back, change_the_slug,
    rename_the_section, rename_the_home_page, move_to_another_section, make_the_section_private_or_public,
    delete_the_other, write_an_article, index_again, rename_an_author, rename_a_topic, retract_a_reference,
    delete_a_reference, describe_an_image, tag_an_image, make_or_lose_renditions, rename_a_document,
    close_or_open_a_collection, answer_otherwise, approve_or_reject, remove_or_restore, like_a_comment, like_the_article,
    close_or_open_the_discussion, close_discussions_after_a_while, rename_the_site, move_the_front_end, rename_a_link,
    choose_another_style, hide_from_crawlers, send_an_old_path_on, add_or_drop_a_language,
]  # fmt: skip
# What hides much: done last and then undone, so that the others have something to change.
HIDING = [take_down_or_bring_back, make_the_section_private_or_public, close_or_open_a_collection]
CLOCK_STEPS = [timedelta(hours=1), timedelta(days=1), timedelta(days=3)]


def public_paths() -> list[str]:
    """Give an address of each public endpoint, and several where what is asked for makes another answer."""
    page = article()
    comment = ReaderComment.objects.filter(page=page.pk, depth=0, status=Status.APPROVED).first().pk
    reference = Reference.objects.order_by("pk").first().pk
    author = Author.objects.order_by("pk").first().slug
    image, document = ArticleImage.objects.order_by("pk").first().pk, get_document_model().objects.first()
    index = ArticleIndexPage.objects.filter(locale__language_code="en").first().pk
    paths = [
        ARTICLE, f"{ARTICLE}?rich_text_format=markdown", OTHER, f"{LIST}fatigue/", LIST, f"{LIST}?topic=tired",
        f"{LIST}?author={author}-x", f"{LIST}?study_design=meta_analysis", f"{LIST}?review_overdue=true",
        f"{LIST}facets/", f"{ARTICLE}references/", f"{ARTICLE}citation/?format=json",
        "/api/v2/references/", f"/api/v2/references/{reference}/",
        "/api/v2/topics/", "/api/v2/topics/fatigue/", "/api/v2/authors/", f"/api/v2/authors/{author}/",
        "/api/v2/site/", "/api/v2/routes/", "/api/v2/changes/?limit=1000",
        f"/api/v2/comments/?page={page.pk}", f"/api/v2/comments/{comment}/", f"/api/v2/comments/{comment}/replies/",
        f"/api/v2/comments/{comment}/context/",
        f"/api/v2/comments/counts/?pages={page.pk}",
        "/api/v2/resolve/?path=/articles/how-to-read-a-study/", f"/api/v2/resolve/?path=/reading/{SLUG}",
        "/api/v2/resolve/?path=/articles/", "/api/v2/resolve/?path=/old-leaflet", "/api/v2/resolve/?path=/topics/tired/",
        "/api/v2/pages/?fields=*", "/api/v2/pages/?type=articles.ArticlePage&fields=*", f"/api/v2/pages/{page.pk}/",
        f"/api/v2/pages/{index}/", "/api/v2/images/", f"/api/v2/images/{image}/", "/api/v2/documents/",
        "/api/v2/redirects/",
        "/feeds/articles.rss", "/feeds/articles.json?topic=tired", f"/feeds/comments/{page.pk}.rss",
        "/sitemap.xml", "/robots.txt", "/llms.txt", f"/articles/{SLUG}.md",
    ]  # fmt: skip
    return paths + ([f"/api/v2/documents/{document.pk}/"] if document else [])
