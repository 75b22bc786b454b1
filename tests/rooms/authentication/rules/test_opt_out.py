from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.opt_outs import LATER, LOGIN, OFFERED, TERMS, TOTP, WITHDRAW, request

from sekisho.authentication.rules.opt_out import (
    TICKED_WITHIN,
    digest_of,
    first_broken,
    granted,
    obstacles,
    reminder_due,
    valid_until,
)
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.opt_out import (
    Decline,
    EndCause,
    Granted,
    Obstacle,
    OptOut,
    OptOutEnd,
    OptOutRequest,
)
from sekisho.authentication.types.policy import OptOutTerms
from sekisho.kernel.moments import DAY

HELD = frozenset({FactorCode.PASSWORD, TOTP})


def _against(
    asked: OptOutRequest,
    *,
    terms: dict[OperationCode, OptOutTerms | None] | None = None,
    held: frozenset[FactorCode] = HELD,
) -> tuple[Obstacle, ...]:
    return obstacles(asked, terms=TERMS if terms is None else terms, held=held, at=LATER)


def test_a_whole_request_meets_no_obstacle() -> None:
    assert _against(request()) == ()
    assert granted(request(), terms=TERMS) == Granted(
        alternatives=OFFERED.alternatives, controls=frozenset({"lower_limits"}), valid_days=180
    )


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({"operations": frozenset()}, Obstacle.NOTHING),
        ({"operations": frozenset({LOGIN, WITHDRAW})}, Obstacle.FLOOR),
        ({"operations": frozenset({LOGIN, OperationCode.ORDER_PLACE})}, Obstacle.POLICY),
        ({"risk_version": 0}, Obstacle.TEXT_UNKNOWN),
        ({"shown": "何も起きません"}, Obstacle.TEXT_CHANGED),
        ({"language": "en"}, Obstacle.TEXT_CHANGED),
        ({"ticked": {"risk": LATER}}, Obstacle.NOT_TICKED),
        ({"ticked": dict.fromkeys(request().ticked, LATER + 1)}, Obstacle.TICKED_WRONG),
        ({"ticked": dict.fromkeys(request().ticked, LATER - TICKED_WITHIN - 1)}, Obstacle.TICKED_WRONG),
        ({"alternative": FactorCode.PUSH_NUMBER}, Obstacle.ALTERNATIVE),
        ({"alternative": FactorCode.PASSWORD}, Obstacle.ALTERNATIVE),
        ({"evidence": ""}, Obstacle.NO_EVIDENCE),
        ({"channel": "phone"}, Obstacle.TWO_PEOPLE),
        ({"channel": "branch", "staff": "staff:s-1", "approver": "staff:s-1"}, Obstacle.TWO_PEOPLE),
        ({"staff": "staff:s-1"}, Obstacle.TWO_PEOPLE),
        ({"reason": Decline.OTHER, "note": " "}, Obstacle.NO_NOTE),
        ({"note": "あ" * 401}, Obstacle.NO_NOTE),
    ],
)
def test_each_thing_that_is_missing_is_told(changes: dict[str, Any], obstacle: Obstacle) -> None:
    assert _against(request(**changes)) == (obstacle,)


def test_two_people_of_the_desk_may_write_it_down() -> None:
    assert _against(request(channel="phone", staff="staff:s-1", approver="staff:s-2", evidence="case-7")) == ()


def test_whoever_holds_something_stronger_has_nothing_to_decline() -> None:
    assert _against(request(), held=HELD | {FactorCode.PASSKEY_SYNCED}) == (Obstacle.HOLDS_STRONG,)


@given(
    operations=st.frozensets(st.sampled_from(list(OperationCode))),
    held=st.frozensets(st.sampled_from(list(FactorCode))),
    alternative=st.sampled_from(list(FactorCode)),
)
def test_nothing_passes_that_the_floor_or_the_terms_forbid(
    operations: frozenset[OperationCode], held: frozenset[FactorCode], alternative: FactorCode
) -> None:
    asked = request(operations=operations, alternative=alternative)
    terms: dict[OperationCode, OptOutTerms | None] = dict.fromkeys(OperationCode, OFFERED)

    if not _against(asked, terms=terms, held=held):
        assert operations
        assert all(OPERATIONS[each].opt_out for each in operations)
        assert alternative in held & OFFERED.alternatives
        assert not any(FACTORS[each].phishing_resistant for each in held)


