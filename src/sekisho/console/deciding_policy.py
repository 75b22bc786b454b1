"""Decide about the policy: a version, a moved end of a factor, an emergency. Two people sign, neither the author."""

from collections.abc import Sequence

from sekisho.authentication.operations.policies import approve
from sekisho.authentication.operations.policy_overrides import approve_override
from sekisho.authentication.operations.policy_sunsets import approve_sunset
from sekisho.authentication.queries.policies import NoVersionError, version
from sekisho.authentication.queries.policy_desk import (
    NoChangeError,
    changes_of,
    override_record,
    sunset_record,
)
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.opt_out import CONTROLS
from sekisho.authentication.types.policy_changes import OverrideRecord, RuleChange, SunsetRecord
from sekisho.authentication.types.policy_versions import PolicyState, PolicyVersion, Signature
from sekisho.console.matters import Decision, Fact, Facts, Matter
from sekisho.firms.types.faults import SamePersonError, StateError, UnknownError
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.moments import from_milliseconds, to_rfc3339
from sekisho.kernel.texts import Text
from sekisho.web.operations.clock import now
from sekisho.web.operations.outlets import house

_REASON, _FIRST = Text("理由", "Reason"), Text("一人目の承認", "First approval")
_AUTHOR = Text("起案した人", "Proposed by")
CHANGES = {
    "added": Text("追加", "added"),
    "removed": Text("削除", "removed"),
    "changed": Text("変更", "changed"),
}
"""What became of a rule."""


def version_named(name: str) -> PolicyVersion:
    """A version of the policy.

    Raises:
        UnknownError: there is none.

    """
    try:
        return version(identifier=name)
    except NoVersionError as error:
        raise UnknownError(name) from error


def sunset_named(name: str) -> SunsetRecord:
    """A moved end.

    Raises:
        UnknownError: there is none.

    """
    try:
        return sunset_record(identifier=name)
    except NoChangeError as error:
        raise UnknownError(name) from error


def override_named(name: str) -> OverrideRecord:
    """An emergency.

    Raises:
        UnknownError: there is none.

    """
    try:
        return override_record(identifier=name)
    except NoChangeError as error:
        raise UnknownError(name) from error


def day_of(at: int) -> Text:
    """A day in Japan, for people."""
    moment = from_milliseconds(at)
    return Text(f"{moment.year}年{moment.month}月{moment.day}日", f"{moment:%-d %B %Y}")


def change_line(change: RuleChange) -> Text:
    """A changed rule in one line."""
    what, parts = CHANGES[change.change.value], ", ".join(change.fields)
    return Text(
        f"{change.operation.ja}（{change.rule}）: {what.ja}{f'（{parts}）' if parts else ''}",
        f"{change.operation.en} ({change.rule}): {what.en}{f' ({parts})' if parts else ''}",
    )


def may_sign(by: str, author: str, signatures: Sequence[Signature]) -> bool:
    """Whether somebody is another than the author and the first approver."""
    return f"staff:{by}" not in {author, *(each.by for each in signatures)}


def _check(by: str, state: PolicyState, wanted: PolicyState, author: str, signatures: Sequence[Signature]) -> None:
    if state is not wanted:
        raise StateError
    if not may_sign(by, author, signatures):
        raise SamePersonError


def _people(author: str, signatures: Sequence[Signature]) -> tuple[Fact, ...]:
    return ((_AUTHOR, author), (_FIRST, signatures[0].by if signatures else "–"))


def _version(by: str, reference: str) -> Facts:
    found = version_named(reference)
    _check(by, found.state, PolicyState.REVIEWED, found.author, found.signatures)
    changes = changes_of(found, at=now())
    begins = day_of(found.effective_from)
    return Facts(
        summary=Text(
            f"認証方針「{found.title.ja}」、{begins.ja}から、変わるルール{len(changes)}件",
            f"Policy “{found.title.en}” from {begins.en}, rules that differ: {len(changes)}",
        ),
        lines=(
            (Text("施行の日", "In force from"), begins),
            (_REASON, found.reason),
            *((Text("変わるところ", "What changes"), change_line(each)) for each in changes),
            *_people(found.author, found.signatures),
        ),
        content={
            "version": found.id, "digest": found.digest, "impact": dict(found.impact), "reviewer": found.reviewer,
            "signed": [each.by for each in found.signatures],
        },
    )  # fmt: skip


