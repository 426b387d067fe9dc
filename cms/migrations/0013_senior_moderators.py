"""Whoever moderated could ban domains and networks: that has become a permission of its own, which they keep.

Here and not in comments, because the group Moderators is made here and must have it on a new site as well.
"""

from django.db import migrations


def seniors(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="comments", model="readercomment"
    )
    senior, _ = Permission.objects.get_or_create(
        content_type=content_type,
        codename="senior_moderator",
        defaults={"name": "Can also ban domains and networks, change the rules and read the log"},
    )
    moderate = {"content_type": content_type, "codename": "moderate_comment"}
    for group in apps.get_model("auth", "Group").objects.filter(permissions__in=Permission.objects.filter(**moderate)):
        group.permissions.add(senior)
    for user in apps.get_model("home", "User").objects.filter(user_permissions__in=Permission.objects.filter(**moderate)):
        user.user_permissions.add(senior)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0012_redirects_in_any_case"),
        ("comments", "0016_sections"),
    ]

    operations = [migrations.RunPython(seniors, migrations.RunPython.noop)]
