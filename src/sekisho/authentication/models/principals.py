"""Who can authenticate."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sekisho.authentication.types.principals import PrincipalKind, PrincipalState

HANDLE = 32
"""Bytes of a user handle."""


class Principal(models.Model):
    """A customer, a delegate, or a member of staff. Never removed."""

    ref = models.CharField(max_length=80, primary_key=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in PrincipalKind])
    account = models.CharField(max_length=64, blank=True, db_index=True)
    handle = models.BinaryField(max_length=HANDLE, unique=True)
    login = models.CharField(max_length=128, unique=True)
    language = models.CharField(max_length=2, default="ja")
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in PrincipalState])
    created = models.BigIntegerField(help_text="ms")
    facts = models.JSONField(default=dict)

    class Meta:
        """A customer has one account and nobody else has."""

        db_table = "authentication_principal"
        constraints = (
            models.CheckConstraint(condition=Exact(Length("handle"), HANDLE), name="authentication_principal_handle"),
            models.CheckConstraint(
                condition=(models.Q(kind="customer") & ~models.Q(account=""))
                | (~models.Q(kind="customer") & models.Q(account="")),
                name="authentication_principal_account",
            ),
            models.CheckConstraint(condition=models.Q(language__in=("ja", "en")), name="authentication_principal_lang"),
        )

    def __str__(self) -> str:
        return self.ref
