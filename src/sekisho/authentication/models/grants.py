"""Grants, codes, tokens, consents, and what was seen before. Secrets only as digests."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.grants.tokens import GrantEnd, GrantKind, GrantState

DIGEST = 32
"""Bytes of a SHA-256."""


class Consent(models.Model):
    """Somebody said yes to another company's service. Never removed; what was read stays with it."""

    id = models.CharField(max_length=40, primary_key=True)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=64)
    client_id = models.CharField(max_length=64)
    scopes = models.JSONField()
    text = models.TextField()
    language = models.CharField(max_length=2)
    version = models.CharField(max_length=32)
    acr = models.SmallIntegerField()
    auth_time = models.BigIntegerField(help_text="ms")
    session = models.CharField(max_length=40)
    given = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    ended = models.BigIntegerField(null=True, help_text="ms")
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        """A consent rests on something that could not be phished (C-25); one stands at a time."""

        db_table = "authentication_consent"
        constraints = (
            models.CheckConstraint(condition=models.Q(acr__gte=3), name="consent_acr"),
            models.CheckConstraint(condition=models.Q(given__lt=models.F("expires")), name="consent_times"),
            models.CheckConstraint(
                condition=models.Q(ended__isnull=True, ended_by="")
                | (models.Q(ended__isnull=False) & ~models.Q(ended_by="")),
                name="consent_end",
            ),
            models.UniqueConstraint(
                fields=("principal", "client_id"), condition=models.Q(ended__isnull=True), name="consent_once"
            ),
        )

    def __str__(self) -> str:
        return self.id


class Grant(models.Model):
    """What a customer has allowed a client. Never removed."""

    id = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=8, choices=[(each.value, each.value) for each in GrantKind])
    client_id = models.CharField(max_length=64)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.CharField(max_length=64)
    session = models.CharField(max_length=40, db_index=True)
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT, related_name="+")
    scopes = models.JSONField()
    details = models.JSONField(default=list)
    limits = models.JSONField(null=True)
    acr = models.SmallIntegerField()
    amr = models.JSONField(default=list)
    auth_time = models.BigIntegerField(help_text="ms")
    nonce = models.CharField(max_length=2048, blank=True)
    key = models.CharField(max_length=43, blank=True)
    offline = models.BooleanField(default=False)
    created = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in GrantState])
    ended = models.BigIntegerField(null=True, help_text="ms")
    ended_by = models.CharField(max_length=80, blank=True)
    ended_reason = models.CharField(max_length=16, blank=True, choices=[(e.value, e.value) for e in GrantEnd])

    class Meta:
        """A grant that ended says when and why; keys are always bound."""

        db_table = "authentication_grant"
        indexes = (
            models.Index(fields=("account", "state"), name="grant_of_account"),
            models.Index(fields=("principal", "client_id"), name="grant_of_principal"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="active", ended__isnull=True, ended_reason="")
                | (models.Q(state="ended", ended__isnull=False) & ~models.Q(ended_reason="")),
                name="grant_end",
            ),
            models.CheckConstraint(condition=~models.Q(kind="key") | ~models.Q(key=""), name="grant_key_bound"),
            models.CheckConstraint(condition=models.Q(created__lt=models.F("expires")), name="grant_times"),
        )

    def __str__(self) -> str:
        return self.id


class Code(models.Model):
    """An authorization code; redeemed once."""

    digest = models.BinaryField(max_length=DIGEST, primary_key=True)
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="+")
    redirect_uri = models.CharField(max_length=2048)
    code_challenge = models.CharField(max_length=43)
    dpop_jkt = models.CharField(max_length=43, blank=True)
    created = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    used = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """No code lives longer than a minute."""

        db_table = "authentication_oidc_code"
        constraints = (
            models.CheckConstraint(condition=Exact(Length("digest"), DIGEST), name="oidc_code_digest"),
            models.CheckConstraint(
                condition=models.Q(expires__lte=models.F("created") + 60_000), name="oidc_code_minute"
            ),
        )

    def __str__(self) -> str:
        return f"code of {self.grant_id}"


class AccessToken(models.Model):
    """An access token by its name; the token itself is signed and kept nowhere."""

    jti = models.CharField(max_length=40, primary_key=True)
    client_id = models.CharField(max_length=64)
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=43, blank=True)
    scopes = models.JSONField()
    issued = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    revoked = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """What acts without a customer is always bound to a key."""

        db_table = "authentication_access_token"
        indexes = (models.Index(fields=("expires",), name="access_token_expires"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(grant__isnull=False) | ~models.Q(key=""), name="access_token_machine_bound"
            ),
        )

    def __str__(self) -> str:
        return self.jti


class RefreshToken(models.Model):
    """A link of a chain of refresh tokens; each is used once, and the grant is the chain."""

    digest = models.BinaryField(max_length=DIGEST, primary_key=True)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    issued = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    used = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """One link of a chain is unused at a time."""

        db_table = "authentication_refresh_token"
        constraints = (
            models.CheckConstraint(condition=Exact(Length("digest"), DIGEST), name="refresh_token_digest"),
            models.UniqueConstraint(fields=("grant",), condition=models.Q(used__isnull=True), name="refresh_one_live"),
        )

    def __str__(self) -> str:
        return f"refresh token of {self.grant_id}"


class Seen(models.Model):
    """Something that counts once: a DPoP proof, or a client's statement."""

    mark = models.BinaryField(max_length=DIGEST, primary_key=True)
    expires = models.BigIntegerField(help_text="ms", db_index=True)

    class Meta:
        """The primary key is the whole idea."""

        db_table = "authentication_seen"

    def __str__(self) -> str:
        return f"until {self.expires}"
