"""From findings to alerts."""

from typing import Any

from builders.surveillance import NINE
from sekisho.kernel.moments import DAY, MINUTE
from sekisho.kernel.texts import Text
from sekisho.surveillance.rules.desk import KEPT, PER_DAY, REVISIONS, Desk
from sekisho.surveillance.types.alert import Measure
from sekisho.surveillance.types.finding import Finding

FIRST = Text(
    "{symbol}：{unusual_buyers}口座（通常{unusual_buyers_usual}）。",
    "{symbol}: {unusual_buyers} ({unusual_buyers_usual}).",
)
SECOND = Text("株価{price_move}。", "Price {price_move}.")


def finding(minute: float = 0.0, size: float = 3.0, key: str = "7992", **values: Any) -> Finding:
    at = NINE + round(minute * MINUTE)
    plain: dict[str, Any] = {
        "key": key, "type": "ring", "at": at, "start": at - MINUTE, "accounts": ("a", "b", "c"), "symbol": "7992",
        "score": 0.66666, "size": size, "evidence": {"unusual_buyers": Measure(3, 0.06)}, "events": ("e1",),
        "texts": (FIRST, SECOND),
    }  # fmt: skip
    return Finding(**{**plain, **values})


def test_an_alert_says_what_was_found_in_both_languages() -> None:
    alert = Desk().issue("ring@1", 30 * MINUTE, finding())
    assert alert is not None
    assert (alert.ja, alert.en) == ("7992：3口座（通常0.06）。", "7992: 3 (0.06).")
    assert alert.window == ("2025-03-17T08:59:00.000+09:00", "2025-03-17T09:00:00.000+09:00")
    assert (alert.score, alert.detector, alert.id) == (0.6667, "ring@1", f"{alert.series}-1")


def test_a_sentence_is_added_when_all_it_mentions_is_known() -> None:
    evidence = {"unusual_buyers": Measure(3, 0.06), "price_move": Measure(0.1)}
    alert = Desk().issue("ring@1", MINUTE, finding(evidence=evidence))
    assert alert is not None
    assert alert.en == "7992: 3 (0.06). Price 10 %."


def test_a_finding_without_a_symbol_is_borne() -> None:
    alert = Desk().issue("ring@1", MINUTE, finding(symbol=None))
    assert alert is not None
    assert alert.en.startswith(": 3")


def test_the_same_again_is_silence_and_more_is_a_revision() -> None:
    desk = Desk()
    sizes = [(0, 3), (1, 3), (2, 3.5), (3, 4), (4, 4.2), (15, 4.2), (16, 4.2)]
    alerts = [desk.issue("ring@1", 30 * MINUTE, finding(minute, size)) for minute, size in sizes]
    assert [alert and alert.revision for alert in alerts] == [1, None, None, 2, None, 3, None]
    assert len({alert.series for alert in alerts if alert}) == 1


def test_after_its_window_it_is_a_new_alert() -> None:
    desk = Desk()
    one = desk.issue("ring@1", 30 * MINUTE, finding(0))
    other = desk.issue("ring@1", 30 * MINUTE, finding(31))
    assert one is not None
    assert other is not None
    assert one.series != other.series


def test_keys_and_detectors_are_told_apart() -> None:
    desk = Desk()
    told = [
        desk.issue("ring@1", MINUTE, finding()),
        desk.issue("ring@1", MINUTE, finding(key="x")),
        desk.issue("z@1", MINUTE, finding()),
    ]
    assert len({alert.series for alert in told if alert}) == 3


def test_one_alert_is_revised_so_often_and_no_more() -> None:
    desk = Desk()
    told = [desk.issue("ring@1", DAY, finding(place, 3.0 * 1.3**place)) for place in range(REVISIONS + 10)]
    assert len([alert for alert in told if alert]) == REVISIONS


def test_a_day_bears_so_many_alerts_of_one_detector_and_the_next_day_begins_anew() -> None:
    desk = Desk()
    for place in range(PER_DAY + 7):
        desk.issue("ring@1", MINUTE, finding(0, key=f"k{place}"))
    assert desk.state.suppressed == 7
    assert desk.issue("other@1", MINUTE, finding(1)) is not None
    assert desk.issue("ring@1", MINUTE, finding(1_440, key="next")) is not None


def test_open_alerts_are_bounded() -> None:
    desk = Desk()
    for place in range(KEPT + 50):
        desk.issue("ring@1", MINUTE, finding(0, key=f"k{place}"))
    assert len(desk.state.episodes) == KEPT
