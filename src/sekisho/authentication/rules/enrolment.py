"""The steps of an enrolment: one table of states, one of conditions, and what each step writes down."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from sekisho.authentication.types.enrolment import Enrolment, EnrolmentState, NotNow, Step, Terms

_S, _T = EnrolmentState, Step
_HOLDING = {_T.HOLDS_ONE: _S.ENROLLED, _T.HOLDS_TWO: _S.ENROLLED_TWO}
_ASKED = {
    **_HOLDING,
    _T.NUDGED: _S.NUDGED,
    _T.OPTED_OUT: _S.OPTED_OUT,
    _T.EXEMPTED: _S.EXEMPT_PENDING,
    _T.BLOCKED: _S.BLOCKED,
}
TABLE: Mapping[EnrolmentState, Mapping[Step, EnrolmentState]] = MappingProxyType(
    {
        _S.UNAWARE: {
            **_HOLDING,
            _T.HOLDS_NONE: _S.UNAWARE,
            _T.NOTIFIED: _S.NOTIFIED,
            _T.NUDGED: _S.NUDGED,
            _T.OPTED_OUT: _S.OPTED_OUT,
            _T.EXEMPTED: _S.EXEMPT_PENDING,
        },
        _S.NOTIFIED: {**_ASKED, _T.HOLDS_NONE: _S.NOTIFIED, _T.NOTIFIED: _S.NOTIFIED},
        _S.NUDGED: {**_ASKED, _T.HOLDS_NONE: _S.NUDGED, _T.NOTIFIED: _S.NUDGED, _T.SKIPPED: _S.NUDGED},
        _S.ENROLLED: {**_HOLDING, _T.HOLDS_NONE: _S.NUDGED, _T.NUDGED: _S.ENROLLED},
        _S.ENROLLED_TWO: {**_HOLDING, _T.HOLDS_NONE: _S.NUDGED},
        _S.OPTED_OUT: {
            **_HOLDING,
            _T.HOLDS_NONE: _S.OPTED_OUT,
            _T.OPTED_OUT: _S.OPTED_OUT,
            _T.OPT_OUT_ENDED: _S.NUDGED,
        },
        _S.EXEMPT_PENDING: {
            **_HOLDING,
            _T.HOLDS_NONE: _S.EXEMPT_PENDING,
            _T.OPTED_OUT: _S.OPTED_OUT,
            _T.EXEMPTED: _S.EXEMPT_PENDING,
            _T.EXEMPTION_ENDED: _S.NUDGED,
        },
        _S.BLOCKED: {
            **_HOLDING,
            _T.HOLDS_NONE: _S.BLOCKED,
            _T.OPTED_OUT: _S.OPTED_OUT,
            _T.EXEMPTED: _S.EXEMPT_PENDING,
            _T.UNBLOCKED: _S.NUDGED,
        },
    }
)
"""From where to where."""


def advance(enrolment: Enrolment, step: Step, *, terms: Terms, at: int) -> Enrolment | NotNow:
    """Where a step leads, or why it does not.

    Args:
        enrolment: where he stands.
        step: what happens.
        terms: what the step needs to know.
        at: when, in milliseconds.

    """
    to = TABLE[enrolment.state].get(step)
    if to is None:
        return NotNow.NO_WAY
    hindered = _CONDITIONS.get(step, _free)(enrolment, terms, at)
    if hindered is not None:
        return hindered
    written = _WRITES.get(step, _nothing)(enrolment, terms, at)
    return replace(written, state=to, since=enrolment.since if to is enrolment.state else at)


def _free(_enrolment: Enrolment, _terms: Terms, _at: int) -> NotNow | None:
    return None


def _may_skip(enrolment: Enrolment, terms: Terms, at: int) -> NotNow | None:
    if terms.max_skips is not None and enrolment.skips_used >= terms.max_skips:
        return NotNow.NO_SKIP_LEFT
    return NotNow.OVERDUE if enrolment.due_at is not None and at >= enrolment.due_at else None


def _may_block(enrolment: Enrolment, _terms: Terms, at: int) -> NotNow | None:
    if enrolment.due_at is None:
        return NotNow.NO_DATE
    return NotNow.NOT_DUE if at < enrolment.due_at else None


def _may_exempt(_enrolment: Enrolment, terms: Terms, at: int) -> NotNow | None:
    return NotNow.NO_DATE if terms.until is None or terms.until <= at else None


def _exemption_over(enrolment: Enrolment, _terms: Terms, at: int) -> NotNow | None:
    return NotNow.NOT_DUE if enrolment.exempt_until is not None and at < enrolment.exempt_until else None


def _nothing(enrolment: Enrolment, _terms: Terms, _at: int) -> Enrolment:
    return enrolment


def _told(enrolment: Enrolment, terms: Terms, at: int) -> Enrolment:
    asked = at if enrolment.asked_at is None else enrolment.asked_at
    return replace(enrolment, asked_at=asked, due_at=terms.due_at if terms.due_at is not None else enrolment.due_at)


def _prompted(enrolment: Enrolment, terms: Terms, at: int) -> Enrolment:
    told = _told(enrolment, terms, at)
    return replace(told, prompts=told.prompts + 1, last_prompt=at, next_prompt=at + terms.again)


def _skipped(enrolment: Enrolment, terms: Terms, at: int) -> Enrolment:
    return replace(enrolment, skips_used=enrolment.skips_used + 1, next_prompt=at + terms.again)


def _enrolled(enrolment: Enrolment, _terms: Terms, at: int) -> Enrolment:
    first = at if enrolment.enrolled_at is None else enrolment.enrolled_at
    return replace(enrolment, enrolled_at=first, exempt_until=None)


def _exempted(enrolment: Enrolment, terms: Terms, _at: int) -> Enrolment:
    return replace(enrolment, exempt_until=terms.until)


def _no_longer_exempt(enrolment: Enrolment, _terms: Terms, _at: int) -> Enrolment:
    return replace(enrolment, exempt_until=None)


_Condition = Callable[[Enrolment, Terms, int], NotNow | None]
_Write = Callable[[Enrolment, Terms, int], Enrolment]
_CONDITIONS: Mapping[Step, _Condition] = {
    _T.SKIPPED: _may_skip,
    _T.BLOCKED: _may_block,
    _T.EXEMPTED: _may_exempt,
    _T.EXEMPTION_ENDED: _exemption_over,
}
_WRITES: Mapping[Step, _Write] = {
    _T.NOTIFIED: _told,
    _T.NUDGED: _prompted,
    _T.SKIPPED: _skipped,
    _T.HOLDS_ONE: _enrolled,
    _T.HOLDS_TWO: _enrolled,
    _T.OPTED_OUT: _no_longer_exempt,
    _T.EXEMPTED: _exempted,
    _T.EXEMPTION_ENDED: _no_longer_exempt,
}
