"""When a recovery may go on: pure, with the moment given."""

from collections.abc import Iterable

from sekisho.authentication.types.recovery import (
    GRANT_LIFE,
    LIFE,
    OPEN_STATES,
    STAFF_PROOFS,
    VALID_UNTIL,
    CaseState,
    NextStep,
    ProofKind,
    RecoveryCase,
    Rung,
    ShownProof,
)
from sekisho.kernel.moments import from_milliseconds
from sekisho.kernel.texts import Text

TRANSITIONS: frozenset[tuple[CaseState, CaseState]] = frozenset(
    {
        (CaseState.OPEN, CaseState.WAITING),
        (CaseState.OPEN, CaseState.REVIEW),
        (CaseState.OPEN, CaseState.GRANTED),
        (CaseState.WAITING, CaseState.REVIEW),
        (CaseState.WAITING, CaseState.GRANTED),
        (CaseState.REVIEW, CaseState.GRANTED),
        (CaseState.GRANTED, CaseState.COMPLETED),
        *((state, CaseState.REFUSED) for state in OPEN_STATES - {CaseState.GRANTED}),
        *((state, CaseState.WITHDRAWN) for state in OPEN_STATES),
        *((state, CaseState.EXPIRED) for state in OPEN_STATES),
    }
)
"""Every permitted change of state, and no other."""


def counts(kind: ProofKind, *, at: int) -> bool:
    """Whether a kind of proof is accepted on the day of ``at`` in Japan."""
    last = VALID_UNTIL.get(kind)
    return last is None or from_milliseconds(at).date() <= last


def may_attest(kind: ProofKind, *, by: str, principal: str) -> bool:
    """Whether this person can hand in this proof: staff attests what it looked at, the customer what he holds.

    Nobody at the firm attests his own recovery.
    """
    if kind in STAFF_PROOFS:
        return by.startswith("staff:") and by != principal
    return by == principal


def missing(rung: Rung, proofs: Iterable[ShownProof]) -> tuple[frozenset[ProofKind], ...]:
    """The groups of which nothing has been shown."""
    shown = {proof.kind for proof in proofs}
    return tuple(group for group in rung.needs if not group & shown)


def ready_at(rung: Rung, proofs: Iterable[ShownProof]) -> int | None:
    """When the wait is over, in milliseconds; None while a proof is missing."""
    shown = tuple(proofs)
    if missing(rung, shown):
        return None
    return max(proof.at for proof in shown) + rung.wait


def state_at(case: RecoveryCase, *, at: int) -> CaseState:
    """The state that time, proofs and people have brought a case to. It never goes back."""
    if case.state not in OPEN_STATES:
        return case.state
    if has_run_out(case, at=at):
        return CaseState.EXPIRED
    if case.state is CaseState.GRANTED or case.ready is None:
        return case.state
    if at < case.ready:
        return CaseState.WAITING
    if len({case.examined_by, case.approved_by} - {""}) < case.rung.people:
        return CaseState.REVIEW
    return CaseState.GRANTED


def has_run_out(case: RecoveryCase, *, at: int) -> bool:
    """Whether nobody carried it on in time."""
    if case.granted is not None:
        return at >= case.granted + GRANT_LIFE
    return at >= case.opened + LIFE


def may_examine(case: RecoveryCase, *, staff: str) -> bool:
    """Whether somebody may be the first or the second to agree: in review, and neither the owner nor the first."""
    return (
        case.state is CaseState.REVIEW
        and staff.startswith("staff:")
        and staff not in {case.principal, case.examined_by}
        and not case.approved_by
    )


def next_step(case: RecoveryCase, *, at: int) -> NextStep:
    """What the customer reads about his recovery."""
    state = state_at(case, at=at)
    lacking = missing(case.rung, case.proofs) if state is CaseState.OPEN else ()
    expected = case.ready if state is CaseState.WAITING else None
    if state is CaseState.GRANTED and case.granted is not None:
        expected = case.granted + GRANT_LIFE
    return NextStep(text=_STEPS[state], missing=lacking, expected=expected)


_STEPS = {
    CaseState.OPEN: Text(
        "確認がまだ残っています。下の手順を続けてください。",
        "Something is still needed. Please go on with the steps below.",
    ),
    CaseState.WAITING: Text(
        "確認は済みました。ご本人に知らせが届くよう、しばらくお待ちいただいています。お心当たりのない手続きなら、いつでも取りやめられます。",
        "Everything was shown. We wait a while so that our messages reach the account holder. "
        "If this was not you, it can be stopped at any time.",
    ),
    CaseState.REVIEW: Text(
        "担当者二人が内容を確かめています。終わりましたらお知らせします。",
        "Two of our staff are looking at it. We will tell you when they are done.",
    ),
    CaseState.GRANTED: Text(
        "新しいパスキーを登録できます。期限までにお手続きください。",
        "You can now set up a new passkey. Please do so in time.",
    ),
    CaseState.COMPLETED: Text(
        "再登録が済みました。安全のため、一部のお取引はしばらくお待ちいただきます。",
        "You are back in. To keep you safe, a few things have to wait for a while.",
    ),
    CaseState.REFUSED: Text(
        "お手続きを進められませんでした。窓口で、別の方法をご案内します。",
        "We could not go on with this. Our desk will show you another way.",
    ),
    CaseState.WITHDRAWN: Text(
        "この手続きは取りやめになりました。必要なら、初めからやり直せます。",
        "This was stopped. If you need it, you can begin again.",
    ),
    CaseState.EXPIRED: Text(
        "期限が過ぎました。お手数ですが、初めからやり直してください。", "The time is over. Please begin again."
    ),
}
