"""Keeps review steps on every list of articles: one that is made, or translated, takes those of the lists there are."""

from wagtail.models import Page, Workflow, WorkflowPage

from articles.models import ArticleIndexPage


def adopt(index: ArticleIndexPage) -> Workflow | None:
    """Put a new list of articles under review, and give the workflow; None where it is under one, or no list is.

    A translation goes through the steps of what it translates, any other list through those of the oldest one.
    """
    if index.get_workflow() is not None:
        return None
    workflow = _original_workflow(index) or _oldest_workflow()
    if workflow is not None:
        WorkflowPage.objects.create(page=index, workflow=workflow)
    return workflow


def _original_workflow(index: ArticleIndexPage) -> Workflow | None:
    originals = Page.objects.filter(translation_key=index.translation_key).exclude(pk=index.pk).order_by("pk")
    return next((workflow for page in originals if (workflow := page.get_workflow()) is not None), None)


def _oldest_workflow() -> Workflow | None:
    lists = ArticleIndexPage.objects.values("pk")
    chosen = WorkflowPage.objects.filter(page__in=lists, workflow__active=True).select_related("workflow")
    row = chosen.order_by("page").first()
    return row.workflow if row else None
