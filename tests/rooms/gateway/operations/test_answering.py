"""Events answered one at a time get what a replay of the file gives them."""

from pathlib import Path

import pytest

from builders.gateway import attack, plan, run, write
from sekisho.activity.types.rejection import BadEvent
from sekisho.gateway.operations.answering import Answerer
from sekisho.gateway.operations.crew import bench_of


def answerer(tmp_path: Path) -> Answerer:
    return Answerer(bench_of(plan(tmp_path / "none", tmp_path / "none")))


def test_one_by_one_the_answers_are_those_of_a_replay(tmp_path: Path) -> None:
    story = attack()
    story.wait(hours=-2).login(account="a4", session="a4", device={"id": "a4"})
    run(plan(write(tmp_path / "events.ndjson", story.events), tmp_path / "d.ndjson"))
    live = answerer(tmp_path)

    answers = [answer for event in story.events if (answer := live.answer(event)) is not None]

    assert answers == (tmp_path / "d.ndjson").read_bytes().splitlines()


def test_a_copy_of_an_event_is_not_answered_again(tmp_path: Path) -> None:
    story, live = attack(), answerer(tmp_path)
    for event in story.events:
        live.answer(event)

    assert [live.answer(event) for event in story.events[-9:]] == [None] * 9


def test_an_event_far_out_of_time_is_refused(tmp_path: Path) -> None:
    story, live = attack(), answerer(tmp_path)
    for event in story.events:
        live.answer(event)
    story.wait(days=-30).login()

    with pytest.raises(BadEvent, match="behind"):
        live.answer(story.events[-1])
