"""The next name."""

from typing import Any

from builders.surveillance import market, order, stolen
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.rules.displacement import STOPS, Displacement, Profile, alike
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import Seen

BRAKE = market("control", 10.0, word="brake")


def next_name(account: str, minute: float, **values: Any) -> Seen:
    return stolen(account, minute, **{"symbol": "3999", "last": 120.0, "market_cap": 3e9, **values})


def found(*seen: Seen) -> list[Finding]:
    detector = Displacement()
    return [finding for sighting in seen for finding in detector.update(sighting)]


def test_two_unusual_buyers_of_a_similar_name_after_a_brake_are_told() -> None:
    """A-07."""
    [finding] = found(stolen("v"), BRAKE, next_name("a", 20), next_name("b", 25))
    assert (finding.symbol, finding.evidence["stopped_name"].value) == ("3999", "7992")
    assert finding.evidence["minutes"].value == 15.0


def test_one_is_enough_when_the_price_moves_or_when_it_was_held_before() -> None:
    assert found(stolen("v"), BRAKE, next_name("a", 20, price_move=0.08))
    assert found(stolen("v", verdict=Verdict.HOLD), BRAKE, next_name("v", 20))
    assert not found(stolen("v"), BRAKE, next_name("a", 20))


def test_many_holds_stop_a_name_as_a_brake_does() -> None:
    held = [stolen(f"v{place}", place, verdict=Verdict.DENY) for place in range(6)]
    [finding] = found(*held, next_name("a", 20), next_name("b", 25))
    assert finding.evidence["stopped_by"].value == "holds"
    assert not found(*held[:4], next_name("a", 20), next_name("b", 25))


def test_a_stop_is_forgotten_after_two_days_and_may_come_again() -> None:
    days = 49.0 * 60
    held = [stolen(f"v{place}", days + place, verdict=Verdict.DENY) for place in range(5)]
    assert not found(stolen("v"), BRAKE, next_name("a", days), next_name("b", days + 1))
    assert found(stolen("v"), BRAKE, *held, next_name("a", days + 20), next_name("b", days + 21))


def test_names_of_another_kind_are_not_told() -> None:
    pair: Any = {"segment": "prime"}, {"market_cap": 30e9}, {"last": 400.0}
    for other in pair:
        assert not found(stolen("v"), BRAKE, next_name("a", 20, **other), next_name("b", 25, **other))


def test_reference_data_says_what_a_braked_name_is_like() -> None:
    instrument = market("instrument", 0, segment="prime", market_cap=4e9, price=84.0)
    assert not found(instrument, BRAKE, next_name("a", 20), next_name("b", 25))
    assert found(market("instrument", 0), BRAKE, next_name("a", 20), next_name("b", 25))


def test_what_happened_before_the_stop_is_not_displacement() -> None:
    assert not found(stolen("v"), next_name("a", 5), next_name("b", 6), BRAKE, next_name("c", 200))
    late_brake = market("control", 300.0, word="brake")
    assert not found(stolen("v"), late_brake, next_name("a", 20), next_name("b", 25))


def test_the_stopped_name_itself_is_not_told() -> None:
    assert not found(stolen("v"), BRAKE, stolen("a", 20), stolen("b", 25))


def test_other_controls_and_liquid_names_are_passed_over() -> None:
    freeze, nameless = market("control", 10.0, word="freeze"), market("control", 10.0, word="brake", symbol=None)
    assert not found(freeze, nameless, next_name("a", 20), next_name("b", 25))
    assert not found(stolen("v"), BRAKE, next_name("a", 20, thin=False), order("b", 25, side="sell"))
    assert not found(order("h", 500.0, symbol="3999"), BRAKE, next_name("a", 20), next_name("b", 21))


def test_only_so_many_stops_are_remembered() -> None:
    detector = Displacement()
    for place in range(STOPS + 20):
        detector.update(market("control", 10.0, word="brake", symbol=f"s{place}"))
    assert detector.size() == STOPS


def test_what_is_not_known_does_not_tell_names_apart() -> None:
    assert alike(Profile(), Profile("prime", 1e12, 5_000.0))
    assert not alike(Profile("growth", 1e9, 100.0), Profile("growth", 1e9, 210.0))
