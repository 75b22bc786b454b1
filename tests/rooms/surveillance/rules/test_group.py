"""What findings about groups show."""

from builders.surveillance import NINE, order, stolen
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.rules.flow import Names, note
from sekisho.surveillance.rules.group import SHOWN, group_finding, minutes_between


def test_a_group_is_shown_with_where_it_came_from_what_it_sold_and_what_was_answered() -> None:
    names: Names = {}
    for place in range(SHOWN + 5):
        seen = stolen(
            f"v{place:02}", place / 10, device="one", network=None, verdict=Verdict.HOLD if place < 2 else None
        )
        name = note(names, seen, odd=True, window=30 * MINUTE)
    assert name is not None
    finding = group_finding(
        shape="ring", symbol="7992", name=name, at=NINE, window=30 * MINUTE, score=0.5, signals={"buyers": (25, None)},
        texts=(),
    )  # fmt: skip
    shown = {key: measure.value for key, measure in finding.evidence.items()}
    assert (shown["devices"], shown["networks"], shown["held"], shown["sold_out"]) == (1, 0, 2, 25)
    assert (finding.size, len(finding.accounts), len(finding.events)) == (25, 25, SHOWN)


def test_a_name_without_reference_data_shows_no_depth() -> None:
    names: Names = {}
    name = note(names, order("v", adv=None, price_move=None), odd=True, window=MINUTE)
    assert name is not None
    finding = group_finding(
        shape="ring", symbol="x", name=name, at=NINE, window=MINUTE, score=0.5, signals={}, texts=()
    )
    assert not {"value_to_adv", "price_move"} & set(finding.evidence)


def test_minutes_begun_count_and_there_is_always_one() -> None:
    assert [minutes_between(0, at) for at in (0, 1, MINUTE, MINUTE + 1)] == [1.0, 1.0, 1.0, 2.0]
