"""Let the database itself refuse to lose evidence, metadata, proofs, and everybody's authenticators."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

UNCHANGED = (
    "authentication_evidence",
    "authentication_evidence_head",
    "authentication_metadata",
    "authentication_opt_out",
    "authentication_opt_out_end",
    "authentication_opt_out_reminder",
    "authentication_enrolment_step",
    "authentication_factor_deed",
    "authentication_recovery_proof",
)
"""Rows never change and never go."""
KEPT = (
    "authentication_authenticator",
    "authentication_principal",
    "authentication_recovery",
)
"""Rows may change and never go (NIST SP 800-63B-4, 4.1: every authenticator ever bound)."""
FUNCTION = """
    CREATE FUNCTION authentication_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of this table stay: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""
# Row by row: a statement that meets no row is harmless. Always: also where ordinary triggers are switched off.
POSTGRESQL = """
    CREATE TRIGGER {table}_stays BEFORE {verbs} ON {table}
        FOR EACH ROW EXECUTE FUNCTION authentication_refuse();
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_stays;
    CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION authentication_refuse();
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_whole
"""
SQLITE = """
    CREATE TRIGGER {table}_stays_{verb} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, 'rows of this table stay: {verb} on {table} refused'); END
"""
PLACES = [(table, ("UPDATE", "DELETE")) for table in UNCHANGED] + [(table, ("DELETE",)) for table in KEPT]


def guard(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION, params=None)
        for table, verbs in PLACES:
            editor.execute(POSTGRESQL.format(table=table, verbs=" OR ".join(verbs)), params=None)
        return
    for table, verbs in PLACES:
        for verb in verbs:
            editor.execute(SQLITE.format(table=table, verb=verb), params=None)


def release(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION authentication_refuse() CASCADE", params=None)
        return
    for table, verbs in PLACES:
        for verb in verbs:
            editor.execute(f"DROP TRIGGER {table}_stays_{verb}", params=None)


class Migration(migrations.Migration):
    dependencies = [("sekisho", "0003_authentication")]

    operations = [migrations.RunPython(guard, release)]
