"""Seals the secrets that were stored as they are, so that a dump of the database gives none away."""

import cms.webhooks.signatures
import comments.sealing
from django.db import migrations


def seal(apps, schema_editor):
    for row in apps.get_model("cms", "WebhookEndpoint").objects.all():
        row.save(update_fields=["secret", "old_secret"])


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0014_own_routes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='webhookendpoint',
            name='old_secret',
            field=comments.sealing.SealedField(blank=True, editable=False),
        ),
        migrations.AlterField(
            model_name='webhookendpoint',
            name='secret',
            field=comments.sealing.SealedField(default=cms.webhooks.signatures.new_secret, editable=False),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
