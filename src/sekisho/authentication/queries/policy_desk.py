"""What members of staff read when they make a policy: versions and changes in every state, and what differs."""

from collections.abc import Iterator

from sekisho.authentication import models
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.enrolments import enrolment_view
from sekisho.authentication.queries.opt_outs import opt_out_view
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.queries.policy_values import override_of, signatures_of, sunset_of, version_of
from sekisho.authentication.rules.login import held_of
from sekisho.authentication.rules.policy.comparing import rule_changes
from sekisho.authentication.rules.policy.loading import Loaded, load_policy
from sekisho.authentication.rules.policy.reading import read_policy
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.policy import Policy, Question
from sekisho.authentication.types.policy_changes import OverrideRecord, RuleChange, SunsetRecord
from sekisho.authentication.types.policy_versions import PolicyState, PolicyVersion
from sekisho.authentication.types.principals import PrincipalKind, PrincipalState

ASKED_OF_EACH = (
    OperationCode.LOGIN_NEW_DEVICE, OperationCode.WITHDRAW, OperationCode.BANK_ACCOUNT_CHANGE,
    OperationCode.ORDER_PLACE,
)  # fmt: skip
"""The operations about which a sample of customers is judged."""


class NoChangeError(LookupError):
    """There is no such change."""


def versions(*, limit: int = 100) -> tuple[PolicyVersion, ...]:
    """Every version, whatever its state, the newest first."""
    return tuple(version_of(row) for row in models.PolicyVersion.objects.order_by("-created", "-id")[:limit])


def sunset_records(*, limit: int = 100) -> tuple[SunsetRecord, ...]:
    """Every moved end, the newest first."""
    return tuple(_sunset(row) for row in models.FactorSunset.objects.order_by("-created", "-id")[:limit])


def sunset_record(*, identifier: str) -> SunsetRecord:
    """One moved end.

    Raises:
        NoChangeError: there is none.

    """
    row = models.FactorSunset.objects.filter(id=identifier).first()
    if row is None:
        raise NoChangeError(identifier)
    return _sunset(row)


def override_records(*, limit: int = 100) -> tuple[OverrideRecord, ...]:
    """Every emergency, the newest first."""
    return tuple(_override(row) for row in models.EmergencyOverride.objects.order_by("-created", "-id")[:limit])


def override_record(*, identifier: str) -> OverrideRecord:
    """One emergency.

    Raises:
        NoChangeError: there is none.

    """
    row = models.EmergencyOverride.objects.filter(id=identifier).first()
    if row is None:
        raise NoChangeError(identifier)
    return _override(row)


def read_policy_text(text: str) -> Loaded:
    """A policy's text (TOML): the document, the policy, and every mistake with its line."""
    return load_policy(text, source="policy.toml")


def policy_of(version: PolicyVersion) -> Policy:
    """The policy that a version states."""
    return read_policy(version.document, version=version.number or 0).policy


def changes_of(version: PolicyVersion, *, at: int) -> tuple[RuleChange, ...]:
    """Which rules differ from the policy in force at ``at`` (milliseconds)."""
    return rule_changes(effective(at), policy_of(version))


def sample_questions(*, at: int, customers: int = 500) -> Iterator[Question]:
    """Questions about customers drawn by chance, to see what a policy would do to them.

    Each is asked about as if he came from a new device on the website and had proved nothing yet.

    Args:
        at: when, in milliseconds.
        customers: how many at most.

    """
    active = models.Principal.objects.filter(
        kind=PrincipalKind.CUSTOMER.value, state=PrincipalState.ACTIVE.value
    ).order_by("handle")  # random bytes
    for ref, facts in active.values_list("ref", "facts")[:customers]:
        held = held_of(authenticators_of(principal=ref))
        enrolment, opt_out = enrolment_view(principal=ref), opt_out_view(principal=ref, at=at)
        for operation in ASKED_OF_EACH:
            yield Question(
                operation=operation, at=at, channel="web", facts={**facts, "new_device": True}, held=held,
                opt_out=opt_out, enrolment=enrolment,
            )  # fmt: skip


def _sunset(row: models.FactorSunset) -> SunsetRecord:
    return SunsetRecord(
        id=row.id, state=PolicyState(row.state), sunset=sunset_of(row), author=row.author, created=row.created,
        signatures=signatures_of(row), published=row.published,
    )  # fmt: skip


def _override(row: models.EmergencyOverride) -> OverrideRecord:
    return OverrideRecord(
        id=row.id, state=PolicyState(row.state), override=override_of(row), public=row.public, author=row.author,
        created=row.created, signatures=signatures_of(row), result=row.result, examiner=row.examiner,
    )  # fmt: skip
