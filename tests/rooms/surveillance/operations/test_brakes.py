"""Two people, a name and an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert, to_builtins
from msgspec.structs import replace

from builders.surveillance import NINE
from sekisho.activity.types.events import Control, Event
from sekisho.kernel.moments import DAY, HOUR, to_milliseconds
from sekisho.surveillance.operations.brakes import BrakeError, lift_brake, place_brake, propose_brake, stopped
from sekisho.surveillance.types.alert import Alert, Measure
from sekisho.surveillance.types.brake import BrakeProposal

PROPOSAL = BrakeProposal(
    symbol="7992",
    group="all",
    at=NINE,
    until=NINE + HOUR,
    alert="abc-1",
    detector="ring@1",
    evidence={},
    ja="三口座。",
    en="3 accounts. " * 80,
)


def placed(by: str = "aoki", approved_by: str = "baba", until: int = NINE + HOUR) -> Control:
    return place_brake(proposal=PROPOSAL, by=by, approved_by=approved_by, at=NINE, until=until)


def test_a_brake_is_an_event_like_any_other() -> None:
    """A-06: what the world decides comes back as an event."""
    brake = placed()
    assert convert(to_builtins(brake), Event) == brake
    assert (brake.body.control, brake.body.symbol, brake.body.group) == ("brake", "7992", "all")
    assert brake.body.reason.startswith("abc-1 ring@1: 3 accounts.")
    assert brake.body.until is not None
    assert to_milliseconds(brake.body.until) == NINE + HOUR


def test_sending_the_same_brake_twice_is_one_brake() -> None:
    assert placed().id == placed().id
    assert placed().id != placed(approved_by="chiba").id


@pytest.mark.parametrize(
    ("by", "approved_by", "says"),
    [("aoki", "aoki", "may not approve"), ("aoki", " AOKI ", "may not approve"), ("", "baba", "name both"),
     ("aoki", " ", "name both"), ("aoki", "b" * 65, "name both")],
)  # fmt: skip
def test_a_brake_takes_two_people(by: str, approved_by: str, says: str) -> None:
    with pytest.raises(BrakeError, match=says):
        placed(by, approved_by)
    with pytest.raises(BrakeError, match=says):
        lift_brake(brake=placed(), by=by, approved_by=approved_by, reason="confirmed news", at=NINE)


@pytest.mark.parametrize(
    ("until", "says"), [(NINE, "must end after"), (NINE - 1, "must end"), (NINE + 3 * DAY + 1, "3 days")]
)
def test_a_brake_has_an_end_and_not_a_far_one(until: int, says: str) -> None:
    with pytest.raises(BrakeError, match=says):
        placed(until=until)


def test_a_brake_is_lifted_with_a_reason() -> None:
    lifted = lift_brake(brake=placed(), by="chiba", approved_by="doi", reason="confirmed news", at=NINE + 1)
    assert (lifted.body.control, lifted.body.symbol, lifted.body.until) == ("unbrake", "7992", None)
    for reason in ("", "  ", "x" * 513):
        with pytest.raises(BrakeError, match=r"^reason: "):
            lift_brake(brake=placed(), by="chiba", approved_by="doi", reason=reason, at=NINE)


def test_only_a_brake_can_be_lifted() -> None:
    freeze = replace(placed(), body=replace(placed().body, control="freeze"))
    with pytest.raises(BrakeError, match="is a freeze"):
        lift_brake(brake=freeze, by="chiba", approved_by="doi", reason="confirmed", at=NINE)
    assert not stopped(brake=freeze, at=NINE, side="buy", session_risk=0.9)


@given(st.integers(NINE - DAY, NINE + DAY), st.sampled_from(["buy", "sell"]), st.none() | st.floats(0.0, 1.0))
def test_a_brake_stops_buys_within_its_time_and_nothing_else(at: int, side: str, risk: float | None) -> None:
    within = NINE <= at < NINE + HOUR
    assert stopped(brake=placed(), at=at, side=side, session_risk=risk) == (within and side == "buy")


def test_a_brake_of_unknown_end_stops_nothing_by_itself() -> None:
    endless = replace(placed(), body=replace(placed().body, until=None))
    assert not stopped(brake=endless, at=NINE, side="buy", session_risk=0.9)


def test_an_alert_proposes_through_the_door() -> None:
    alert = Alert(
        id="s-1", at="2025-03-17T09:00:00.000+09:00", type="ring", accounts=("a",), symbol="7992",
        window=("2025-03-17T08:50:00.000+09:00", "2025-03-17T09:00:00.000+09:00"), score=0.7,
        evidence={"value_to_adv": Measure(2.0)}, detector="ring@1", series="s", revision=1, events=(), ja="あ", en="a",
    )  # fmt: skip
    proposal = propose_brake(alert=alert)
    assert proposal is not None
    assert (proposal.at, proposal.group) == (NINE, "risk")
