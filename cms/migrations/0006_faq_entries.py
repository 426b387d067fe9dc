"""FAQ entries are part of the library: editors write them, medical reviewers read them."""

from django.db import migrations

ACTIONS = {"Editors": ("add", "change", "delete", "view"), "Medical reviewers": ("view",)}


def faq_entries(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="faqentry"
    )
    for name, actions in ACTIONS.items():
        group = apps.get_model("auth", "Group").objects.filter(name=name).first()
        for action in actions if group else ():
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_faqentry",
                defaults={"name": f"Can {action} FAQ entry"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0005_public_before"),
        ("articles", "0014_faq_entries"),
    ]

    operations = [migrations.RunPython(faq_entries, migrations.RunPython.noop)]
