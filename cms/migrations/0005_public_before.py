"""Tells the public of every page that is public already, as published."""

from django.apps import apps as installed
from django.conf import settings
from django.db import migrations
from django.utils import timezone

from cms import paths

AT_ONCE = 500


def tell_what_is_public(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Route, Change = apps.get_model("cms", "Route"), apps.get_model("cms", "Change")
    if Route.objects.exists():
        return
    private = tuple(apps.get_model("wagtailcore", "PageViewRestriction").objects.values_list("page__path", flat=True))
    names = {
        row.pk: label(row.app_label, row.model) for row in apps.get_model("contenttypes", "ContentType").objects.all()
    }
    roots = [
        (site.pk, top.url_path, "" if top.locale.language_code == settings.LANGUAGE_CODE else f"/{top.locale.language_code}")
        for site in apps.get_model("wagtailcore", "Site").objects.select_related("root_page")
        for top in Page.objects.filter(translation_key=site.root_page.translation_key).select_related("locale")
    ]
    roots.sort(key=lambda root: -len(root[1]))
    routes = {}
    pages = Page.objects.filter(live=True).order_by("path")
    for pk, tree_path, url_path, type_id in pages.values_list("pk", "path", "url_path", "content_type_id"):
        if tree_path.startswith(private):
            continue
        for site, root, prefix in roots:
            if url_path.startswith(root) and (site, pk) not in routes:
                path = f"{prefix}/{url_path[len(root):]}"
                routes[site, pk] = Route(
                    site_id=site, page_id=pk, type=names[type_id], path=paths.encoded(path), key=paths.key(path), is_public=True
                )
    now = timezone.now()
    Route.objects.bulk_create(routes.values(), batch_size=AT_ONCE)
    Change.objects.bulk_create(
        [
            Change(
                number=number, change="published", at=now,
                site_id=route.site_id, page_id=route.page_id, type=route.type, path=route.path,
            )
            for number, route in enumerate(routes.values(), start=1)
        ],
        batch_size=AT_ONCE,
    )
    apps.get_model("cms", "TagVersion").objects.update_or_create(tag="changes", defaults={"version": len(routes)})


def label(app_label, model):
    try:
        return installed.get_model(app_label, model)._meta.label
    except LookupError:
        return f"{app_label}.{model}"


class Migration(migrations.Migration):
    dependencies = [("cms", "0004_public_changes")]

    operations = [migrations.RunPython(tell_what_is_public, migrations.RunPython.noop)]
