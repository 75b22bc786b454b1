"""One battery of checks that every detector passes, and the watch as a whole."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

import pytest
from msgspec import json
from msgspec.structs import replace

from builders.surveillance import login, market, noise, order, quiet, stolen
from sekisho.kernel.moments import DAY, HOUR, MINUTE
from sekisho.surveillance.operations import Watch, default
from sekisho.surveillance.types.alert import Alert
from sekisho.surveillance.types.evidence import SIGNALS
from sekisho.surveillance.types.finding import Detector
from sekisho.surveillance.types.sighting import MarketSighting, Seen, Sighting

NAMES = [detector.name for detector in default()]
every = pytest.mark.parametrize("name", NAMES)


REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "detectors.md"
ALWAYS = frozenset({"at", "event", "type"})
SCRIPTED = {"device": "one", "network": "one", "trace": "one", "agent_share": 0.0001, "agent_risky_share_1h": 1.0}


@cache
def anything() -> tuple[Seen, ...]:
    """A hundred thousand random sightings, made once."""
    return tuple(noise(7, 100_000))


def fresh(name: str) -> Detector:
    [detector] = [detector for detector in default() if detector.name == name]
    return detector


def watch(name: str) -> Watch:
    return Watch(detectors=[fresh(name)])


def said(name: str, seen: Sequence[Seen]) -> list[Alert]:
    one = watch(name)
    return [alert for sighting in seen for alert in one.see(sighting)]


def attack(prefix: str = "v", symbol: str = "7992", start: float = 0.0, accounts: int = 8) -> list[Seen]:
    """Everything at once: one device, one script, a seller who bought before, a brake, and a name like it."""
    story: list[Seen] = [order(f"{prefix}k", start, symbol=symbol, quantity=300_000, value=25e6)]
    for place in range(accounts):
        minute, account = start + 5.0 + 3.0 * place, f"{prefix}{place}"
        shared = {**SCRIPTED, "device": f"{prefix}machine", "network": f"{prefix}line", "trace": f"{prefix}script"}
        story += [
            login(account, minute, **shared),
            stolen(account, minute + 1.0, symbol=symbol, limit=95.0 + place, price_move=0.1, last=95.0, **shared),
            order(f"{prefix}k", minute + 1.05, symbol=symbol, side="sell", limit=95.0 + place, quantity=60_000,
                  price=95.0 + place, value=5.7e6),
        ]  # fmt: skip
    end = start + 5.0 + 3.0 * accounts
    story.append(market("control", end, symbol=symbol, word="brake"))
    return [
        *story,
        stolen(f"{prefix}x", end + 2.0, symbol=f"{symbol}b"),
        stolen(f"{prefix}y", end + 4.0, symbol=f"{symbol}b"),
    ]


def has(seen: Seen, field: str) -> bool:
    """An account is missing only from market sightings."""
    return field in seen.__struct_fields__ and (field != "account" or isinstance(seen, MarketSighting))


def content(alerts: Sequence[Alert]) -> list[bytes]:
    return sorted(json.encode(alert) for alert in alerts)


@every
def test_every_detector_finds_the_attack_made_for_all(name: str) -> None:
    assert said(name, attack())


@every
def test_the_same_sightings_give_the_same_bytes(name: str) -> None:
    story = [*attack(), *attack("w", "2345", 400.0)]
    assert [json.encode(alert) for alert in said(name, story)] == [json.encode(alert) for alert in said(name, story)]


@every
def test_ids_never_repeat(name: str) -> None:
    ids = [alert.id for alert in said(name, [*attack(), *attack("w", "2345", 30.0), *attack("z", start=3_000.0)])]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"displacement", "infrastructure"}])
def test_two_attacks_at_once_are_told_as_each_would_be_alone(name: str) -> None:
    """What happens to other accounts, names and devices changes nothing, to the byte."""
    one, other = attack(), attack("w", "2345", 0.5)
    together = sorted([*one, *other], key=lambda seen: seen.at)
    assert content(said(name, together)) == content([*said(name, one), *said(name, other)])


@pytest.mark.parametrize("name", ["displacement", "infrastructure"])
def test_who_is_told_does_not_depend_on_another_attack_even_where_a_score_does(name: str) -> None:
    """A stop concerns every name like it, and chance depends on how many sessions are risky anywhere."""
    one = attack()
    other = [replace(seen, segment="prime") for seen in attack("w", "2345", 500.0)]
    groups = [{(alert.symbol, alert.accounts) for alert in said(name, story)} for story in ([*one, *other], one, other)]
    assert groups[0] == groups[1] | groups[2]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "account"])
def test_accounts_that_act_in_the_same_instant_may_come_in_any_order(name: str) -> None:
    first, *_, brake, _, last = attack()
    at_once: list[Seen] = [stolen(f"q{place}", 60.0, limit=95.0, **SCRIPTED) for place in range(8)]
    seller = order("vk", 60.1, side="sell", limit=95.0, quantity=60_000, price=95.0, value=40e6)
    stories = [[first, brake, *middle, seller, last] for middle in (at_once, Random(5).sample(at_once, len(at_once)))]
    told = [{(alert.symbol, alert.accounts) for alert in said(name, story)[-1:]} for story in stories]
    assert told[0] == told[1]


@every
def test_the_state_stays_within_its_bound_whatever_comes(name: str) -> None:
    detector = fresh(name)
    largest = 0
    for place, seen in enumerate(anything()):
        if seen.type in detector.hears:
            detector.update(seen)
        if place % 20_000 == 0:
            largest = max(largest, detector.size())
    assert max(largest, detector.size()) <= detector.bound


@every
@pytest.mark.parametrize("seed", range(3))
def test_an_honest_week_raises_nothing(name: str, seed: int) -> None:
    assert said(name, list(quiet(seed))) == []


@every
def test_every_alert_says_what_it_saw_in_both_languages(name: str) -> None:
    """A-10: no score without signals, values, what is usual, and the version of the detector."""
    for alert in said(name, attack()):
        assert 0.0 < alert.score <= 1.0
        assert alert.detector == f"{name}@{fresh(name).version}"
        assert alert.accounts == tuple(sorted(alert.accounts))
        assert alert.accounts
        assert alert.events
        assert set(alert.evidence) <= set(SIGNALS)
        assert len(alert.evidence) >= 5
        assert any(measure.usual is not None for measure in alert.evidence.values())
        assert alert.window[0] <= alert.window[1] == alert.at
        assert all("{" not in text and len(text) > 20 for text in (alert.ja, alert.en))
        assert any(ord(letter) > 0x3000 for letter in alert.ja)
        assert all(ord(letter) < 0x3000 for letter in alert.en)


@every
def test_alerts_have_the_form_of_the_contract(name: str) -> None:
    plain = json.decode(json.encode(said(name, attack())[0]))
    fields = ("kind", "id", "at", "type", "accounts", "symbol", "window", "score", "evidence", "detector")
    assert tuple(plain)[: len(fields)] == fields
    assert plain["kind"] == "alert"
    assert plain["type"] in {"ring", "instrument", "infrastructure", "beneficiary", "account"}


@every
@pytest.mark.parametrize("field", sorted({*Sighting.__struct_fields__, *MarketSighting.__struct_fields__} - ALWAYS))
def test_any_missing_field_is_borne(name: str, field: str) -> None:
    story = [
        replace(seen, **{field: () if field == "about" else None}) if has(seen, field) else seen for seen in attack()
    ]
    for alert in said(name, story):
        assert alert.ja
        assert alert.en


@every
def test_a_late_event_is_borne_and_one_far_too_late_changes_nothing(name: str) -> None:
    story = attack()
    late = [stolen(f"late{place}", -60.0 * 24 * 90, symbol="9999") for place in range(2)]
    assert content(said(name, [*story[:10], *late, *story[10:]])) == content(said(name, story)) or name == "account"
    swapped = [*story[:8], story[9], story[8], *story[10:]]
    assert {alert.symbol for alert in said(name, swapped)} == {alert.symbol for alert in said(name, story)}


@every
@pytest.mark.parametrize("cut", [1, 9, 17, 26])
def test_a_snapshot_continues_as_if_nothing_had_happened(name: str, cut: int) -> None:
    story = [*list(quiet(1, 300)), *attack(start=5 * DAY / MINUTE), *attack("w", "2345", 5 * DAY / MINUTE + 7.0)]
    whole, second = watch(name), watch(name)
    cut += 300
    for seen in story[:cut]:
        whole.see(seen)
    second.restore(whole.snapshot())
    for seen in story[cut:]:
        assert [json.encode(alert) for alert in second.see(seen)] == [json.encode(alert) for alert in whole.see(seen)]
    assert second.snapshot() == whole.snapshot()


@every
def test_one_thing_is_told_once_and_again_only_when_it_has_grown(name: str) -> None:
    alerts = said(name, attack(accounts=60))
    by_series: dict[str, list[Alert]] = {}
    for alert in alerts:
        by_series.setdefault(alert.series, []).append(alert)
    for revisions in by_series.values():
        assert [alert.revision for alert in revisions] == list(range(1, len(revisions) + 1))
        assert len(revisions) <= 20


@pytest.mark.parametrize("name", ["ring", "ring-day", "displacement"])
@pytest.mark.parametrize("seed", range(5))
def test_more_honest_buyers_never_make_an_alert(name: str, seed: int) -> None:
    """Honest flow of low risk can hide a group, never create one."""
    random = Random(seed)
    doubtful: list[Seen] = [
        stolen(
            f"v{place}", random.uniform(0, 300), symbol=f"s{random.randrange(6)}", session_risk=random.uniform(0.3, 0.8)
        )
        for place in range(20)
    ]
    honest: list[Seen] = [
        order(f"h{place}", random.uniform(0, 300), symbol=f"s{random.randrange(6)}") for place in range(400)
    ]
    fewer = {alert.symbol for alert in said(name, sorted(doubtful, key=lambda seen: seen.at))}
    more = {alert.symbol for alert in said(name, sorted([*doubtful, *honest], key=lambda seen: seen.at))}
    assert more <= fewer


def test_names_of_detectors_are_unique() -> None:
    assert len(NAMES) == len(set(NAMES))


@every
def test_what_a_detector_hears_is_a_type_of_sighting(name: str) -> None:
    types = {"order", "execution", "login", "quote", "instrument", "report", "control", "disclosure"}
    assert fresh(name).hears <= types
    assert HOUR / 2 <= fresh(name).window <= DAY


@every
def test_every_detector_is_in_the_reference(name: str) -> None:
    assert f"| `{name}` |" in REFERENCE.read_text(encoding="utf-8")


def test_every_signal_is_in_the_reference_in_both_languages() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    for name, signal in SIGNALS.items():
        assert f"| `{name}` | {signal.unit} | {signal.text.ja} | {signal.text.en} |" in text
