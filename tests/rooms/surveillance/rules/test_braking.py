"""What a brake stops."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builders.surveillance import NINE, stolen
from sekisho.surveillance.operations import Watch, default
from sekisho.surveillance.rules.braking import LONGEST, PROPOSED, proposal_of, stops
from sekisho.surveillance.types.alert import Alert, Measure

MOMENT = st.integers(NINE - LONGEST, NINE + LONGEST)
RISK = st.none() | st.floats(0.0, 1.0)


def ring() -> Alert:
    watch = Watch(detectors=default())
    alerts = [alert for place in range(3) for alert in watch.see(stolen(f"v{place}", place))]
    [alert] = [alert for alert in alerts if alert.type == "ring"]
    return alert


def test_a_ring_deserves_a_brake_for_risky_sessions() -> None:
    """A-06."""
    alert = ring()
    proposal = proposal_of(alert)
    assert proposal is not None
    assert (proposal.symbol, proposal.group, proposal.alert) == ("7992", "risk", alert.id)
    assert proposal.until - proposal.at == PROPOSED
    assert proposal.evidence == alert.evidence


def test_a_certain_ring_that_is_deep_in_the_name_deserves_one_for_all() -> None:
    sure = replace(ring(), score=0.95)
    assert proposal_of(sure) is not None
    assert getattr(proposal_of(sure), "group", None) == "all"
    for shallow in ({"value_to_adv": Measure(0.2)}, {}, {"value_to_adv": Measure("?")}):
        assert getattr(proposal_of(replace(sure, evidence=shallow)), "group", None) == "risk"


def test_weak_alerts_and_alerts_about_no_name_deserve_none() -> None:
    alert = ring()
    for other in ({"score": 0.5}, {"symbol": None}, {"type": "beneficiary"}):
        assert proposal_of(replace(alert, **other)) is None


@given(st.sampled_from(["all", "risk"]), MOMENT, MOMENT, RISK)
def test_sells_stay_open_under_every_brake(group: str, until: int, at: int, risk: float | None) -> None:
    assert not stops(group=group, until=until, at=at, side="sell", session_risk=risk)  # type: ignore[arg-type]


@given(st.sampled_from(["all", "risk"]), MOMENT, st.integers(0, LONGEST), RISK)
def test_a_brake_that_ran_out_stops_nothing(group: str, until: int, after: int, risk: float | None) -> None:
    assert not stops(group=group, until=until, at=until + after, side="buy", session_risk=risk)  # type: ignore[arg-type]


@given(MOMENT, st.integers(1, LONGEST), RISK)
def test_whom_a_brake_for_risky_sessions_stops_one_for_all_stops_too(at: int, left: int, risk: float | None) -> None:
    stopped = [stops(group=group, until=at + left, at=at, side="buy", session_risk=risk) for group in ("risk", "all")]  # type: ignore[arg-type]
    assert stopped[1]
    assert stopped[0] == (risk is None or risk >= 0.3)
