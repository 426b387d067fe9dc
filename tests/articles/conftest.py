"""Articles to test with."""

import functools
import io
import json
import uuid

import pytest
from django.utils import timezone

from articles import references
from tests.articles.bodies import block, items, source
from tests.articles.gates import uncited


@pytest.fixture
def article_index(db):
    """Give the index page that migrations have made."""
    from articles.models import ArticleIndexPage

    return ArticleIndexPage.objects.get()


def new_reference(title="A study", *, design="cohort", retracted=False, **csl):
    """Give a reference that is saved."""
    reference = references.from_csl({"title": title, **csl}, design=design, retracted=retracted)
    reference.save()
    return reference


@pytest.fixture
def make_reference(db):
    """Give a function that saves a reference: `make_reference(title, **CSL members, design)`."""
    return new_reference


def new_article(parent, title="An article", *, publish=True, body=(), authors=(), topics=(), **fields):
    """Give an article below `parent`, made live at once, as code may, or a draft.

    Readers see what they see of a published one (make_published). It has no revision, which is half of the cost.
    """
    from articles.models import ArticleAuthor, ArticlePage, ArticleTopic

    now = timezone.now()
    fields |= {"live": True, "first_published_at": now, "last_published_at": now} if publish else {"live": False}
    page = ArticlePage(title=title, body=json.dumps(list(body)), **fields)
    page.article_authors = [ArticleAuthor(author=author, sort_order=n) for n, author in enumerate(authors)]
    page.article_topics = [ArticleTopic(topic=topic, sort_order=n) for n, topic in enumerate(topics)]
    parent.add_child(instance=page)
    if not publish:
        page.save_revision()
    page.refresh_from_db()
    return page


@pytest.fixture
def make_article(article_index):
    """Give a function that makes an article below the index or `parent`: `make_article(title, body=[block(…)], …)`."""
    return lambda *args, parent=None, **fields: new_article(parent or article_index, *args, **fields)


@pytest.fixture
def make_published(make_article):
    """Give a function that publishes an article as an editor does, who has saved a draft of it; as `make_article`."""

    def make(title="An article", **fields):
        page = make_article(title, publish=False, **fields)
        page.get_latest_revision().publish()
        page.refresh_from_db()
        return page

    return make


@functools.cache
def png(width, height):
    """Give the bytes of a picture of one colour."""
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "PNG")
    return file.getvalue()


def new_image(title="A picture", width=800, height=500, **fields):
    """Give a picture that is saved, with a file of its own."""
    from django.core.files.base import ContentFile

    from articles.models import ArticleImage

    file = ContentFile(png(width, height), name=f"{uuid.uuid4().hex}.png")
    return ArticleImage.objects.create(title=title, file=file, **fields)


@pytest.fixture
def make_image(db):
    """Give a function that saves a picture of its own: `make_image(title, width, height, **fields)`."""
    return new_image


@pytest.fixture
def untold(monkeypatch):
    """Have nobody told of what goes live, nor how it is to be cited written: two thirds of what many articles cost."""
    from django.dispatch import Signal

    from articles import publishing
    from articles.references import article_citing

    monkeypatch.setattr(publishing, "article_changed", Signal())
    monkeypatch.setattr(article_citing, "write", lambda page: True)


@pytest.fixture
def editor_client(client, django_user_model):
    """Give a client signed in as somebody who may do everything in the admin."""
    client.force_login(django_user_model.objects.create_superuser("chief", "chief@example.org", "secret"))
    return client


@pytest.fixture
def every_block(article_index):
    """Give the raw body of an article that has each type of block, filled in."""
    return one_of_each_block(article_index)


def one_of_each_block(linked):
    """Give the raw body of an article that has each type of block, filled in, with links to a page."""
    reference = new_reference("Needles", DOI="10.1155/2014/972935", design="meta_analysis")
    effect = {"measure": "mean difference", "value": -0.92, "ci_low": -1.36, "ci_high": -0.47, "p": "<0.001"}
    sources = items(source(reference, finding="Less fatigue.", participants=31, effect=effect))
    graded = {"text": "<p>Text.</p>", "certainty": "low", "certainty_reasons": ["imprecision"], "sources": sources}
    columns = [{"type": "text", "heading": "Study"}, {"type": "number", "heading": "n"}]
    return [
        block("section", heading="", text=f'<p>See <a linktype="page" id="{linked.pk}">all</a>.</p>'),
        block("benefit", heading="Less fatigue", population="Adults", outcome="Fatigue", **graded),
        block("mechanism", heading="Nerves", no_evidence_found=True, text="<p>Unknown.</p>", sources=[]),
        block("evidence", heading="Evidence", limitations=items("Small samples"), **graded),
        block("related_article", page=linked.pk, url="", label=""),
        block("call_to_action", text="Talk to us.", label="Book", page=None, url="https://e.org/", style="primary"),
        block("faq", items=items({"question": "Does it hurt?", "answer": "<p>No.</p>"})),
        block("quote", text="Be sure.", attribution="A reviewer", source_url=""),
        block("image", image=new_image(description="A needle").pk, alt="", decorative=False, caption="Fig."),
        block("table", columns=columns, rows=[{"values": ["Donnellan", 14]}], caption="Trials"),
        block("embed", url="https://youtu.be/dQw4w9WgXcQ", title="Film", caption=""),
        block("disclaimer", text="<p>No advice.</p>"),
    ]


@pytest.fixture
def standards(db):
    """Give a function that sets the gate of the default site."""
    from wagtail.models import Site

    from articles.models import EditorialStandards

    def set_gate(policy):
        site = Site.objects.get(is_default_site=True)
        EditorialStandards.objects.update_or_create(site=site, defaults={"publish_gate": policy})

    return set_gate


@pytest.fixture
def require(standards):
    standards("require")


@pytest.fixture
def draft(make_article):
    """Give an article with an uncited claim that is not live."""
    return make_article("Needles", body=[uncited()], publish=False)


@pytest.fixture
def old_live(make_article, standards):
    """Give an article with an uncited claim that went live before the setting was tightened."""
    page = make_article("Needles", body=[uncited()])
    standards("require")
    return page


@pytest.fixture
def workflow(article_index):
    """Give a workflow of one approval, to which articles are submitted."""
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Look at it")
    task.groups.set([Group.objects.create(name="Approvers")])
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.update_or_create(page=article_index, defaults={"workflow": workflow})
    return workflow
