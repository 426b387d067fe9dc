"""What the public was told of pages, and how it has changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0003_review_workflow'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('change', models.CharField(choices=[('published', 'Published'), ('unpublished', 'Unpublished'), ('moved', 'Moved'), ('deleted', 'Deleted')], max_length=11)),
                ('page_id', models.PositiveBigIntegerField()),
                ('type', models.CharField(max_length=200)),
                ('path', models.TextField()),
                ('at', models.DateTimeField(db_index=True)),
                ('site', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'number'], name='feed_of_a_site')],
            },
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_id', models.PositiveBigIntegerField()),
                ('type', models.CharField(max_length=200)),
                ('path', models.TextField()),
                ('key', models.CharField(max_length=64)),
                ('is_public', models.BooleanField()),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'key'], name='route_lookup'), models.Index(fields=['page_id'], name='route_page')],
                'constraints': [models.UniqueConstraint(fields=('site', 'page_id'), name='one_route_of_a_page_on_a_site')],
            },
        ),
    ]