def test_it_lasts_as_long_as_the_shortest_term() -> None:
    assert valid_until(Granted(alternatives=frozenset(), valid_days=30), at=LATER) == LATER + 30 * DAY


def _record(number: int = 1, previous: str = "", **changes: Any) -> OptOut:
    made = OptOut(
        **{
            "id": f"oo_{number}", "number": number, "request": request(), "shown_digest": "d",
            "controls": frozenset({"lower_limits"}), "valid_from": LATER, "valid_until": LATER + 180 * DAY,
            "policy": 3, "previous": previous, "digest": "", **changes,
        }
    )  # fmt: skip
    return replace(made, digest=digest_of(made))


def _chain(length: int) -> list[OptOut]:
    records: list[OptOut] = []
    for number in range(1, length + 1):
        records.append(_record(number, records[-1].digest if records else ""))
    return records


REQUEST_CHANGES: dict[str, Any] = {
    "principal": "customer:b", "operations": frozenset(), "declined": frozenset(), "reason": Decline.OTHER, "note": "x",
    "risk_version": 9, "language": "en", "shown": "x", "ticked": {}, "alternative": FactorCode.SMS_OTP,
    "evidence": "x", "channel": "app", "staff": "x", "approver": "x",
}  # fmt: skip
RECORD_CHANGES: dict[str, Any] = {
    "id": "x", "number": 7, "shown_digest": "x", "controls": frozenset(), "valid_from": 0, "valid_until": 1,
    "policy": 9, "previous": "x", "digest": "x",
}  # fmt: skip


def test_every_field_is_tried() -> None:
    assert set(REQUEST_CHANGES) == {each.name for each in fields(OptOutRequest)}
    assert set(RECORD_CHANGES) == {each.name for each in fields(OptOut)} - {"request", "ends", "reminded"}


@pytest.mark.parametrize("field", list(REQUEST_CHANGES))
def test_no_word_of_a_request_is_changed_unnoticed(field: str) -> None:
    records = _chain(3)
    changed = replace(records[1], request=replace(records[1].request, **{field: REQUEST_CHANGES[field]}))

    assert first_broken([records[0], changed, records[2]]) is changed


@pytest.mark.parametrize("field", list(RECORD_CHANGES))
def test_no_word_of_a_record_is_changed_unnoticed(field: str) -> None:
    records = _chain(3)
    changed = replace(records[1], **{field: RECORD_CHANGES[field]})

    assert first_broken([records[0], changed, records[2]]) is changed


@given(length=st.integers(0, 5), gone=st.integers(0, 4))
def test_a_whole_chain_holds_and_one_that_lost_a_link_does_not(length: int, gone: int) -> None:
    records = _chain(length)

    assert first_broken(records) is None
    left = records[:gone] + records[gone + 1 :]
    assert (first_broken(left) is None) == (gone >= length - 1)


@given(days=st.integers(-10, 200), early=st.none() | st.integers(0, 200))
def test_a_reminder_is_due_a_month_a_week_and_a_day_before_the_end(days: int, early: int | None) -> None:
    end = OptOutEnd(ends=LATER + (early or 0) * DAY, noted=LATER, cause=EndCause.FORBIDDEN, by="policy:4")
    record = _record(ends=() if early is None else (end,))
    at = LATER + days * DAY
    due = reminder_due(record, at=at)

    if due is None:
        assert not record.standing(at) or record.until - at > 30 * DAY
    else:
        assert due <= at < record.until
        assert record.until - due in (30 * DAY, 7 * DAY, DAY)
        assert reminder_due(replace(record, reminded=(due,)), at=at) is None
