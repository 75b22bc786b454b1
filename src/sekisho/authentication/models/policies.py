"""Versions of the policy, ends of factors, emergencies, and what was said in public.

Whatever changes the policy needs two people who are not its author; the database holds that too.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sekisho.authentication.types.policy import LONGEST_OVERRIDE
from sekisho.authentication.types.policy_versions import PolicyState

HASH = 64
_SIGNED = ("approved", "published", "effective", "superseded", "ended", "examined")


class TwoPeople(models.Model):
    """Something that an author proposes and two others approve. Rows are never removed."""

    id = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in PolicyState])
    author = models.CharField(max_length=80)
    created = models.BigIntegerField(help_text="ms")
    reason_ja = models.TextField()
    reason_en = models.TextField()
    approver_1 = models.CharField(max_length=80, blank=True)
    evidence_1 = models.CharField(max_length=64, blank=True)
    approved_1 = models.BigIntegerField(null=True, help_text="ms")
    approver_2 = models.CharField(max_length=80, blank=True)
    evidence_2 = models.CharField(max_length=64, blank=True)
    approved_2 = models.BigIntegerField(null=True, help_text="ms")
    withdrawn = models.BigIntegerField(null=True, help_text="ms")
    withdrawn_by = models.CharField(max_length=80, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        """Two different people approved, neither of them the author, each with a record of his own."""

        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=~Q(state__in=_SIGNED)
                | (
                    ~Q(approver_1="")
                    & ~Q(approver_2="")
                    & ~Q(approver_1=F("approver_2"))
                    & ~Q(approver_1=F("author"))
                    & ~Q(approver_2=F("author"))
                    & ~Q(evidence_1="")
                    & ~Q(evidence_2="")
                    & ~Q(evidence_1=F("evidence_2"))
                ),
                name="authentication_%(class)s_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn__isnull=False) & ~Q(withdrawn_by="")),
                name="authentication_%(class)s_withdrawn",
            ),
        )


class PolicyVersion(TwoPeople):
    """A version of the policy: a document, and how it came into force."""

    number = models.IntegerField(null=True, unique=True)
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    content = models.TextField(help_text="the document as canonical JSON")
    digest = models.CharField(max_length=HASH)
    effective_from = models.BigIntegerField(help_text="ms")
    effective_to = models.BigIntegerField(null=True, help_text="ms")
    reviewer = models.CharField(max_length=80, blank=True)
    reviewed = models.BigIntegerField(null=True, help_text="ms")
    impact = models.JSONField(default=dict)
    published = models.BigIntegerField(null=True, help_text="ms")
    publisher = models.CharField(max_length=80, blank=True)
    prev_hash = models.CharField(max_length=HASH, null=True, unique=True)  # noqa: DJ001 - NULL repeats, "" would not
    hash = models.CharField(max_length=HASH, null=True, unique=True)  # noqa: DJ001 - NULL repeats, "" would not

    class Meta(TwoPeople.Meta):
        """What was published has a number and a place in the chain; one version is effective at a time."""

        db_table = "authentication_policy_version"
        constraints = (
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state__in=("published", "effective", "superseded"))
                | Q(number__gte=1, published__isnull=False, prev_hash__isnull=False, hash__isnull=False),
                name="authentication_policyversion_chain",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | (~Q(reviewer="") & ~Q(reviewer=F("author"))),
                name="authentication_policyversion_review",
            ),
            models.UniqueConstraint(
                fields=("state",), condition=Q(state="effective"), name="authentication_policyversion_one"
            ),
            models.UniqueConstraint(
                fields=("effective_from",),
                condition=Q(state__in=("published", "effective", "superseded")),
                name="authentication_policyversion_from",
            ),
        )

    def __str__(self) -> str:
        return f"policy {self.number or self.id}"


class FactorSunset(TwoPeople):
    """A change to the end of a factor after the policy was published. The row it changes stays."""

    factor = models.CharField(max_length=32)
    operations = models.JSONField(default=list, help_text="empty means all")
    announced = models.BigIntegerField(help_text="ms")
    stop_enrol = models.BigIntegerField(help_text="ms")
    stop_use = models.BigIntegerField(help_text="ms")
    replacement = models.CharField(max_length=32)
    published = models.BigIntegerField(null=True, help_text="ms")

    class Meta(TwoPeople.Meta):
        """Dates in their order."""

        db_table = "authentication_factor_sunset"
        constraints = (
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(
                condition=Q(announced__lte=F("stop_enrol"), stop_enrol__lte=F("stop_use")),
                name="authentication_factorsunset_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published__isnull=False),
                name="authentication_factorsunset_published",
            ),
        )

    def __str__(self) -> str:
        return f"end of {self.factor} ({self.id})"


class EmergencyOverride(TwoPeople):
    """Rules that two people set aside for a while, and what came of it."""

    rules = models.JSONField()
    operations = models.JSONField(default=list, help_text="empty means all")
    channels = models.JSONField(default=list, help_text="empty means all")
    compensations = models.JSONField(default=list)
    starts = models.BigIntegerField(help_text="ms")
    ends = models.BigIntegerField(help_text="ms, not included")
    public = models.BooleanField(help_text="customers are affected")
    ended = models.BigIntegerField(null=True, help_text="ms; before its time")
    result = models.TextField(blank=True)
    examined = models.BigIntegerField(null=True, help_text="ms")
    examiner = models.CharField(max_length=80, blank=True)

    class Meta(TwoPeople.Meta):
        """It lasts no longer than the hard maximum."""

        db_table = "authentication_emergency_override"
        constraints = (
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts"), ends__lte=F("starts") + LONGEST_OVERRIDE),
                name="authentication_emergencyoverride_longest",
            ),
            models.CheckConstraint(
                condition=~Q(state="examined") | (~Q(result="") & ~Q(examiner="")),
                name="authentication_emergencyoverride_result",
            ),
        )

    def __str__(self) -> str:
        return f"override {self.id}"


class PolicyHead(models.Model):
    """One row: a digest that changes with everything that changes the policy in force."""

    id = models.IntegerField(primary_key=True)
    digest = models.CharField(max_length=HASH)

    class Meta:
        """There is one head."""

        db_table = "authentication_policy_head"
        constraints = (models.CheckConstraint(condition=Q(id=1), name="authentication_policy_head_one"),)

    def __str__(self) -> str:
        return self.digest


class SchedulePublication(models.Model):
    """What was said in public, word for word. Never changed and never removed."""

    language = models.CharField(max_length=2, choices=[("ja", "ja"), ("en", "en")])
    number = models.IntegerField()
    version = models.IntegerField(help_text="number of the policy; 0 for the defaults")
    cause = models.CharField(max_length=60)
    body = models.TextField(help_text="canonical JSON as served")
    sha256 = models.CharField(max_length=HASH, unique=True)
    prev_sha256 = models.CharField(max_length=HASH)
    published = models.BigIntegerField(help_text="ms")
    channels = models.JSONField(default=list)

    class Meta:
        """Each follows exactly one, and no two follow the same."""

        db_table = "authentication_schedule_publication"
        constraints = (
            models.UniqueConstraint(fields=("language", "number"), name="authentication_schedule_number"),
            models.UniqueConstraint(fields=("language", "prev_sha256"), name="authentication_schedule_chain"),
            models.CheckConstraint(condition=Q(number__gte=1), name="authentication_schedule_first"),
        )

    def __str__(self) -> str:
        return f"schedule {self.language} {self.number}"
