from django.conf import settings
from django.db import migrations, models


def keep_names(apps, schema_editor):
    """Give the batches that there are the names of their moderators, as the log has them."""
    for row in apps.get_model("comments", "Unlearning").objects.select_related("actor"):
        name = f"{row.actor.first_name} {row.actor.last_name}".strip() or row.actor.username
        row.actor_name = name[:150]
        row.save(update_fields=["actor_name"])


class Migration(migrations.Migration):

    dependencies = [
        ("comments", "0030_unlearning"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="unlearning",
            name="actor_name",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.RunPython(keep_names, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="unlearning",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=models.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="moderator",
            ),
        ),
    ]
