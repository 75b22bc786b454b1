"""E-18, C-15: lists of names and passwords, stolen elsewhere, are tried at the login page, each from another network.

Nothing here is timed: what must hold is who gets in, what is looked at, and what becomes known. How fast honest logins
are meanwhile is what ``sekisho bench auth`` measures.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Event

import pytest
from tests.builders.factors import GOOD, fresh_id, password_tools, with_password
from tests.harness.node import Node

from sekisho.authentication import models
from sekisho.authentication.operations.hashing import HashPool
from sekisho.authentication.types.proofs import BusyError
from sekisho.journal.queries.reading import read
from sekisho.journal.types.entry import Entry
from sekisho.kernel.moments import DAY
from sekisho.project.commands.bench_auth_stuffing import honest_customers
from sekisho.project.commands.bench_auth_visitors import Honest, Line, RefusedError, log_in, work
from sekisho.project.reactions.events import events_of
from sekisho.web.operations.clock import now
from sekisho.web.operations.resources import vault

_CROWD, _TRIES = 8, 6
_GUESSES = 160
_TURNED_AWAY, _DOWNGRADE, _WRONG, _BUSY = 429, 403, 401, 503
_ASKED = re.compile(rb'data-work-hashes="(\d+)"')
_LOOKED_AT = frozenset({"authentication:login:failed", "authentication:login:downgrade_refused"})


@pytest.fixture
def node(fresh_database: str) -> Iterator[Node]:
    """A node behind a proxy that says where everybody comes from."""
    with Node(fresh_database, SEKISHO_PROXIES="127.0.0.1/32") as running:
        yield running


@pytest.fixture
def people(node: Node) -> tuple[Honest, ...]:
    """Five customers: two with a passkey, whose passwords are on the list, and three who come with password and app."""
    found = honest_customers(vault=vault(), origin=node.origin, many=5)
    with password_tools() as tools:
        for who in victims(found):
            with_password(tools, f"customer:{who.name}", at=now() - DAY, authenticator=fresh_id("au_stuffed"))
    return found


def victims(people: Sequence[Honest]) -> list[Honest]:
    """Those with a passkey."""
    return [who for who in people if who.pem]


@contextmanager
def line(node: Node, browser: str, address: str) -> Iterator[Line]:
    """A browser that seems to come from there."""
    with closing(Line(port=node.port, origin=node.origin, browser=browser, address=address)) as opened:
        yield opened


def guess(node: Node, number: int, name: str) -> int:
    """What the node answers to a name with its right password, from a network and a browser of its own."""
    with line(node, f"guess-{number}", f"198.18.{number}.1") as stranger:
        return stranger.form("/login", login=name, password=GOOD)[0]


def stuffed(node: Node, names: Sequence[str], *, times: int = _GUESSES) -> "Counter[int]":
    """How often which status was answered, while names were tried in turns by several at once."""
    with ThreadPoolExecutor(_CROWD) as crowd:
        return Counter(crowd.map(lambda number: guess(node, number, names[number % len(names)]), range(times)))


def looked_at(name: str = "") -> list[Entry]:
    """Guesses whose password was checked; those for one customer, or all."""
    found = [entry for entry in read(limit=10_000) if entry.kind in _LOOKED_AT]
    return [entry for entry in found if entry.about == name] if name else found


def test_no_guess_gets_past_a_passkey_few_are_looked_at_and_honest_customers_come_in(
    node: Node, people: tuple[Honest, ...]
) -> None:
    """E-18, stuffing: the passwords on the list are right, and open nothing."""
    names = [who.name for who in victims(people)]
    with ThreadPoolExecutor(1) as crowd:
        running = crowd.submit(stuffed, node, names)
        for who in people:
            with line(node, who.browser, who.address) as home:
                arrives(who, home)
        answers = running.result()

    assert sum(answers.values()) == _GUESSES
    assert set(answers) <= {_WRONG, _DOWNGRADE, _TURNED_AWAY, _BUSY}
    assert answers[_TURNED_AWAY] > _GUESSES // 2
    assert len(looked_at()) <= _GUESSES - answers[_TURNED_AWAY]
    sessions = models.Session.objects.values_list("principal_id", "factor")
    assert sorted(owner for owner, _ in sessions) == sorted(f"customer:{who.name}" for who in people)
    assert {factor for owner, factor in sessions if owner.removeprefix("customer:") in names} == {"passkey_bound"}


def test_while_many_come_not_even_a_right_password_is_looked_at_before_work_was_done(
    node: Node, people: tuple[Honest, ...]
) -> None:
    """E-18, C-15: the crowd pays before the firm does."""
    victim = victims(people)[0].name
    nobody = [f"nobody-{number}" for number in range(_GUESSES)]
    stuffed(node, nobody, times=40)
    with ThreadPoolExecutor(1) as crowd, line(node, "a-new-browser", "198.19.0.1") as stranger:
        crowd.submit(stuffed, node, nobody)
        looked, page = refused_unlooked(stranger, victim)
        solution = work(stranger, hashes=4 * hashes_asked(page))
        paid, _ = stranger.form("/login", login=victim, password=GOOD, work=solution)

    assert paid == _DOWNGRADE
    assert len(looked_at(victim)) == looked + 1


def refused_unlooked(stranger: Line, name: str) -> tuple[int, bytes]:
    """The page that turned somebody away, and how often the password had been looked at by then; no more since.

    The crowd leaves a gap now and then, so it may take a second try.
    """
    for _ in range(3):
        before = len(looked_at(name))
        status, page = stranger.form("/login", login=name, password=GOOD)
        if status == _TURNED_AWAY:
            assert len(looked_at(name)) == before
            return before, page
    pytest.fail("everything was looked at without any work")


def arrives(who: Honest, home: Line) -> None:
    """An honest customer logs in; where the page asks him to try again, he does."""
    for _ in range(_TRIES):
        try:
            return log_in(who, home)
        except RefusedError:
            time.sleep(0.5)
    return log_in(who, home)


def hashes_asked(page: bytes) -> int:
    """How many hashes the page wants its browser to do."""
    found = _ASKED.search(page)
    assert found is not None, page.decode()
    return int(found[1])


def test_what_was_tried_is_told_to_the_decision_engine_as_failed_logins(node: Node, people: tuple[Honest, ...]) -> None:
    """E-18, E-01: whoever judges the account's next orders knows that its password is in somebody's hands."""
    victim = victims(people)[0]

    guess(node, 1, victim.name)

    (told,) = [event for entry in read(limit=10_000) for event in events_of(entry) if event["type"] == "login"]
    assert (told["account"], told["ip"]) == (victim.name, "198.18.1.1")
    assert told["body"]["outcome"] == "failure"
    assert told["body"]["failure"] == "downgrade"


def test_a_flood_never_takes_more_than_the_pools_places_and_the_rest_is_told_at_once() -> None:
    """E-18: guesses cannot pile up behind each other; known devices keep a lane of their own."""
    gate = Event()
    with HashPool(threads=1, room=3, known_threads=1, known_room=1) as pool:
        taken = 0
        for _ in range(100):
            try:
                pool.begin(gate.wait, known=False)
            except BusyError:
                continue
            taken += 1
        known = pool.begin(lambda: "checked", known=True).result(30)
        gate.set()

    assert taken == 4
    assert known == "checked"
