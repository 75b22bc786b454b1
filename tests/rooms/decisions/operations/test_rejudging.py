"""Recorded facts, judged again, give the same bytes."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import NOON, override, row, rule, rulebook
from sekisho.activity.types.facts import FactRow
from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.operations.records import read_record
from sekisho.decisions.operations.rejudging import Rejudge
from sekisho.decisions.types.rulebook import Rulebook
from sekisho.kernel.texts import Text

RULES = (
    rule(),
    rule(
        id="by-score", verdict="step_up", budget="", when="score >= 0.5", values=["score"], reason_ja="a", reason_en="a"
    ),
    rule(id="in-shadow", mode="shadow", when="new_device"),
    rule(id="phone-only", channels=["phone"], when="new_device", verdict="deny"),
)
BOOK = rulebook(*RULES, overrides=(override(),))


class Doubtful:
    """A model that doubts new devices."""

    name = "doubtful@1"

    def score(self, facts: FactRow) -> float:
        """High where any flag is set."""
        return 0.1 + 0.7 * (True in facts)

    def contributions(self, facts: FactRow, *, top: int = 3) -> list[tuple[str, float]]:
        """As a forest would: weights with many digits."""
        return [("new_device", 0.1 + 0.2), ("order_to_adv", len(facts) / 3)][:top]


FACTS = st.fixed_dictionaries(
    {
        "side": st.sampled_from(("buy", "sell")),
        "order_to_adv": st.sampled_from((0.01, 0.1, 0.30000000000000004, 5, None)),
        "new_device": st.sampled_from((True, False, None)),
        "channel": st.sampled_from(("app", "phone")),
    }
)
EVENTS = st.lists(
    st.tuples(FACTS, st.sampled_from(("a-1", "a-2")), st.sampled_from(((), ("late",), ("late", "no_session")))),
    max_size=8,
)


@given(EVENTS, st.booleans())
def test_every_decision_comes_out_again_byte_for_byte(
    events: list[tuple[dict[str, Any], str, tuple[str, ...]]],
    with_model: bool,  # noqa: FBT001 - drawn
) -> None:
    judge, again = Judge(BOOK, Doubtful() if with_model else None), Rejudge(BOOK)
    for number, (facts, account, degraded) in enumerate(events):
        line = judge.judge(
            event_type="order", at=NOON + number, channel=facts["channel"], account=account, event=f"e-{number}",
            facts=row(**facts), degraded=degraded,
        ).record  # fmt: skip
        assert again.difference(line) is None


def _line(book: Rulebook = BOOK, account: str = "a-2") -> bytes:
    facts = row(side="buy", order_to_adv=0.5)
    return Judge(book).judge(
        event_type="order", at=NOON, channel="app", account=account, event="e-1", facts=facts
    ).record  # fmt: skip


def _why(line: bytes, book: Rulebook = BOOK) -> Text:
    difference = Rejudge(book).difference(line)
    assert difference is not None
    return difference.why


def test_a_changed_verdict_is_noticed_and_the_right_record_given() -> None:
    line = _line()
    forged = msgspec.json.encode(msgspec.structs.replace(read_record(line), verdict="allow"))

    difference = Rejudge(BOOK).difference(forged)

    assert difference is not None
    assert (difference.decision, difference.record) == ("d-e-1", line)


def test_a_changed_fact_is_noticed() -> None:
    assert "judged again" in _why(_line().replace(b"0.5", b"0.01")).en


def test_another_rulebook_an_unknown_override_and_no_decision_at_all_are_told_apart() -> None:
    assert "rulebook 2026-12-01.1" in _why(_line(), rulebook(version="2026-12-02.1")).en
    assert "ovr-1" in _why(_line(account="a-1"), rulebook(*RULES)).en
    assert "not readable" in _why(b"{}").en


def test_a_recorded_model_is_never_asked_again() -> None:
    scored = Judge(BOOK, Doubtful()).judge(
        event_type="order", at=NOON, channel="app", account="a-2", event="e-1", facts=row(new_device=True)
    )

    assert scored.score > 0.7
    assert read_record(scored.record).contributions == (("new_device", 0.3), ("order_to_adv", 46.333333))
    assert Rejudge(BOOK).difference(scored.record) is None
