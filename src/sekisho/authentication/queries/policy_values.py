"""Rows of policies as values."""

import json

from sekisho.authentication import models
from sekisho.authentication.rules.policy.layering import Change
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import Override, Sunset
from sekisho.authentication.types.policy_versions import PolicyState, PolicyVersion, Publication, Signature
from sekisho.kernel.texts import Text


def version_of(row: models.PolicyVersion) -> PolicyVersion:
    """A version."""
    return PolicyVersion(
        id=row.id,
        number=row.number,
        title=Text(row.title_ja, row.title_en),
        state=PolicyState(row.state),
        document=json.loads(row.content),
        digest=row.digest,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        author=row.author,
        reviewer=row.reviewer,
        signatures=signatures_of(row),
        reason=Text(row.reason_ja, row.reason_en),
        impact=row.impact,
        published=row.published,
        prev_hash=row.prev_hash or "",
        hash=row.hash or "",
    )


def signatures_of(row: models.PolicyVersion | models.FactorSunset | models.EmergencyOverride) -> tuple[Signature, ...]:
    """Who approved, in their order."""
    both = (
        (row.approver_1, row.evidence_1, row.approved_1),
        (row.approver_2, row.evidence_2, row.approved_2),
    )
    return tuple(Signature(by=by, evidence=evidence, at=at or 0) for by, evidence, at in both if by)


def change_of(row: models.FactorSunset) -> Change:
    """A published change of a factor's end."""
    return Change(published=row.published or 0, sunset=sunset_of(row))


def sunset_of(row: models.FactorSunset) -> Sunset:
    """The end of a factor."""
    return Sunset(
        factor=FactorCode(row.factor),
        operations=frozenset(OperationCode(each) for each in row.operations),
        announced=row.announced,
        stop_enrol=row.stop_enrol,
        stop_use=row.stop_use,
        replacement=FactorCode(row.replacement),
        reason=Text(row.reason_ja, row.reason_en),
    )


def override_of(row: models.EmergencyOverride) -> Override:
    """An emergency. It cannot begin before it was approved, and one that was ended early ends then."""
    return Override(
        id=row.id,
        rules=frozenset(row.rules),
        operations=frozenset(OperationCode(each) for each in row.operations),
        channels=frozenset(row.channels),
        compensations=frozenset(row.compensations),
        starts=max(row.starts, row.approved_2 or 0),
        ends=row.ends if row.ended is None else min(row.ends, row.ended),
        reason=Text(row.reason_ja, row.reason_en),
    )


def publication_of(row: models.SchedulePublication) -> Publication:
    """A publication."""
    return Publication(
        number=row.number,
        version=row.version,
        language=row.language,
        body=json.loads(row.body),
        sha256=row.sha256,
        prev_sha256=row.prev_sha256,
        published=row.published,
        cause=row.cause,
    )
