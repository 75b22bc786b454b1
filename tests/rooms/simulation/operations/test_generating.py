"""The whole run: the same seed, the order of time, the contract, the truth apart and nowhere else."""

import hashlib
import json
from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.builders.simulation import told

from sekisho.simulation.operations import generate
from sekisho.simulation.types.plan import PlanError


def digest(**wishes: Any) -> str:
    plan = {"seed": 5, "accounts": 400, "days": 2, "campaigns": ("mixed", "case-a"), "past_days": 10} | wishes
    run = generate(**plan)
    events = hashlib.sha256(b"".join(block.data for block in run.blocks())).hexdigest()
    return events + repr(run.labels)


def test_the_same_seed_gives_the_same_bytes_and_labels() -> None:
    assert digest() == digest()


def test_another_seed_gives_other_events() -> None:
    assert digest() != digest(seed=6)


def test_events_come_in_order_of_time_with_identifiers_that_never_repeat() -> None:
    run = told("mixed", "case-a", days=3)
    moments = [event.at for event in run.events]

    assert moments == sorted(moments)
    assert len({event.id for event in run.events}) == len(run.events)


def test_lines_and_blocks_tell_the_same() -> None:
    plan = {"seed": 5, "accounts": 400, "days": 1, "campaigns": (), "past_days": 3}

    assert b"".join(block.data for block in generate(**plan).blocks()) == b"".join(
        line + b"\n" for line in generate(**plan).lines()
    )


def test_every_kind_of_event_that_a_brokerage_sends_is_told() -> None:
    counts = told("mixed", "case-a", seed=2, accounts=4_000, days=3).counts()

    assert {"login", "holdings", "order", "execution", "cancel", "cash", "profile", "factor", "logout", "quote",
            "instrument", "answer", "report"} <= set(counts)  # fmt: skip


def test_the_volume_stays_near_one_event_for_each_account_and_day() -> None:
    run = told(accounts=4_000, days=5, past_days=90)
    within = [event for event in run.events if event.at.date() >= date(2025, 3, 17)]

    assert 0.4 < len(within) / 4_000 / 5 < 1.5
    assert 5 < (len(run.events) - len(within)) / 4_000 < 9


def test_labels_are_told_only_when_the_last_event_is_read() -> None:
    run = generate(seed=1, accounts=100, days=1, past_days=0)

    with pytest.raises(RuntimeError, match="last event"):
        _ = run.labels

    for _ in run.blocks():
        pass
    assert run.labels


def test_every_bad_event_exists_and_belongs_to_the_account_and_span_of_its_incident() -> None:
    run = told("mixed", "case-a", "contact_change_first", days=3)
    incidents = {line["incident"]: line for line in run.incidents() + run.incidents("attempt")}
    bad = [event for event in run.events if event.id in run.bad]

    assert len(bad) == len(run.bad)
    for event in bad:
        incident = incidents[run.bad[event.id]]
        moment = event.at.isoformat(timespec="milliseconds")
        assert event.account == incident["account"]
        assert incident["from"] <= moment <= incident["to"]


def test_no_word_of_the_truth_is_in_the_events() -> None:
    run = told("mixed", "case-a")
    text = b"\n".join(run.lines)

    for word in (b"hijack", b"incident", b"truth", b"attack", b"campaign", b"beneficiary", b"relay"):
        assert word not in text


def test_identifiers_of_bad_events_look_like_all_others() -> None:
    run = told("mixed", "case-a", "case-b")
    logins = run.of("login")
    bad = np.array([event.id in run.bad for event in logins])
    for of in (lambda e: e.session, lambda e: e.device.id, lambda e: e.account):
        value = np.array([int(of(event).removeprefix("s").removeprefix("a")[:8], 16) for event in logins])
        below = np.mean(value[bad] < np.median(value))
        assert 0.25 < below < 0.75
        assert {len(of(event)) for event in logins if event.id in run.bad} <= {
            len(of(event)) for event in logins if event.id not in run.bad
        }


def test_no_sign_of_a_bad_event_is_unknown_among_honest_ones() -> None:
    run = told("mixed", seed=4, accounts=20_000, days=1, rate=0.005, past_days=30)
    honest: set[tuple[object, ...]] = set()
    bad: set[tuple[object, ...]] = set()
    for line, event in zip(run.lines, run.events, strict=True):
        shown = json.loads(line)
        device = shown.get("device", {})
        signs = bad if event.id in run.bad else honest
        signs |= {(name, device.get(name)) for name in ("timezone", "language", "platform")}
        signs |= {("client", shown.get("client")), ("channel", shown.get("channel")), tuple(shown), tuple(device)}
        signs |= {(shown["type"], key) for key in shown["body"]}

    assert bad - honest == set()


def test_bad_events_fall_on_any_millisecond() -> None:
    run = told("mixed", "case-a", "case-b")
    parts = Counter(event.at.microsecond // 100_000 for event in run.events if event.id in run.bad)

    assert len(parts) == 10
    assert max(parts.values()) < 0.3 * sum(parts.values())


def test_the_first_third_of_the_days_belongs_to_honest_customers() -> None:
    run = told("case-a", days=5)

    assert min(line["from"] for line in run.incidents())[:10] == "2025-03-19"


def test_a_run_may_be_without_any_attack() -> None:
    run = told()

    assert run.labels == ()


@pytest.mark.parametrize("rate", [0.0])
def test_no_rate_no_incident(rate: float) -> None:
    assert told("mixed", rate=rate).labels == ()


@pytest.mark.parametrize(
    ("wishes", "word"),
    [({"campaigns": ("case-z",)}, "case-z"), ({"start": date(2025, 3, 22), "days": 2}, "--start")],
)
def test_impossible_wishes_are_refused(wishes: dict[str, object], word: str) -> None:
    with pytest.raises(PlanError, match=word):
        generate(**({"seed": 1, "accounts": 100, "days": 1} | wishes))
