"""The group Medical reviewers, and a workflow of two steps on the lists of articles: Editors, then Medical reviewers.

Who may publish may still publish without it. A site that has a workflow of its own on a list keeps that.
"""

from django.db import migrations

NAME = "Editorial and medical review"
STEPS = [("Editorial review", "Editors"), ("Medical review", "Medical reviewers")]
LIBRARY = ("reference", "author", "topic")


def permission(apps, app_label, model, codename, name):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)
    row, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return row


def medical_reviewers(apps, schema_editor):
    """They open and correct articles, look at the library and mark articles as reviewed; they do not publish alone."""
    group, is_new = apps.get_model("auth", "Group").objects.get_or_create(name="Medical reviewers")
    group.permissions.add(
        permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
        permission(apps, "articles", "articlepage", "review_article", "Can mark articles as reviewed"),
        *(permission(apps, "articles", model, f"view_{model}", f"Can view {model}") for model in LIBRARY),
    )
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).order_by("path").first()
    if is_new and root:
        change = permission(apps, "wagtailcore", "page", "change_page", "Can change page")
        apps.get_model("wagtailcore", "GroupPagePermission").objects.create(group=group, page=root, permission=change)


def workflow(apps, schema_editor):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    if Workflow.objects.filter(name=NAME).exists():
        return
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    made = Workflow.objects.create(name=NAME, active=True)
    for order, (name, group) in enumerate(STEPS):
        task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
            name=name, active=True, content_type=content_type
        )
        task.groups.add(apps.get_model("auth", "Group").objects.get_or_create(name=group)[0])
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=made, task_id=task.pk, sort_order=order)
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    for index in apps.get_model("articles", "ArticleIndexPage").objects.all():
        WorkflowPage.objects.get_or_create(page_id=index.pk, defaults={"workflow": made})


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_first_site"),
        ("articles", "0006_review_regime"),
    ]

    operations = [
        migrations.RunPython(medical_reviewers, migrations.RunPython.noop),
        migrations.RunPython(workflow, migrations.RunPython.noop),
    ]
