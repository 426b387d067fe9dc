from django.db import migrations, models


def count_threads(apps, schema_editor):
    """Count the threads of blocks that have comments already."""
    comments = apps.get_model("comments", "ReaderComment").objects
    blocks = apps.get_model("comments", "BlockCount").objects
    shown = comments.filter(depth=0, visible=1, block__gt="").order_by().values_list("page_id", "block")
    for page, block, number in shown.annotate(number=models.Count("pk")).iterator():
        blocks.filter(page_id=page, block=block).update(thread_count=number)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0005_reader_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="blockcount",
            name="thread_count",
            field=models.IntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                condition=models.Q(("depth", 0)),
                fields=["page", "block", "visible", "points", "thread"],
                name="comment_block_top",
            ),
        ),
        migrations.RunPython(count_threads, migrations.RunPython.noop),
    ]
