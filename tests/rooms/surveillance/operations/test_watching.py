"""The watch as a whole."""

import pytest
from msgspec import DecodeError, json

from builders.surveillance import market, stolen
from sekisho.surveillance.operations import Watch, default
from sekisho.surveillance.operations.watching import SnapshotMismatchError
from sekisho.surveillance.rules.ring import Ring


def test_every_detector_is_asked_and_nothing_is_said_of_what_none_hears() -> None:
    watch = Watch(detectors=default())
    told = [alert for place in range(3) for alert in watch.see(stolen(f"v{place}", place, price_move=0.1))]
    assert {alert.detector for alert in told} == {"ring@1", "instrument@1", "account@1"}
    assert Watch(detectors=[Ring()]).see(market("quote")) == []


def test_a_watch_goes_on_from_its_snapshot_without_repeating_itself() -> None:
    one, other = Watch(detectors=default()), Watch(detectors=default())
    for place in range(4):
        one.see(stolen(f"v{place}", place))
    other.restore(one.snapshot())
    for place in range(3, 12):
        seen = stolen(f"v{place}", place)
        assert json.encode(other.see(seen)) == json.encode(one.see(seen))


def test_a_snapshot_of_other_detectors_is_refused() -> None:
    with pytest.raises(SnapshotMismatchError, match="replay the events"):
        Watch(detectors=[Ring()]).restore(Watch(detectors=default()).snapshot())
    with pytest.raises(DecodeError):
        Watch(detectors=[Ring()]).restore(b"\xc1")


def test_what_was_held_back_by_the_days_bound_is_counted() -> None:
    watch = Watch(detectors=default())
    for place in range(520):
        watch.see(stolen(f"v{place}", place / 1_000, symbol=f"s{place}"))
    assert watch.suppressed == 20
