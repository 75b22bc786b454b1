"""Let the database itself refuse to change or remove what stands in the journal."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("journal_batch", "journal_entry")

FUNCTION = """
    CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the journal is append-only: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""
# Always: also in sessions that switch ordinary triggers off (session_replication_role).
POSTGRESQL = """
    CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_stays
"""
SQLITE = """
    CREATE TRIGGER {table}_stays_{verb} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only: {verb} on {table} refused'); END
"""


def guard(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION, params=None)
        for table in TABLES:
            editor.execute(POSTGRESQL.format(table=table), params=None)
        return
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            editor.execute(SQLITE.format(table=table, verb=verb), params=None)


def release(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION journal_refuse() CASCADE", params=None)
        return
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER {table}_stays_{verb}", params=None)


class Migration(migrations.Migration):
    dependencies = [("sekisho", "0001_journal")]

    operations = [migrations.RunPython(guard, release)]
