"""Emergencies: two people set rules aside for a while, with what protects customers meanwhile, and look back later."""

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.policy_publishing import say
from sekisho.authentication.operations.policy_signing import (
    insert,
    move,
    must_be_staff,
    must_have_reason,
    noted,
    sign,
    take_turn,
)
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.queries.policy_values import override_of
from sekisho.authentication.types.policy import LONGEST_OVERRIDE, Override
from sekisho.authentication.types.policy_refusals import PolicyRefusedError, PolicyWhy
from sekisho.authentication.types.policy_versions import OVERRIDE_MOVES, PolicyAct, PolicyState
from sekisho.kernel.texts import Text


@transaction.atomic
def draft_override(*, override: Override, public: bool, author: str, at: int) -> None:
    """Propose an emergency.

    Args:
        override: its name, rules, times, reason and compensations.
        public: customers are affected, so that it is published.
        author: ``staff:<id>``.
        at: in milliseconds.

    Raises:
        PolicyRefusedError: it is too long, over, names unknown rules, has no reason or compensation, no staff, or its
            name is taken.

    """
    must_be_staff(author)
    must_have_reason(override.reason)
    _may_be(override, at)
    insert(
        lambda: models.EmergencyOverride.objects.create(
            id=override.id,
            state=PolicyState.DRAFT.value,
            author=author,
            created=at,
            reason_ja=override.reason.ja,
            reason_en=override.reason.en,
            rules=sorted(override.rules),
            operations=sorted(override.operations),
            channels=sorted(override.channels),
            compensations=sorted(override.compensations),
            starts=override.starts,
            ends=override.ends,
            public=public,
        )
    )
    noted("override:drafted", override.id, by=author, at=at, detail={"rules": sorted(override.rules)})


@transaction.atomic
def approve_override(*, override: str, by: str, evidence: str, firm: Text, at: int) -> bool:
    """Approve; whether that was the second of two. From then on it stands, until its end and no longer.

    Raises:
        PolicyRefusedError: he may not, there is no evidence, it is over, or it is no draft.

    """
    if models.EmergencyOverride.objects.filter(id=override, ends__lte=at).exists():
        raise PolicyRefusedError(PolicyWhy.PAST)
    second = sign(models.EmergencyOverride, OVERRIDE_MOVES, override, by=by, evidence=evidence, at=at)
    if second:
        _changed(override, firm, at)
    noted("override:approved" if second else "override:signed", override, by=by, at=at, detail={"evidence": evidence})
    return second


@transaction.atomic
def end_override(*, override: str, by: str, firm: Text, at: int) -> None:
    """End an emergency before its time.

    Raises:
        PolicyRefusedError: it does not stand, no staff, or somebody else changed the policy at the same moment.

    """
    must_be_staff(by)
    move(models.EmergencyOverride, OVERRIDE_MOVES, override, PolicyAct.END, ended=at)
    _changed(override, firm, at)
    noted("override:ended", override, by=by, at=at)


@transaction.atomic
def examine_override(*, override: str, by: str, result: str, at: int) -> None:
    """Write down what came of an emergency, once it is over.

    Raises:
        PolicyRefusedError: it still stands or never did, no result, or no staff.

    """
    must_be_staff(by)
    must_have_reason(Text(result, result))
    rows = models.EmergencyOverride.objects.filter(id=override)
    if rows.filter(ended=None, ends__gt=at).exists():
        raise PolicyRefusedError(PolicyWhy.STATE)
    changes = {"result": result, "examined": at, "examiner": by}
    move(models.EmergencyOverride, OVERRIDE_MOVES, override, PolicyAct.EXAMINE, **changes)
    noted("override:examined", override, by=by, at=at)


@transaction.atomic
def withdraw_override(*, override: str, by: str, why: str, at: int) -> None:
    """Take a draft back.

    Raises:
        PolicyRefusedError: it was approved, no staff, or no reason.

    """
    must_be_staff(by)
    must_have_reason(Text(why, why))
    changes = {"withdrawn": at, "withdrawn_by": by, "withdrawn_why": why}
    move(models.EmergencyOverride, OVERRIDE_MOVES, override, PolicyAct.WITHDRAW, **changes)
    noted("override:withdrawn", override, by=by, at=at)


def _changed(override: str, firm: Text, at: int) -> None:
    take_turn(f"override {override}", at, content=_content(override))
    if models.EmergencyOverride.objects.filter(id=override, public=True).exists():
        say(firm=firm, cause=f"override {override}", at=at)


def _content(override: str) -> list[object]:
    row = override_of(models.EmergencyOverride.objects.get(id=override))
    named = (row.rules, row.operations, row.channels, row.compensations)
    return [*map(sorted, named), row.starts, row.ends]


def _may_be(override: Override, at: int) -> None:
    if not 0 < override.ends - override.starts <= LONGEST_OVERRIDE:
        raise PolicyRefusedError(PolicyWhy.TOO_LONG)
    if override.ends <= at:
        raise PolicyRefusedError(PolicyWhy.PAST)
    if not override.rules or not override.rules <= {rule.id for rule in effective(at).rules}:
        raise PolicyRefusedError(PolicyWhy.UNKNOWN_RULE)
    if not override.compensations:
        raise PolicyRefusedError(PolicyWhy.NO_COMPENSATION)
