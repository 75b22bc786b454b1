"""Decide about opt-outs that were taken down at the desk, and about the enforcement of waves (C-13, E-05)."""

from collections.abc import Iterable

from sekisho.authentication.operations.opt_out_proposals import approve, refuse
from sekisho.authentication.operations.waves import enforce_wave
from sekisho.authentication.queries.opt_out_proposals import NoProposalError, proposal_of
from sekisho.authentication.queries.opt_outs import terms_offered
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.queries.waves import NoWaveError, gate_of, members_of, standing_of
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.opt_out import DECLINES
from sekisho.authentication.types.opt_out_proposals import OptOutProposal, Proposed
from sekisho.authentication.types.policy_terms import OptOutTerms
from sekisho.authentication.types.rollout import GateReport, Lack, WaveStanding, WaveState
from sekisho.console.deciding_policy import day_of
from sekisho.console.matters import Decision, Facts, Matter
from sekisho.firms.types.faults import SamePersonError, StateError, UnknownError
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.texts import Text
from sekisho.notices.queries.contacts import reachable
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier

OFFERED = tuple(code for code, line in OPERATIONS.items() if line.opt_out)
"""What customers may decline at all."""
CHANNELS = {"phone": Text("電話", "Telephone"), "branch": Text("窓口", "Branch")}
"""Where staff takes an opt-out down."""
_CUSTOMER = "customer:"
_PAGE = 1_000


def proposal_named(name: str) -> OptOutProposal:
    """An opt-out that was taken down.

    Raises:
        UnknownError: there is none.

    """
    try:
        return proposal_of(proposal=name)
    except NoProposalError as error:
        raise UnknownError(name) from error


def wave_named(name: str) -> WaveStanding:
    """A wave as it stands.

    Raises:
        UnknownError: there is none.

    """
    try:
        return standing_of(wave=name)
    except NoWaveError as error:
        raise UnknownError(name) from error


def terms_of(principal: str, at: int) -> dict[OperationCode, OptOutTerms | None]:
    """What the policy in force lets a customer decline, and on which terms."""
    return terms_offered(policy=effective(at), principal=principal, operations=OFFERED, at=at)


def reached(wave: str, at: int) -> frozenset[str]:
    """The members of a wave whom messages reach."""
    found: set[str] = set()
    after, page = "", members_of(wave=wave, limit=_PAGE)
    while page:
        found |= _reached(page, at)
        after = page[-1]
        page = members_of(wave=wave, limit=_PAGE, after=after)
    return frozenset(found)


def report_of(wave: str, at: int) -> GateReport:
    """Who of a wave is ready, and who lacks what."""
    return gate_of(wave=wave, reachable=reached(wave, at), agreed=(), at=at)


def _reached(members: Iterable[str], at: int) -> set[str]:
    subjects = [each.removeprefix(_CUSTOMER) for each in members]
    return {f"{_CUSTOMER}{each}" for each in reachable(subjects=subjects, at=at)}


def _taken_down(by: str, reference: str) -> Facts:
    found = proposal_named(reference)
    request = found.request
    if found.state is not Proposed.WAITING:
        raise StateError
    if request.staff == f"staff:{by}":
        raise SamePersonError
    account = request.principal.removeprefix(_CUSTOMER)
    what = [OPERATIONS[code].label for code in sorted(request.operations)]
    return Facts(
        summary=Text(f"口座 {account} の辞退", f"Account {account} declines"),
        lines=(
            (Text("口座", "Account"), account),
            *((Text("対象", "For"), each) for each in what),
            (Text("理由", "Reason"), DECLINES[request.reason]),
            (Text("くわしく", "More about it"), request.note or "–"),
            (Text("代わりに使う方法", "Used instead"), FACTORS[request.alternative].label),
            (Text("受付", "Taken down by"), Text(f"{CHANNELS[request.channel].ja}、{request.staff}",
                                                  f"{CHANNELS[request.channel].en}, {request.staff}")),
            (Text("通話や書類の番号", "Call or paper"), request.evidence),
        ),
        content={
            "proposal": found.id, "principal": request.principal, "operations": sorted(request.operations),
            "reason": request.reason.value, "note": request.note, "alternative": request.alternative.value,
            "shown": request.shown, "ticked": dict(request.ticked), "evidence": request.evidence,
            "staff": request.staff,
        },
    )  # fmt: skip


def _decline(decision: Decision) -> None:
    by = f"staff:{decision.by}"
    if not decision.approve:
        refuse(proposal=decision.reference, by=by, at=decision.at)
        return
    principal = proposal_named(decision.reference).request.principal
    approve(
        proposal=decision.reference, opt_out=identifier("oo"), by=by, evidence=decision.evidence,
        terms=terms_of(principal, decision.at), policy=effective(decision.at).version, at=decision.at,
    )  # fmt: skip


def _wave(by: str, reference: str) -> Facts:
    found, at = wave_named(reference), now()
    if found.state is not WaveState.BEGUN or not found.asked_by:
        raise StateError
    if found.asked_by == f"staff:{by}":
        raise SamePersonError
    report = report_of(reference, at)
    lacking = {lack: sum(lack in each.lacks for each in report.missing) for lack in Lack}
    exempt = day_of(found.exempt_until) if found.exempt_until else Text("始めない", "it does not begin")
    title = found.wave.title
    return Facts(
        summary=Text(f"「{title.ja}」の必須化を始める", f"Enforcement of {title.en} begins"),
        lines=(
            (Text("お願いしたお客さま", "Customers asked"), str(found.members)),
            (Text("準備のできた方", "Ready"), str(report.ready)),
            (Text("連絡先が届かない方", "Not reached"), str(lacking[Lack.CONTACT])),
            (Text("方法のない方", "Without a method"), str(lacking[Lack.METHOD])),
            (Text("足りない方がいるとき、その方の猶予", "Those who lack something are left alone until"), exempt),
            (Text("申請した人", "Asked for by"), found.asked_by),
        ),
        content={
            "wave": found.wave.id, "asked_by": found.asked_by, "exempt_until": found.exempt_until,
            "enforce_at": found.wave.enforce_at,
        },
    )  # fmt: skip


def _enforce(decision: Decision) -> None:
    found = wave_named(decision.reference)
    enforce_wave(
        wave=decision.reference, reachable=reached(decision.reference, decision.at), agreed=(),
        exempt_until=found.exempt_until, by=found.asked_by, approver=f"staff:{decision.by}", at=decision.at,
    )  # fmt: skip


OPT_OUT = Matter(
    kind="opt-out", label=Text("受け付けた辞退", "An opt-out"), permission=Permission.OPT_OUT_APPROVE,
    facts=_taken_down, carry_out=_decline, place="/staff/opt-outs/{}",
)  # fmt: skip
WAVE = Matter(
    kind="wave", label=Text("段階の必須化の開始", "Enforcement of a wave"), permission=Permission.POLICY_APPROVE,
    facts=_wave, carry_out=_enforce, place="/staff/waves/{}", refusable=False,
)  # fmt: skip
