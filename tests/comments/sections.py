"""Sections of the page tree with discussions in them, and who moderates them."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Page

from articles.models.pages import ArticleIndexPage, ArticlePage
from comments.models import ModeratedSection
from tests.comments.conftest import new_article, new_user


def new_section(slug: str, parent: Page | None = None) -> ArticleIndexPage:
    """Give a new list of articles beside the first, or below `parent`."""
    above = parent or ArticleIndexPage.objects.first().get_parent()
    return above.specific.add_child(instance=ArticleIndexPage(title=slug.title(), slug=slug))


def article_in(section: ArticleIndexPage, title: str = "") -> ArticlePage:
    """Give a new article below `section`."""
    page = new_article(title or f"An article of {section.title}")
    page.move(section, pos="last-child")
    return ArticlePage.objects.get(pk=page.pk)


def section_moderator(name: str, *sections: Page):
    """Give a user in a group of their own that moderates these sections and may open the admin."""
    group = Group.objects.create(name=f"{name}s")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    for section in sections:
        ModeratedSection.objects.create(group=group, page=section)
    user = new_user(name)
    user.groups.add(group)
    return user
