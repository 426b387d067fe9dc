"""An index by which a redirect is found in whatever case its path is asked for (cms.redirects.find)."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0011_edge_purges"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS cms_redirect_any_case ON wagtailredirects_redirect (LOWER(old_path))",
            "DROP INDEX IF EXISTS cms_redirect_any_case",
        ),
    ]
