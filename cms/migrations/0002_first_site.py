"""The first site, right without any demo: a home page with a list of articles below it, and what its two groups may do.

Wagtail's own first migrations make a welcome page, two groups with rights of their own choosing and a workflow for one
of them; all of that is brought into this product's shape here. Rows of permissions are made by Django only after the
last migration, so those needed here are made here, under the names Django would give them.
"""

from django.db import migrations
from django.utils import timezone

WAGTAIL_WELCOME = "Welcome to your new Wagtail site!"

EDITORS_ON_PAGES = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
EDITORS_ON_COLLECTIONS = [
    ("wagtailimages", "image", ["add", "change", "choose"]),
    ("wagtaildocs", "document", ["add", "change", "choose"]),
]
EDITORS_ON_SNIPPETS = [("articles", name, ["add", "change", "delete", "view"]) for name in ("reference", "author", "topic")]


def permission(apps, app_label, model, codename, name):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)
    row, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return row


def actions_on(apps, app_label, model, actions):
    return [permission(apps, app_label, model, f"{action}_{model}", f"Can {action} {model}") for action in actions]


def access_admin(apps):
    return permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")


def first_pages(apps, schema_editor):
    """Turn Wagtail's welcome page into the home page, keeping its site, and put the list of articles below it."""
    Page = apps.get_model("wagtailcore", "Page")
    HomePage = apps.get_model("home", "HomePage")
    ArticleIndexPage = apps.get_model("articles", "ArticleIndexPage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    welcome = Page.objects.filter(depth=2, numchild=0, title=WAGTAIL_WELCOME).first()
    if welcome is None or HomePage.objects.exists():
        return
    now = timezone.now()
    home = HomePage(page_ptr_id=welcome.pk)
    for field in Page._meta.concrete_fields:
        setattr(home, field.attname, getattr(welcome, field.attname))
    home.title = home.draft_title = "Home"
    home.content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    home.numchild = 1
    home.first_published_at = home.last_published_at = now
    home.save()
    content_type, _ = ContentType.objects.get_or_create(app_label="articles", model="articleindexpage")
    ArticleIndexPage.objects.create(
        title="Articles",
        draft_title="Articles",
        slug="articles",
        content_type=content_type,
        path=f"{home.path}0001",
        depth=home.depth + 1,
        numchild=0,
        url_path=f"{home.url_path}articles/",
        locale_id=home.locale_id,
        first_published_at=now,
        last_published_at=now,
    )
    apps.get_model("wagtailcore", "Site").objects.filter(root_page_id=home.pk, site_name="").update(site_name="Evident")


def moderators(apps, schema_editor):
    """Moderators see the discussion and nothing else of the admin."""
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Moderators")
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group=group).delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group=group).delete()
    moderate = permission(apps, "comments", "readercomment", "moderate_comment", "Can moderate reader comments")
    group.permissions.set([access_admin(apps), moderate])
    # Wagtail's approval workflow would ask people to approve articles who cannot open one.
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name="Moderators approval"):
        apps.get_model("wagtailcore", "Workflow").objects.filter(workflow_tasks__task_id=task.pk).delete()
        task.delete()


def editors(apps, schema_editor):
    """Editors write and publish every page, with its pictures, documents, references, people and topics."""
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    on_pages = apps.get_model("wagtailcore", "GroupPagePermission").objects
    on_pages.filter(group=group).delete()
    # On the tree's root, so that a second site or another language's home page is theirs as well.
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).order_by("path").first()
    for codename in EDITORS_ON_PAGES:
        verb = codename.removesuffix("_page")
        on_pages.create(group=group, page=root, permission=permission(apps, "wagtailcore", "page", codename, f"Can {verb} page"))
    on_collections = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    on_collections.filter(group=group).delete()
    everything = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).order_by("path").first()
    for app_label, model, actions in EDITORS_ON_COLLECTIONS:
        for row in actions_on(apps, app_label, model, actions):
            on_collections.create(group=group, collection=everything, permission=row)
    snippets = [row for where in EDITORS_ON_SNIPPETS for row in actions_on(apps, *where)]
    translate = permission(apps, "simple_translation", "simpletranslation", "submit_translation", "Can submit translations")
    group.permissions.set([access_admin(apps), translate, *snippets])


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("home", "0002_site"),
        ("articles", "0001_initial"),
        ("comments", "0001_initial"),
        ("simple_translation", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(first_pages, migrations.RunPython.noop),
        migrations.RunPython(moderators, migrations.RunPython.noop),
        migrations.RunPython(editors, migrations.RunPython.noop),
    ]
