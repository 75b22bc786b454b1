"""Move the end of a factor after the policy was published.

It takes a new record with its reason, two approvals, and a publication. What it changes stays.
"""

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
from sekisho.authentication.queries.policies import Snapshot, effective
from sekisho.authentication.queries.policy_values import sunset_of
from sekisho.authentication.rules.policy.checks import contradictions
from sekisho.authentication.rules.policy.layering import Change, layered
from sekisho.authentication.rules.policy.matching import index_of
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.policy import Policy, Sunset
from sekisho.authentication.types.policy_refusals import PolicyRefusedError, PolicyWhy
from sekisho.authentication.types.policy_versions import SUNSET_MOVES, PolicyAct, PolicyState
from sekisho.kernel.texts import Text


@transaction.atomic
def draft_sunset(*, identifier: str, sunset: Sunset, author: str, at: int) -> None:
    """Propose another end for a factor, earlier or later.

    Args:
        identifier: a name for the record; at most 40 characters.
        sunset: the end as it shall be, with its reason.
        author: ``staff:<id>``.
        at: in milliseconds.

    Raises:
        PolicyRefusedError: the factor has ended already, its dates are wrong or past, nobody would have a way left, no
            reason, no staff, or the name is taken.

    """
    must_be_staff(author)
    must_have_reason(sunset.reason)
    _may_move(sunset, effective(at), at)
    insert(
        lambda: models.FactorSunset.objects.create(
            id=identifier,
            state=PolicyState.DRAFT.value,
            author=author,
            created=at,
            reason_ja=sunset.reason.ja,
            reason_en=sunset.reason.en,
            factor=sunset.factor.value,
            operations=sorted(sunset.operations),
            announced=sunset.announced,
            stop_enrol=sunset.stop_enrol,
            stop_use=sunset.stop_use,
            replacement=sunset.replacement.value,
        )
    )
    noted("sunset:drafted", identifier, by=author, at=at, detail={"factor": sunset.factor.value})


@transaction.atomic
def approve_sunset(*, sunset: str, by: str, evidence: str, at: int) -> bool:
    """Approve; whether that was the second of two. As ``policies.approve``.

    Raises:
        PolicyRefusedError: he may not, there is no evidence, or it is no draft.

    """
    second = sign(models.FactorSunset, SUNSET_MOVES, sunset, by=by, evidence=evidence, at=at)
    noted("sunset:approved" if second else "sunset:signed", sunset, by=by, at=at, detail={"evidence": evidence})
    return second


@transaction.atomic
def publish_sunset(*, sunset: str, by: str, firm: Text, at: int) -> None:
    """Publish an approved change; it counts from now on.

    Args:
        sunset: its record.
        by: a member of staff.
        firm: the firm's name, as the schedule gives it.
        at: in milliseconds.

    Raises:
        PolicyRefusedError: not approved, by now the factor has ended, its end has passed or nobody would have a
            way left, or somebody else changed the policy at the same moment.

    """
    must_be_staff(by)
    wanted = _approved(sunset)
    take_turn(f"sunset {sunset}", at, content=_content(wanted))
    _may_move(wanted, Snapshot().at(at), at)  # much may have happened since it was drafted
    move(models.FactorSunset, SUNSET_MOVES, sunset, PolicyAct.PUBLISH, published=at)
    said = say(firm=firm, cause=f"sunset {sunset}", at=at)
    noted("sunset:published", sunset, by=by, at=at, detail={"schedule": said})


@transaction.atomic
def withdraw_sunset(*, sunset: str, by: str, why: str, at: int) -> None:
    """Take a change back before it is published.

    Raises:
        PolicyRefusedError: it was published, no staff, or no reason.

    """
    must_be_staff(by)
    must_have_reason(Text(why, why))
    changes = {"withdrawn": at, "withdrawn_by": by, "withdrawn_why": why}
    move(models.FactorSunset, SUNSET_MOVES, sunset, PolicyAct.WITHDRAW, **changes)
    noted("sunset:withdrawn", sunset, by=by, at=at)


def _approved(identifier: str) -> Sunset:
    row = models.FactorSunset.objects.filter(id=identifier, state=PolicyState.APPROVED.value).first()
    if row is None:
        raise PolicyRefusedError(PolicyWhy.STATE)
    return sunset_of(row)


def _content(sunset: Sunset) -> list[object]:
    dates = (sunset.announced, sunset.stop_enrol, sunset.stop_use)
    return [sunset.factor.value, sorted(sunset.operations), *dates, sunset.replacement.value]


def _may_move(sunset: Sunset, present: Policy, at: int) -> None:
    """A factor that has ended stays ended, and the policy stays sound with the new date."""
    index = index_of(present)
    known = [index.ends.get((sunset.factor, operation)) for operation in sunset.operations or OperationCode]
    if any(ends is not None and ends.use <= at for ends in known):
        raise PolicyRefusedError(PolicyWhy.ENDED)
    if sunset.stop_use <= at:
        raise PolicyRefusedError(PolicyWhy.PAST)
    after = layered(present, published=0, changes=[Change(published=at, sunset=sunset)], overrides=())
    faults = contradictions(after)
    if faults:
        raise PolicyRefusedError(PolicyWhy.FAULTY, faults)
