"""Each file of this folder tells what happens on a day, and what must be answered to each event that is decided."""

from functools import cache
from pathlib import Path

import pytest

from builders.decision_stories import Answered, play, read_story, rulebook
from sekisho.decisions.operations.records import read_record
from sekisho.decisions.operations.rejudging import Rejudge

STORIES = {path.stem: read_story(path) for path in sorted(Path(__file__).parent.glob("*.md"))}
every = pytest.mark.parametrize("name", STORIES)


@cache
def answered(name: str) -> tuple[Answered, ...]:
    """The story played once for all tests."""
    return tuple(play(STORIES[name]))


def told(each: Answered) -> str:
    """Verdict and rules, so that a failure says what came instead."""
    if each.judgement is None:
        return ""
    return " ".join([each.judgement.verdict.word, *(name.partition("@")[0] for name in each.judgement.rules)])


@every
def test_every_event_is_answered_as_the_story_says(name: str) -> None:
    wrong = []
    for each in answered(name):
        expected, said = each.row["answer"].split(), told(each).split()
        if expected[:1] != said[:1] or not set(expected) <= set(said):
            wrong.append(f"{each.row['time'][11:19]} {each.row['account']} {each.row['what']}: "
                         f"{each.row['answer']!r} expected, but {told(each)!r} said")  # fmt: skip
    assert wrong == []


@every
def test_every_bite_gives_reasons_in_both_languages_and_comes_out_again_from_its_record(name: str) -> None:
    """A-10: no answer without its reasons; and the record alone is enough to give it again."""
    again = Rejudge(rulebook())
    for each in answered(name):
        if each.judgement is None:
            continue
        decision = read_record(each.judgement.record)
        assert (decision.verdict == "allow") == (not decision.reasons)
        assert all(reason.ja and reason.en and "{" not in reason.ja + reason.en for reason in decision.reasons)
        assert again.difference(each.judgement.record) is None


def test_there_are_stories_of_attacks_and_of_honest_days() -> None:
    honest = {name for name in STORIES if name.startswith("honest-")}
    assert len(honest) >= 7
    assert len(STORIES) - len(honest) >= 10
    for name in honest:
        assert {row["answer"] for row in STORIES[name].events} <= {"allow", ""}
