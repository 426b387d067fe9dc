"""Editors keep the library, and so choose how it is cited; what the site asks of its articles stays with administrators."""

from django.db import migrations


def library_settings(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name="Editors").first()
    if group is None:
        return
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="librarysettings"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="change_librarysettings",
        defaults={"name": "Can change library settings"},
    )
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0006_faq_entries"),
        ("articles", "0014_faq_entries"),
    ]

    operations = [migrations.RunPython(library_settings, migrations.RunPython.noop)]
