"""Operations that wait for a signature or have one, and the evidence of what was signed and executed."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.approvals import OperationState
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.evidence import EvidenceKind

DIGEST = 32
"""Bytes of a SHA-256."""
NONCE = 16
"""Bytes of a nonce."""


class SignedOperation(models.Model):
    """One operation. What is signed never changes; its state moves by conditional updates only."""

    id = models.CharField(max_length=40, primary_key=True)
    code = models.CharField(max_length=32, choices=[(code.value, code.value) for code in OperationCode])
    version = models.IntegerField(help_text="of the content's schema")
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.CharField(max_length=80)
    content = models.JSONField(help_text="what is signed, checked and normalised")
    nonce = models.BinaryField(max_length=NONCE)
    op_hash = models.BinaryField(max_length=DIGEST)
    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=128, null=True)  # noqa: DJ001 - NULL repeats, "" would not
    visit = models.JSONField(default=dict, help_text="where it was asked for")
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in OperationState])
    created = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms; of the wait for a signature, then of the receipt")
    # the last time that signing was begun
    attempts = models.IntegerField(default=0)
    ceremony = models.CharField(max_length=64, blank=True)
    signer = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, blank=True)
    begun_nonce = models.BinaryField(max_length=NONCE, null=True)
    policy = models.IntegerField(default=0)
    # the signature
    authenticator = models.CharField(max_length=40, blank=True)
    acr = models.SmallIntegerField(default=0)
    receipt = models.CharField(max_length=40, null=True)  # noqa: DJ001 - NULL repeats, "" would not
    receipt_jws = models.TextField(blank=True)
    evidence = models.CharField(max_length=40, blank=True)
    approved = models.BigIntegerField(null=True, help_text="ms")
    # the end
    execution_key = models.CharField(max_length=128, blank=True)
    execution = models.CharField(max_length=40, blank=True, help_text="evidence of the execution")
    ended = models.BigIntegerField(null=True, help_text="ms")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Approved means a receipt; over means a moment; a key names one operation of its caller."""

        db_table = "authentication_operation"
        indexes = (
            models.Index(fields=("principal", "-created"), name="operation_of_principal"),
            models.Index(fields=("expires",), name="operation_open", condition=models.Q(ended__isnull=True)),
        )
        constraints = (
            models.UniqueConstraint(fields=("caller", "key"), name="operation_key_once"),
            models.UniqueConstraint(fields=("receipt",), name="operation_receipt_once"),
            models.CheckConstraint(condition=Exact(Length("nonce"), NONCE), name="operation_nonce"),
            models.CheckConstraint(condition=Exact(Length("op_hash"), DIGEST), name="operation_hash"),
            models.CheckConstraint(
                condition=models.Q(state__in=("created", "begun"), receipt__isnull=True)
                | models.Q(state__in=("approved", "executed", "voided"), receipt__isnull=False)
                | models.Q(state__in=("cancelled", "expired")),
                name="operation_receipt",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("created", "begun", "approved"), ended__isnull=True)
                | models.Q(state__in=("executed", "cancelled", "expired", "voided"), ended__isnull=False),
                name="operation_end",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="executed") & ~models.Q(execution=""))
                | (~models.Q(state="executed") & models.Q(execution="")),
                name="operation_execution",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.id}: {self.state}"


class Evidence(models.Model):
    """One link of the day's chain. Never changed and never removed."""

    id = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in EvidenceKind])
    operation = models.ForeignKey(SignedOperation, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=80, db_index=True)
    at = models.BigIntegerField(help_text="ms")
    day = models.IntegerField(help_text="days since 1970-01-01 in Japan")
    number = models.BigIntegerField(help_text="within the day, from 1")
    previous = models.BinaryField(max_length=DIGEST, unique=True)  # no two links follow the same one
    digest = models.BinaryField(max_length=DIGEST, unique=True)
    body = models.BinaryField(help_text="RFC 8785 JSON")

    class Meta:
        """The chain's arithmetic, as checks; an operation is approved once and executed once."""

        db_table = "authentication_evidence"
        constraints = (
            models.UniqueConstraint(fields=("day", "number"), name="evidence_place"),
            models.UniqueConstraint(fields=("operation", "kind"), name="evidence_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="evidence_number"),
            models.CheckConstraint(
                condition=models.Q(*(Exact(Length(name), DIGEST) for name in ("previous", "digest"))),
                name="evidence_digests",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.operation_id}"


class EvidenceHead(models.Model):
    """The end of a day's chain, signed once the day was over. Never changed and never removed."""

    day = models.IntegerField(primary_key=True)
    count = models.BigIntegerField()
    first = models.BinaryField(max_length=DIGEST, help_text="what the day's first link follows")
    digest = models.BinaryField(max_length=DIGEST)
    jws = models.TextField()
    signed = models.BigIntegerField(help_text="ms")

    class Meta:
        """A head stands over something."""

        db_table = "authentication_evidence_head"
        constraints = (models.CheckConstraint(condition=models.Q(count__gte=1), name="evidence_head_count"),)

    def __str__(self) -> str:
        return f"day {self.day}: {self.count}"
