"""Remembers what the public was told of the pages of topics and people.

On a database of before nothing is remembered, so that the next run of changes.keep_up (after the update, and each day) tells
them all as published.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0013_senior_moderators'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AddField(
            model_name='route',
            name='listed_on',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='OwnRoute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('language', models.CharField(max_length=100)),
                ('path', models.TextField()),
                ('site', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject_id', 'language', 'site'), name='one_route_of_an_own_page')],
            },
        ),
    ]
