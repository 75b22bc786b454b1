"""Keep opt-outs that staff took down, and who asked that a wave be enforced."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sekisho", "0006_proposed_keys")]

    operations = [
        migrations.AddField(
            model_name="wave",
            name="asked_by",
            field=models.CharField(blank=True, help_text="who asked for the enforcement", max_length=80, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="wave",
            name="asked",
            field=models.BigIntegerField(help_text="ms; when that was", null=True),
        ),
        migrations.AddField(
            model_name="wave",
            name="exempt_until",
            field=models.BigIntegerField(help_text="ms; until then those who lack something are left alone", null=True),
        ),
        migrations.CreateModel(
            name="OptOutProposal",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("request", models.JSONField(help_text="what was taken down")),
                ("proposed_by", models.CharField(max_length=80)),
                ("created", models.BigIntegerField(help_text="ms")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("approved", "approved"), ("refused", "refused")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("decided_by", models.CharField(blank=True, max_length=80)),
                ("decided", models.BigIntegerField(help_text="ms", null=True)),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sekisho.principal"
                    ),
                ),
            ],
            options={
                "db_table": "authentication_opt_out_proposal",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("principal",),
                        name="authentication_opt_out_proposal_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", ""), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                models.Q(("decided_by", ""), _negated=True),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="authentication_opt_out_proposal_two",
                    ),
                ],
            },
        ),
    ]
