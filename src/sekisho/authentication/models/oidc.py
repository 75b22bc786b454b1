"""Requests on their way through a browser: towards our clients, and from us to other providers."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sekisho.authentication.models.grants import DIGEST, Grant
from sekisho.authentication.types.grants.requests import RequestState


class AuthorizationRequest(models.Model):
    """A client's wish on its way through a browser; opened once, by one browser."""

    id = models.CharField(max_length=40, primary_key=True)
    handle = models.BinaryField(max_length=DIGEST, null=True, unique=True, help_text="digest of a request_uri")
    client_id = models.CharField(max_length=64)
    parameters = models.JSONField()
    browser = models.BinaryField(max_length=DIGEST, null=True, help_text="digest of the cookie of who opened it")
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in RequestState])
    tries = models.SmallIntegerField(default=0)
    operations = models.JSONField(default=list)
    consent = models.CharField(max_length=40, blank=True)
    hinted = models.CharField(max_length=80, blank=True)
    created = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")

    class Meta:
        """Whoever opened a request has a browser."""

        db_table = "authentication_oidc_request"
        indexes = (models.Index(fields=("expires",), name="oidc_request_expires"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="open") | models.Q(browser__isnull=False), name="oidc_request_browser"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="pushed") | models.Q(handle__isnull=False), name="oidc_request_pushed"
            ),
        )

    def __str__(self) -> str:
        return self.id


class LogoutNotice(models.Model):
    """A client has to be told that a session ended; kept until it has answered."""

    id = models.CharField(max_length=40, primary_key=True)
    client_id = models.CharField(max_length=64)
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=64)
    session = models.CharField(max_length=40)
    created = models.BigIntegerField(help_text="ms")
    state = models.CharField(max_length=8, choices=[(each, each) for each in ("waiting", "told", "given_up")])
    tries = models.SmallIntegerField(default=0)
    due = models.BigIntegerField(help_text="ms")
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        """Found by when they are due."""

        db_table = "authentication_logout_notice"
        indexes = (models.Index(fields=("due",), name="logout_due", condition=models.Q(state="waiting")),)

    def __str__(self) -> str:
        return f"{self.client_id} {self.session}"


class BridgeAttempt(models.Model):
    """A login at another provider on its way; only who began it can finish it, once."""

    digest = models.BinaryField(max_length=DIGEST, primary_key=True, help_text="digest of state")
    upstream = models.CharField(max_length=32)
    browser = models.CharField(max_length=64)
    principal = models.CharField(max_length=80, blank=True)
    created = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    used = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """State is a digest."""

        db_table = "authentication_bridge_attempt"
        constraints = (models.CheckConstraint(condition=Exact(Length("digest"), DIGEST), name="bridge_digest"),)

    def __str__(self) -> str:
        return f"{self.upstream} for {self.browser}"
