"""Every authenticator that was ever bound (NIST SP 800-63B-4, 4.1). Rows are never removed."""

from django.db import models

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.factors import FactorCode

STATES = ("active", "suspended", "revoked", "replaced")


class Authenticator(models.Model):
    """A factor in somebody's hands: a WebAuthn credential, a TOTP secret, a password, a phone for codes, and so on."""

    id = models.CharField(max_length=40, primary_key=True)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+")
    factor = models.CharField(max_length=32, choices=[(code.value, code.value) for code in FactorCode])
    name = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES], default="active")
    created = models.BigIntegerField(help_text="ms")
    created_by = models.CharField(max_length=80, help_text="principal, or the recovery case")
    created_visit = models.JSONField(default=dict, help_text="channel, ip, device, user agent")
    last_used = models.BigIntegerField(null=True, help_text="ms")
    hold_until = models.BigIntegerField(null=True, help_text="ms; not before it for what a hold covers")
    ended = models.BigIntegerField(null=True, help_text="ms")
    ended_by = models.CharField(max_length=80, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)
    # WebAuthn
    credential_id = models.BinaryField(max_length=1023, null=True, unique=True)  # unique across everybody
    public_key = models.BinaryField(null=True, help_text="COSE")
    algorithm = models.IntegerField(null=True)
    rp_id = models.CharField(max_length=253, blank=True)
    aaguid = models.CharField(max_length=36, blank=True)
    aaguid_proven = models.BooleanField(default=False)
    attestation_format = models.CharField(max_length=32, blank=True)
    attestation_profile = models.CharField(max_length=64, blank=True)
    attestation = models.BinaryField(null=True, help_text="the attestation object as it came")
    mds_status = models.CharField(max_length=64, blank=True)
    backup_eligible = models.BooleanField(null=True)
    backed_up = models.BooleanField(null=True)
    user_verified = models.BooleanField(null=True, help_text="at registration")
    counter = models.BigIntegerField(null=True)
    transports = models.JSONField(default=list)
    auto_created = models.BooleanField(default=False)
    # the other factors
    secret = models.BinaryField(null=True, help_text="encrypted or hashed, by the factor")
    detail = models.JSONField(default=dict, help_text="nothing secret")

    class Meta:
        """An authenticator that has ended says when."""

        db_table = "authentication_authenticator"
        indexes = (models.Index(fields=("principal", "state"), name="authenticator_of"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("active", "suspended")) | models.Q(ended__isnull=False),
                name="authentication_authenticator_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.factor} {self.id}"
