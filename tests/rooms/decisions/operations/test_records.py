"""Decisions as bytes: the contract's fields, exact facts, the same bytes for the same input."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import NOON, row
from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import CATALOGUE, CATALOGUE_HASH, FactRow
from sekisho.decisions.operations.records import (
    NOTHING,
    Recorder,
    Stamp,
    Subject,
    UnreadableDecisionError,
    read_record,
    row_of,
)
from sekisho.decisions.types.decision import Decision, Reason
from sekisho.kernel.moments import to_rfc3339
from sekisho.kernel.verdicts import Verdict

CONTRACT = (
    "kind", "id", "event", "account", "at", "verdict", "score", "reasons", "obligations", "rulebook", "policy", "model",
    "valid_until",
)  # fmt: skip


def _recorder() -> Recorder:
    return Recorder(stamp=Stamp("2026-12-01.1", 4, "trees@3"), validity={"default": 30, "order": 5})


def _subject(event_type: str = "order", facts: FactRow | None = None, at: int = NOON) -> Subject:
    return Subject(event_type, at, "a-1", "e-1", row(event_type) if facts is None else facts)


def test_the_contracts_fields_come_first_and_in_its_order() -> None:
    found = json.loads(_recorder().allow(_subject(), 0.25))

    assert tuple(found)[: len(CONTRACT)] == CONTRACT
    assert (found["kind"], found["id"], found["event"], found["verdict"]) == ("decision", "d-e-1", "e-1", "allow")
    assert (found["rulebook"], found["policy"], found["model"], found["score"]) == ("2026-12-01.1", 4, "trees@3", 0.25)
    assert found["catalogue"] == CATALOGUE_HASH


def test_a_decision_on_an_order_is_good_for_less_time_than_others() -> None:
    recorder = _recorder()

    assert json.loads(recorder.allow(_subject(), 0))["valid_until"] == "2025-03-17T12:05:00.000+09:00"
    assert json.loads(recorder.allow(_subject("login"), 0))["valid_until"] == "2025-03-17T12:30:00.000+09:00"


@given(st.lists(st.integers(0, 4_102_444_800_000), min_size=1, max_size=4))
def test_moments_are_spelt_as_everywhere_else_in_whatever_order_they_come(moments: list[int]) -> None:
    recorder = _recorder()

    for at in moments:
        assert json.loads(recorder.allow(_subject(at=at), 0))["at"] == to_rfc3339(at)


VALUES = {
    Kind.NUMBER: st.one_of(st.none(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False)),
    Kind.BOOLEAN: st.sampled_from((None, True, False)),
    Kind.TEXT: st.one_of(st.none(), st.text(max_size=5)),
}


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    """Any event with any facts that can be present for its type."""
    event_type = draw(st.sampled_from(DECIDED))
    chosen = draw(st.lists(st.sampled_from([fact for fact in CATALOGUE if event_type in fact.events]), max_size=8))
    facts = {fact.name: draw(VALUES[fact.kind]) for fact in chosen if fact.name != "event_type"}
    return Subject(event_type, NOON, draw(st.text(min_size=1, max_size=8)), "e-1", row(event_type, **facts))


@given(subjects(), st.floats(0, 1))
def test_facts_and_score_come_back_exactly_and_with_their_kinds(subject: Subject, score: float) -> None:
    line = _recorder().allow(subject, score)
    again = row_of(read_record(line))

    assert line == _recorder().allow(subject, score)
    assert [(type(value), value) for value in again] == [(type(value), value) for value in subject.facts]
    assert read_record(line).score == score
    assert read_record(line).account == subject.account


def test_everything_a_decision_can_hold_is_written() -> None:
    reason = Reason(code="a:b:c", rule="r@1", values={"adv": 3.1}, ja="あ", en="a")
    answer = NOTHING._replace(
        verdict=Verdict.HOLD,
        reasons=(reason,),
        obligations=({"do": "open_case"},),
        budget=("r@1",),
        contributions=(("adv", 0.5),),
    )

    found = json.loads(_recorder().full(_subject(), 0.5, answer, ("s@2",), ("late",)))

    assert found["verdict"] == "hold"
    assert found["reasons"] == [{"code": "a:b:c", "rule": "r@1", "values": {"adv": 3.1}, "ja": "あ", "en": "a"}]
    assert (found["shadow"], found["degraded"], found["budget"]) == (["s@2"], ["late"], ["r@1"])
    assert found["contributions"] == [["adv", 0.5]]


def _changed(**changes: object) -> bytes:
    decision = read_record(_recorder().allow(_subject(), 0))
    return msgspec.json.encode(msgspec.structs.replace(decision, **changes))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b'{"kind":"alert"}',
        b"\xff",
        _changed(catalogue="another"),
        _changed(type="quote"),
        _changed(facts=[]),
        _changed(facts=[True] * len(read_record(_recorder().allow(_subject(), 0)).facts)),
        _changed(contributions=[("amount", 0.5)]),
        _changed(contributions=[("no_such_fact", 0.5)]),
        _changed(at="noon"),
        _changed(at="2025-03-17T12:00:00"),
    ],
)
def test_what_is_no_decision_of_this_catalogue_is_refused(line: bytes) -> None:
    with pytest.raises(UnreadableDecisionError):
        read_record(line)


def test_the_type_of_decisions_has_all_fields_of_the_contract() -> None:
    assert {*CONTRACT, "type", "facts", "catalogue", "shadow", "degraded", "budget", "override", "contributions"} == {
        "kind", *(field.name for field in msgspec.structs.fields(Decision)),
    }  # fmt: skip