def _sunset(by: str, reference: str) -> Facts:
    found = sunset_named(reference)
    _check(by, found.state, PolicyState.DRAFT, found.author, found.signatures)
    sunset = found.sunset
    factor, last = FACTORS[sunset.factor].label, day_of(sunset.stop_use)
    return Facts(
        summary=Text(f"「{factor.ja}」の終わりを{last.ja}にする", f"{factor.en} ends on {last.en}"),
        lines=(
            (Text("新しい登録の終わり", "Set up until"), day_of(sunset.stop_enrol)),
            (Text("利用の終わり", "Used until"), last),
            (Text("代わりの方法", "In its place"), FACTORS[sunset.replacement].label),
            (_REASON, sunset.reason),
            *_people(found.author, found.signatures),
        ),
        content={
            "sunset": found.id, "factor": sunset.factor.value, "stop_enrol": sunset.stop_enrol,
            "stop_use": sunset.stop_use, "replacement": sunset.replacement.value, "reason_ja": sunset.reason.ja,
            "reason_en": sunset.reason.en, "signed": [each.by for each in found.signatures],
        },
    )  # fmt: skip


def _override(by: str, reference: str) -> Facts:
    found = override_named(reference)
    _check(by, found.state, PolicyState.DRAFT, found.author, found.signatures)
    override = found.override
    begins, ends = to_rfc3339(override.starts), to_rfc3339(override.ends)
    rules = ", ".join(sorted(override.rules))
    controls = [CONTROLS.get(each, Text(each, each)) for each in sorted(override.compensations)]
    return Facts(
        summary=Text(f"緊急の例外: {rules}、{ends}まで", f"Emergency: {rules}, until {ends}"),
        lines=(
            (Text("止めるルール", "Rules set aside"), rules),
            (Text("始まり", "From"), begins),
            (Text("終わり（これより先には延びません）", "Ends, and never later"), ends),
            *((Text("その間の守り", "What protects customers"), each) for each in controls),
            (_REASON, override.reason),
            *_people(found.author, found.signatures),
        ),
        content={
            "override": found.id, "rules": sorted(override.rules), "starts": override.starts, "ends": override.ends,
            "compensations": sorted(override.compensations), "public": found.public,
            "signed": [each.by for each in found.signatures],
        },
    )  # fmt: skip


def _approve_version(decision: Decision) -> None:
    approve(version=decision.reference, by=f"staff:{decision.by}", evidence=decision.evidence, at=decision.at)


def _approve_sunset(decision: Decision) -> None:
    approve_sunset(sunset=decision.reference, by=f"staff:{decision.by}", evidence=decision.evidence, at=decision.at)


def _approve_override(decision: Decision) -> None:
    approve_override(
        override=decision.reference, by=f"staff:{decision.by}", evidence=decision.evidence, firm=house().name,
        at=decision.at,
    )  # fmt: skip


POLICY = Matter(
    kind="policy", label=Text("認証方針の承認", "A policy"), permission=Permission.POLICY_APPROVE, facts=_version,
    carry_out=_approve_version, place="/staff/policy/versions/{}", refusable=False,
)  # fmt: skip
SUNSET = Matter(
    kind="sunset", label=Text("確認方法の終わりの承認", "The end of a factor"), permission=Permission.POLICY_APPROVE,
    facts=_sunset, carry_out=_approve_sunset, place="/staff/policy/ends/{}", refusable=False,
)  # fmt: skip
OVERRIDE = Matter(
    kind="emergency", label=Text("緊急の例外の承認", "An emergency"), permission=Permission.OVERRIDE_APPROVE,
    facts=_override, carry_out=_approve_override, place="/staff/policy/emergencies/{}", refusable=False,
)  # fmt: skip
