"""Articles to test with."""

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


@pytest.fixture
def make_reference(db):
    """Give a function that saves a reference: `make_reference(title, **CSL members, design)`."""

    def make(title="A study", *, design="cohort", retracted=False, **csl):
        reference = references.from_csl({"title": title, **csl}, design=design, retracted=retracted)
        reference.save()
        return reference

    return make


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


@pytest.fixture
def make_image(db):
    """Give a function that saves a picture of its own: `make_image(title, width, height, **fields)`."""
    from io import BytesIO

    from django.core.files.base import ContentFile
    from PIL import Image

    from articles.models import ArticleImage

    def make(title="A picture", width=800, height=500, **fields):
        file = BytesIO()
        Image.new("RGB", (width, height), "teal").save(file, "PNG")
        return ArticleImage.objects.create(
            title=title, file=ContentFile(file.getvalue(), name=f"{uuid.uuid4().hex}.png"), **fields
        )

    return make


@pytest.fixture
def editor_client(client, django_user_model):
    """Give a client signed in as somebody who may do everything in the admin."""
    client.force_login(django_user_model.objects.create_superuser("chief", "chief@example.org", "secret"))
    return client


@pytest.fixture
def every_block(make_reference, make_image, article_index):
    """Give the raw body of an article that has each type of block, filled in."""
    reference = make_reference("Needles", DOI="10.1155/2014/972935", design="meta_analysis")
    effect = {"measure": "mean difference", "value": -0.92, "ci_low": -1.36, "ci_high": -0.47, "p": "<0.001"}
    sources = items(source(reference, finding="Less fatigue.", participants=31, effect=effect))
    graded = {"text": "<p>Text.</p>", "certainty": "low", "certainty_reasons": ["imprecision"], "sources": sources}
    columns = [{"type": "text", "heading": "Study"}, {"type": "number", "heading": "n"}]
    return [
        block("section", heading="", text=f'<p>See <a linktype="page" id="{article_index.pk}">all</a>.</p>'),
        block("benefit", heading="Less fatigue", population="Adults", outcome="Fatigue", **graded),
        block("mechanism", heading="Nerves", no_evidence_found=True, text="<p>Unknown.</p>", sources=[]),
        block("evidence", heading="Evidence", limitations=items("Small samples"), **graded),
        block("related_article", page=article_index.pk, url="", label=""),
        block("call_to_action", text="Talk to us.", label="Book", page=None, url="https://e.org/", style="primary"),
        block("faq", items=items({"question": "Does it hurt?", "answer": "<p>No.</p>"})),
        block("quote", text="Be sure.", attribution="A reviewer", source_url=""),
        block("image", image=make_image(description="A needle").pk, alt="", decorative=False, caption="Fig."),
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
