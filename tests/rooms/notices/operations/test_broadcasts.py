"""Telling everybody, page by page."""

import pytest

from builders.notices import AT, HOUSE, SAFE, kinds, payloads
from sekisho.kernel.texts import Text
from sekisho.notices.operations.broadcasts import begin_broadcast, continue_broadcast
from sekisho.notices.queries.broadcasts import broadcasts_of, open_broadcasts
from sekisho.notices.queries.notices import inbox
from sekisho.notices.types.broadcasts import Broadcast, Listener

EVERYBODY = [Listener(name=f"customer:a-{n}", subject=f"a-{n}", language=("ja", "en")[n % 2]) for n in range(5)]
FACTS = {"operation": Text("ログイン", "login"), "day": AT}


@pytest.fixture
def begun(database: str) -> Broadcast:
    assert begin_broadcast(source=9, template="policy_schedule", facts=FACTS, safe=SAFE, at=AT)
    (found,) = open_broadcasts()
    return found


def page(found: Broadcast, size: int = 2) -> list[Listener]:
    return [each for each in EVERYBODY if each.name > found.cursor][:size]


def go_on(found: Broadcast, listeners: list[Listener]) -> bool:
    return continue_broadcast(broadcast=found, listeners=listeners, house=HOUSE, safe=SAFE, at=AT + 1)


def test_everybody_is_told_once_in_his_language(begun: Broadcast) -> None:
    while open_broadcasts():
        (found,) = open_broadcasts()
        assert go_on(found, page(found))

    assert [len(inbox(subject=each.subject)) for each in EVERYBODY] == [1] * 5
    assert "お手続き  ログイン\n始まる日  2025年3月17日" in inbox(subject="a-0")[0].text
    assert "Step    login\nFrom    17 Mar 2025" in inbox(subject="a-1")[0].text
    (done,) = broadcasts_of(source=9)
    assert (done.told, done.done) == (5, AT + 1)
    assert payloads("notices:broadcast:done")[0]["told"] == 5


def test_it_is_decided_on_once(begun: Broadcast) -> None:
    assert not begin_broadcast(source=9, template="policy_schedule", facts={}, safe=SAFE, at=AT + 1)
    assert kinds().count("notices:broadcast:begun") == 1
    assert broadcasts_of(source=9)[0].facts == FACTS


def test_of_two_workers_one_tells_a_page(begun: Broadcast) -> None:
    assert go_on(begun, page(begun))
    assert not go_on(begun, page(begun))
    assert not go_on(begun, [])

    (found,) = open_broadcasts()
    assert (found.cursor, found.told) == ("customer:a-1", 2)


def test_where_there_is_nobody_it_is_done_at_once(begun: Broadcast) -> None:
    assert go_on(begun, [])
    assert open_broadcasts() == ()
