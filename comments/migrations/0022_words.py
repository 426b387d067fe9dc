"""Makes the full-text index and fills it with the comments that are there."""

from django.db import migrations

from comments import text, wording

AT_ONCE = 500
INDEX = "comments_words_index"
TABLE = "comments_commentwords"

SQLITE = [
    # Words come taken apart already: `ascii` splits at nothing but the spaces between them.
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5("
    f"words, content='{TABLE}', content_rowid='comment_id', tokenize='ascii', prefix='2 3')",
    f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN "
    f"INSERT INTO {INDEX}(rowid, words) VALUES (new.comment_id, new.words); END",
    f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN "
    f"INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.comment_id, old.words); END",
    f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {TABLE} BEGIN "
    f"INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.comment_id, old.words); "
    f"INSERT INTO {INDEX}(rowid, words) VALUES (new.comment_id, new.words); END",
]
POSTGRESQL = [f"CREATE INDEX {INDEX} ON {TABLE} USING gin (words)"]


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {INDEX}")
        return
    for event in ("insert", "delete", "update"):
        schema_editor.execute(f"DROP TRIGGER {INDEX}_{event}")
    schema_editor.execute(f"DROP TABLE {INDEX}")


def fill(apps, schema_editor):
    comments = apps.get_model("comments", "ReaderComment")._base_manager
    entries = apps.get_model("comments", "CommentWords")._base_manager
    wanted = ("pk", "user_name", "comment", "body_html", "block_heading", "reasons", "email_hash")
    last = 0
    while rows := list(comments.filter(pk__gt=last).order_by("pk").values_list(*wanted)[:AT_ONCE]):
        entries.bulk_create(
            entries.model(
                comment_id=pk,
                words=wording.of_comment(
                    name=name,
                    texts=[body, text.shown(html)],
                    claim=heading,
                    reasons=[reason.get("code", "") for reason in reasons],
                    email_hash=email_hash,
                ),
            )
            for pk, name, body, html, heading, reasons, email_hash in rows
        )
        last = rows[-1][0]
    # What its author deleted leaves nothing to decide, whoever has reported it.
    comments.filter(removed_by="author", flag_count__gt=0).update(flag_count=0)


class Migration(migrations.Migration):

    dependencies = [("comments", "0021_queue_and_index")]

    operations = [
        migrations.RunPython(make, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
