"""Counts follow from patterns of rules that fire together."""

import numpy as np

from sekisho.decisions.rules.backtest_counts import Counted, Patterns
from sekisho.decisions.rules.backtest_sql import BITS
from sekisho.kernel.verdicts import Verdict


def patterns(rows: list[tuple[int, int, bool, int, float]], verdicts: list[Verdict]) -> Patterns:
    """Rows of (first word of the mask, verdict given, bad, events, yen), none of them cleared."""
    masks, given, bad, events, yen = zip(*rows, strict=True)
    columns = {"w0": masks, "verdict": given, "bad": bad, "events": events, "yen": yen}
    columns["cleared"] = (False,) * len(rows)
    return Patterns({name: np.array(values) for name, values in columns.items()}, verdicts)


def test_each_event_counts_by_what_came_of_it() -> None:
    found = patterns(
        [(1, 0, False, 100, 10.0), (1, 2, False, 20, 2.0), (1, 0, True, 5, 1.0), (1, 3, True, 3, 0.5)],
        [Verdict.HOLD],
    )

    assert found.of_rule(0) == Counted(
        hits=128, yen=14, new=105, alone=128, censored=20, caught=8, caught_new=5, honest=100
    )


def test_a_hit_is_alone_when_no_other_rule_has_it() -> None:
    found = patterns([(0b01, 0, False, 1, 0.0), (0b11, 0, False, 10, 0.0)], [Verdict.HOLD, Verdict.STEP_UP])

    assert found.of_rule(0).alone == 1
    assert found.of_rule(1).alone == 0


def test_of_all_rules_the_strictest_that_fires_is_held_against_the_verdict_in_force() -> None:
    found = patterns([(0b01, 1, False, 1, 0.0), (0b11, 1, False, 10, 0.0)], [Verdict.STEP_UP, Verdict.DENY])

    assert found.of_all().new == 10
    assert found.of_all().hits == 11


def test_rules_beyond_one_word_are_counted_in_the_next() -> None:
    columns = {
        "w0": np.array([0, 1]), "w1": np.array([1, 1]), "verdict": np.array([0, 0]), "bad": np.array([False, False]),
        "cleared": np.array([False, False]),
        "events": np.array([4, 7]), "yen": np.array([0.0, 0.0]),
    }  # fmt: skip
    found = Patterns(columns, [Verdict.HOLD] * (BITS + 1))

    assert (found.of_rule(BITS).hits, found.of_rule(BITS).alone) == (11, 4)
    assert (found.of_rule(0).hits, found.of_rule(0).alone) == (7, 0)


def test_nothing_found_counts_nothing() -> None:
    columns = {name: np.array([]) for name in ("w0", "verdict", "bad", "cleared", "events", "yen")}

    assert Patterns(columns, [Verdict.HOLD]).of_all().hits == 0
