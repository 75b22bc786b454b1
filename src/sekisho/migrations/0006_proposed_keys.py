"""Keep a program's public key while its owner signs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sekisho", "0005_invitations")]

    operations = [
        migrations.CreateModel(
            name="ProposedKey",
            fields=[
                ("operation", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("jwk", models.JSONField()),
                ("created", models.BigIntegerField(help_text="ms")),
            ],
            options={
                "db_table": "authentication_proposed_key",
            },
        ),
    ]
