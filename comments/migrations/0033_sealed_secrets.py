"""Seals the secrets that were stored as they are, so that a dump of the database gives none away."""

import comments.sealing
from django.db import migrations


def seal(apps, schema_editor):
    for row in apps.get_model("comments", "TokenIssuer").objects.all():
        row.save(update_fields=["secret"])


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0032_flags_answered'),
    ]

    operations = [
        migrations.AlterField(
            model_name='tokenissuer',
            name='secret',
            field=comments.sealing.SealedField(blank=True, max_length=500, verbose_name='shared secret'),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
