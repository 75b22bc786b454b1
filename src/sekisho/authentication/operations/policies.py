"""Make a policy: draft, review, approve by two, publish, bring into force, withdraw."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

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
from sekisho.authentication.queries import policies
from sekisho.authentication.rules.policy.chain import version_hash
from sekisho.authentication.rules.policy.evaluation import evaluate
from sekisho.authentication.rules.policy.impact import impact
from sekisho.authentication.rules.policy.reading import digest_of, read_policy
from sekisho.authentication.rules.policy.wording import day_code
from sekisho.authentication.types.policy import Policy, Question
from sekisho.authentication.types.policy_refusals import PolicyRefusedError, PolicyWhy
from sekisho.authentication.types.policy_versions import (
    GENESIS,
    VERSION_MOVES,
    PolicyAct,
    PolicyState,
    PolicyVersion,
)
from sekisho.kernel.digests import canonical
from sekisho.kernel.texts import Text

__all__ = ["approve", "assess", "draft", "draft_again", "evaluate", "publish", "review", "take_effect", "withdraw"]


@transaction.atomic
def draft(*, identifier: str, document: Mapping[str, object], author: str, reason: Text, at: int) -> PolicyVersion:
    """Propose a version.

    Args:
        identifier: a name for the record, e.g. ``po_…``; at most 40 characters.
        document: its whole content, plain JSON; dates as texts.
        author: ``staff:<id>``.
        reason: why, in both languages.
        at: in milliseconds.

    Raises:
        PolicyRefusedError: the document has faults, the author is no active staff, no reason, or the name is taken.

    """
    must_be_staff(author)
    must_have_reason(reason)
    policy = _sound(document)
    insert(
        lambda: models.PolicyVersion.objects.create(
            id=identifier,
            state=PolicyState.DRAFT.value,
            author=author,
            created=at,
            reason_ja=reason.ja,
            reason_en=reason.en,
            title_ja=policy.title.ja,
            title_en=policy.title.en,
            content=canonical(dict(document)).decode(),
            digest=digest_of(document),
            effective_from=policy.effective_from,
        )
    )
    noted("policy:drafted", identifier, by=author, at=at, detail={"digest": policy.digest})
    return policies.version(identifier=identifier)


def draft_again(
    *, identifier: str, earlier: str, effective_from: int, author: str, reason: Text, at: int
) -> PolicyVersion:
    """Propose an earlier text anew, to go back to it (E-02).

    Args:
        identifier: a name for the new record.
        earlier: the record whose text it takes.
        effective_from: from when, in milliseconds.
        author: ``staff:<id>``.
        reason: why, in both languages.
        at: in milliseconds.

    Raises:
        NoVersionError: there is no such record.
        PolicyRefusedError: as ``draft``.

    """
    document = {**policies.version(identifier=earlier).document, "effective_from": day_code(effective_from)}
    return draft(identifier=identifier, document=document, author=author, reason=reason, at=at)


def assess(*, version: str, questions: Iterable[Question], at: int) -> dict[str, object]:
    """What a version would do: the same questions judged by it and by the policy in force.

    Args:
        version: its record.
        questions: one for each customer and operation, or recorded ones (``queries.policy_decisions.questions``).
        at: whose policy to compare with, in milliseconds.

    Raises:
        NoVersionError: there is no such version.

    """
    new = read_policy(policies.version(identifier=version).document).policy
    return impact(new, before=policies.effective(at), questions=questions)


@transaction.atomic
def review(*, version: str, by: str, impact: Mapping[str, object], at: int) -> PolicyVersion:
    """Say that a draft may go to the approvers, with what it would do (from ``assess``).

    Args:
        version: its record.
        by: a member of staff other than the author.
        impact: figures, kept with the version.
        at: in milliseconds.

    Raises:
        PolicyRefusedError: he is the author or no staff, or it is no draft.

    """
    must_be_staff(by)
    if models.PolicyVersion.objects.filter(id=version, author=by).exists():
        raise PolicyRefusedError(PolicyWhy.NOT_ANOTHER)
    move(models.PolicyVersion, VERSION_MOVES, version, PolicyAct.REVIEW, reviewer=by, reviewed=at, impact=dict(impact))
    noted("policy:reviewed", version, by=by, at=at)
    return policies.version(identifier=version)


@transaction.atomic
def approve(*, version: str, by: str, evidence: str, at: int) -> PolicyVersion:
    """Approve; with the second approval the version is approved.

    Args:
        version: its record.
        by: a member of staff; neither the author nor the other approver.
        evidence: the record of his approval with a hardware key (operation ``staff_approval`` over the digest).
        at: in milliseconds.

    Raises:
        PolicyRefusedError: he may not, there is no evidence, or it is not reviewed.

    """
    second = sign(models.PolicyVersion, VERSION_MOVES, version, by=by, evidence=evidence, at=at)
    noted("policy:approved" if second else "policy:signed", version, by=by, at=at, detail={"evidence": evidence})
    return policies.version(identifier=version)


@transaction.atomic
def publish(*, version: str, by: str, firm: Text, at: int, channels: Iterable[str] = ()) -> PolicyVersion:
    """Publish an approved version: number, place in the chain, and the public schedule in both languages.

    Args:
        version: its record.
        by: a member of staff.
        firm: the firm's name, as the schedule gives it.
        at: in milliseconds.
        channels: where else customers are told.

    Raises:
        PolicyRefusedError: not approved, its date has passed or lies before another version's, it would turn an
            enforced policy into a trial, or somebody else changed the policy at the same moment.

    """
    must_be_staff(by)
    proposed = policies.version(identifier=version)
    take_turn(f"version {version}", at, content=proposed.digest)
    _may_begin(proposed, at)
    done = _next(proposed, at)
    move(
        models.PolicyVersion,
        VERSION_MOVES,
        version,
        PolicyAct.PUBLISH,
        number=done.number,
        prev_hash=done.prev_hash,
        hash=version_hash(done),
        published=at,
        publisher=by,
    )
    said = say(firm=firm, cause=f"version {version}", at=at, channels=channels)
    noted("policy:published", version, by=by, at=at, detail={"number": done.number, "schedule": said})
    return policies.version(identifier=version)


@transaction.atomic
def take_effect(*, at: int) -> PolicyVersion | None:
    """Mark the version that came into force, and the one it took the place of. Doing it twice does nothing.

    Only the marks depend on it: what is in force follows from the dates. An entrance calls it now and then.

    Returns:
        The version that has come into force now; None when there is none.

    """
    due = models.PolicyVersion.objects.filter(state=PolicyState.PUBLISHED.value, effective_from__lte=at)
    found = None
    for row in due.order_by("effective_from"):
        present = models.PolicyVersion.objects.filter(state=PolicyState.EFFECTIVE.value).first()
        if present is not None:
            changes = {"effective_to": row.effective_from}
            move(models.PolicyVersion, VERSION_MOVES, present.id, PolicyAct.SUPERSEDE, **changes)
            noted("policy:superseded", present.id, by=present.publisher, at=at, detail={"number": present.number})
        move(models.PolicyVersion, VERSION_MOVES, row.id, PolicyAct.TAKE_EFFECT)
        noted("policy:effective", row.id, by=row.publisher, at=at, detail={"number": row.number})
        found = policies.version(identifier=row.id)
    return found


@transaction.atomic
def withdraw(*, version: str, by: str, why: str, at: int, firm: Text) -> PolicyVersion:
    """Take a version back before it is in force. What was published of it stays readable.

    Args:
        version: its record.
        by: a member of staff.
        why: for the record.
        at: in milliseconds.
        firm: the firm's name, for the schedule that takes the place of a published one.

    Raises:
        PolicyRefusedError: it is in force, or was; no staff; no reason; or somebody else changed the policy.

    """
    must_be_staff(by)
    must_have_reason(Text(why, why))
    # first, whatever its state: somebody may be publishing it at this moment
    take_turn(f"withdrawal {version}", at, content="")
    was = policies.version(identifier=version)
    if was.published is not None and was.effective_from <= at:
        raise PolicyRefusedError(PolicyWhy.STATE)
    changes = {"withdrawn": at, "withdrawn_by": by, "withdrawn_why": why}
    move(models.PolicyVersion, VERSION_MOVES, version, PolicyAct.WITHDRAW, **changes)
    if was.published is not None:
        say(firm=firm, cause=f"withdrawal {version}", at=at)
    noted("policy:withdrawn", version, by=by, at=at)
    return policies.version(identifier=version)


def _sound(document: Mapping[str, object]) -> Policy:
    reading = read_policy(document)
    if reading.faults:
        raise PolicyRefusedError(PolicyWhy.FAULTY, reading.faults)
    return reading.policy


def _next(version: PolicyVersion, at: int) -> PolicyVersion:
    """The version with its place in the chain."""
    last = models.PolicyVersion.objects.exclude(number=None).order_by("-number").first()
    if last is None:
        return replace(version, number=1, prev_hash=GENESIS, published=at)
    return replace(version, number=(last.number or 0) + 1, prev_hash=last.hash or "", published=at)


def _may_begin(version: PolicyVersion, at: int) -> None:
    if version.effective_from < at:
        raise PolicyRefusedError(PolicyWhy.PAST)
    known = models.PolicyVersion.objects.filter(state__in=policies.IN_PUBLIC)
    if known.filter(effective_from__gte=version.effective_from).exists():
        raise PolicyRefusedError(PolicyWhy.ORDER)
    if read_policy(version.document).policy.observing and not all(_watches(row) for row in known):
        raise PolicyRefusedError(PolicyWhy.OBSERVING)


def _watches(row: models.PolicyVersion) -> bool:
    return policies.version(identifier=row.id).document.get("observing") is True
