import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.builders.signing_in import AT, HOME, customer, kinds, visit
from tests.rooms.authentication.operations.test_devices import device

from sekisho.authentication.operations.devices import use_device
from sekisho.authentication.operations.lockouts import (
    admit,
    crowd_barrier,
    failed,
    forget_failures,
    give_back,
    succeeded,
    unlock,
)
from sekisho.authentication.queries.lockouts import lockout_of
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.lockouts import NOBODY, USUAL, Barrier, Lockout, LockoutRules, Stage, Ticket
from sekisho.authentication.types.work import Worked
from sekisho.journal.queries.reading import about, read
from sekisho.kernel.moments import MINUTE

PASSWORD, TOTP = FactorCode.PASSWORD, FactorCode.TOTP
CALM = LockoutRules(everyone_work=10**6)
"""Only networks are looked at."""
_digests = count(1)


def work(hashes: int = 10**6) -> Worked:
    return Worked(digest=next(_digests).to_bytes(32), hashes=hashes, expires=AT + MINUTE)


def attempt(subject: str, *, at: int, factor: FactorCode = PASSWORD, device: str = "", ip: str = HOME) -> Ticket:
    ticket = admit(subject=subject, factor=factor, ip=ip, at=at, known_device=device, work=work())
    assert isinstance(ticket, Ticket), ticket
    return ticket


def fail_often(subject: str, times: int, *, at: int = AT, factor: FactorCode = PASSWORD) -> Lockout | None:
    """Failures two minutes apart, so that no wait is in the way."""
    lockout = None
    for number in range(times):
        moment = at + number * 2 * MINUTE
        lockout = failed(ticket=attempt(subject, at=moment, factor=factor), at=moment)
    return lockout


def test_ten_failures_close_the_weak_paths_for_thirty_minutes_and_say_so(database: str) -> None:
    """C-15."""
    who = customer().ref
    assert fail_often(who, 9) is None

    at = AT + 9 * 2 * MINUTE
    lockout = failed(ticket=attempt(who, at=at), at=at)

    assert lockout == Lockout(until=at + 30 * MINUTE, locks=1)
    assert kinds() == ["authentication:lockout:placed"]
    payload = json.loads(about("a-1")[-1].payload)
    assert (payload["principal"], payload["factor"]) == (who, "password")
    barrier = admit(subject=who, factor=TOTP, ip=HOME, at=at + 1, work=work())
    assert isinstance(barrier, Barrier)
    assert (barrier.stage, barrier.until) == (Stage.LOCKED, at + 30 * MINUTE)
    assert isinstance(admit(subject=who, factor=PASSWORD, ip=HOME, at=at + 30 * MINUTE), Ticket)


def test_failures_of_several_factors_count_together(database: str) -> None:
    who = customer().ref
    fail_often(who, 5, factor=PASSWORD)

    assert fail_often(who, 5, factor=TOTP, at=AT + 10 * 2 * MINUTE) is not None


def test_only_so_many_at_the_same_moment_are_let_in_as_may_fail(fresh_database: str) -> None:
    """Counting happens before checking, so trying side by side wins nothing."""
    who = customer().ref
    rules = LockoutRules(free=10, work_from=10, lock_at=10, network_work=10**6, network_stop=10**6)

    def one(_: int) -> bool:
        try:
            ticket = admit(subject=who, factor=PASSWORD, ip=HOME, at=AT, rules=rules)
            if isinstance(ticket, Ticket):
                failed(ticket=ticket, at=AT, rules=rules)
        finally:
            connections.close_all()
        return isinstance(ticket, Ticket)

    with ThreadPoolExecutor(6) as pool:
        let_in = sum(pool.map(one, range(60)))

    assert let_in <= 10
    assert kinds().count("authentication:lockout:placed") == (1 if let_in == 10 else 0)


def test_a_lockout_is_placed_once_however_many_see_the_last_failure(fresh_database: str) -> None:
    who = customer().ref
    last = Ticket(subject=who, factor=PASSWORD, network="n", account_count=10, factor_count=10)

    def one(_: int) -> bool:
        try:
            return failed(ticket=last, at=AT) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        placed = sum(pool.map(one, range(8)))

    assert placed == 1
    assert lockout_of(subject=who).locks == 1
    assert kinds() == ["authentication:lockout:placed"]


def test_a_third_lockout_in_a_row_stays_until_a_strong_login(database: str) -> None:
    who = customer().ref
    at = AT
    for _ in range(3):
        lockout = fail_often(who, 10, at=at)
        at += 60 * MINUTE

    assert lockout is not None
    assert (lockout.manual, lockout.locks) == (True, 3)
    barrier = admit(subject=who, factor=PASSWORD, ip=HOME, at=at + 10**9)
    assert isinstance(barrier, Barrier)
    assert barrier.stage is Stage.MANUAL


def test_a_strong_login_opens_the_weak_paths_and_clears_what_was_counted(database: str) -> None:
    """D10: unlocking needs a phishing-resistant login or a recovery."""
    who = customer().ref
    use_device(principal=who, visit=visit(device=device()), at=AT)
    fail_often(who, 10)
    at = AT + 20 * 2 * MINUTE - 1

    assert unlock(principal=who, because="au_1", by=who, at=AT + 10 * 2 * MINUTE)
    assert not unlock(principal=who, because="au_1", by=who, at=at)

    assert isinstance(admit(subject=who, factor=PASSWORD, ip=HOME, at=at), Ticket)
    assert kinds() == ["authentication:lockout:placed", "authentication:lockout:released"]


def test_a_lockout_that_has_passed_is_opened_without_a_word(database: str) -> None:
    who = customer().ref
    fail_often(who, 10)

    assert not unlock(principal=who, because="au_1", by=who, at=AT + 600 * MINUTE)
    assert lockout_of(subject=who).locks == 0


def test_a_firm_may_close_for_good_at_once(database: str) -> None:
    who = customer().ref
    last = Ticket(subject=who, factor=PASSWORD, network="n", account_count=10)

    lockout = failed(ticket=last, at=AT, rules=LockoutRules(manual_after=1))

    assert lockout is not None
    assert lockout.manual


def test_success_takes_the_count_back_but_not_what_other_factors_failed(database: str) -> None:
    who = customer().ref
    fail_often(who, 2, factor=TOTP)
    fail_often(who, 2, factor=PASSWORD, at=AT + 4 * MINUTE)

    succeeded(ticket=attempt(who, at=AT + 9 * MINUTE))
    again = attempt(who, at=AT + 12 * MINUTE)

    assert (again.account_count, again.factor_count) == (5, 1)


def test_a_whole_login_forgets_every_failure_and_the_row_of_lockouts(database: str) -> None:
    who = customer().ref
    fail_often(who, 10)
    at = AT + 100 * MINUTE
    fail_often(who, 3, at=at)

    forget_failures(principal=who, device="", at=at)
    forget_failures(principal=who, device="dv_1", at=at)

    assert attempt(who, at=at + 1).account_count == 1
    assert lockout_of(subject=who) == Lockout()


def test_an_attempt_that_was_never_checked_is_given_back(database: str) -> None:
    who = customer().ref

    for number in range(20):
        give_back(ticket=attempt(who, at=AT + number))

    assert attempt(who, at=AT + 99).account_count == 1


def test_a_known_device_is_not_slowed_by_strangers(database: str) -> None:
    who = customer().ref
    fail_often(who, 8)
    at = AT + 14 * MINUTE + 1

    assert isinstance(admit(subject=who, factor=PASSWORD, ip=HOME, at=at), Barrier)
    ticket = admit(subject=who, factor=PASSWORD, ip=HOME, at=at, known_device="dv_1")
    assert isinstance(ticket, Ticket)
    succeeded(ticket=ticket)


def test_a_proof_of_work_lets_one_attempt_through(database: str) -> None:
    who = customer().ref
    fail_often(who, 5)
    at, once = AT + 20 * MINUTE, work()

    asked = admit(subject=who, factor=PASSWORD, ip=HOME, at=at)
    first = admit(subject=who, factor=PASSWORD, ip=HOME, at=at, work=once)
    second = admit(subject=who, factor=PASSWORD, ip=HOME, at=at + 5 * MINUTE, work=once)
    third = attempt(who, at=at + 10 * MINUTE)

    assert isinstance(asked, Barrier)
    assert isinstance(second, Barrier)
    assert (asked.stage, second.stage) == (Stage.WORK, Stage.WORK)
    assert isinstance(first, Ticket)
    assert third.account_count == 7  # the second one was not counted


def test_a_network_that_tries_too_often_has_to_work_and_it_is_told_once(database: str) -> None:
    tickets = [
        admit(subject=f"{NOBODY}{number}", factor=PASSWORD, ip=f"203.0.113.{number}", at=AT + number, rules=CALM)
        for number in range(40)
    ]

    assert [isinstance(each, Ticket) for each in tickets] == [True] * 30 + [False] * 10
    assert crowd_barrier(ip=HOME, at=AT + 50, rules=CALM).stage is Stage.WORK
    assert crowd_barrier(ip=HOME, at=AT + 50, work=work(), rules=CALM).stage is Stage.OPEN
    assert crowd_barrier(ip="198.51.100.1", at=AT + 50, rules=CALM).stage is Stage.OPEN
    assert crowd_barrier(ip=HOME, at=AT + MINUTE, rules=CALM).stage is Stage.OPEN
    assert kinds() == ["authentication:login:throttled"]
    assert read()[-1].about == ""


def test_when_everybody_tries_at_once_the_free_tries_are_few_and_come_again_soon(database: str) -> None:
    def let_in(at: int) -> int:
        found = [
            admit(subject=f"{NOBODY}{at}-{number}", factor=PASSWORD, ip=f"198.51.{number}.1", at=at)
            for number in range(40)
        ]
        return sum(isinstance(each, Ticket) for each in found)

    assert [let_in(AT), let_in(AT + 1), let_in(AT + 2_000)] == [6, 0, 6]


def test_names_that_are_nobodys_are_locked_alike_and_not_written_down(database: str) -> None:
    """What somebody typed as a name may be his password."""
    lockout = fail_often(f"{NOBODY}abc", 10)

    assert lockout is not None
    assert b"abc" not in read()[-1].payload
    assert read()[-1].about == ""


class Lockouts(RuleBasedStateMachine):
    """One attacker and one customer at the same account; the books say how often it failed since the last success."""

    def __init__(self) -> None:
        super().__init__()
        self.at = AT + next(_days)
        self.who = customer(f"locked-{next(_numbers)}").ref
        self.checked: list[int] = []
        self.closed_until = 0
        self.locks = 0
        self.manual = False

    @rule(factor=st.sampled_from([PASSWORD, TOTP]), prepared=st.booleans())
    def guess(self, factor: FactorCode, prepared: bool) -> None:  # noqa: FBT001 - hypothesis names it
        found = admit(
            subject=self.who, factor=factor, ip=self.who, at=self.at, work=work() if prepared else None, rules=RULES
        )
        if isinstance(found, Barrier):
            return
        assert not self.shut()
        self.checked = [each for each in self.checked if self.at - each < RULES.window] + [self.at]
        lockout = failed(ticket=found, at=self.at, rules=RULES)
        if lockout is not None:
            self.locks += 1
            self.closed_until, self.manual, self.checked = lockout.until, lockout.manual, []
            assert lockout.manual is (self.locks >= RULES.manual_after)

    @rule()
    def customer_comes_in(self) -> None:
        unlock(principal=self.who, because="au_1", by=self.who, at=self.at)
        self.checked, self.closed_until, self.manual, self.locks = [], 0, False, 0

    @rule(minutes=st.integers(1, 40))
    def wait(self, minutes: int) -> None:
        self.at += minutes * MINUTE

    def shut(self) -> bool:
        return self.manual or self.at < self.closed_until

    @invariant()
    def never_more_checks_than_may_fail(self) -> None:
        assert len(self.checked) < RULES.lock_at

    @invariant()
    def closed_is_closed_for_every_weak_path(self) -> None:
        assert lockout_of(subject=self.who).closed(self.at) is self.shut()


RULES = LockoutRules(free=1, work_from=2, lock_at=4, manual_after=2, network_work=10**6, network_stop=10**6,
                     everyone_work=10**6)  # fmt: skip
_numbers: Iterator[int] = count(1)
_days: Iterator[int] = count(1, 10**9)


def test_whatever_is_tried_no_more_guesses_are_checked_than_may_fail(database: str) -> None:
    run_state_machine_as_test(
        Lockouts,
        settings=settings(
            max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_usual_numbers_are_ten_failures_and_thirty_minutes() -> None:
    assert (USUAL.lock_at, USUAL.lock_for) == (10, 30 * MINUTE)


@pytest.mark.parametrize("moment", [AT + 1, AT + 10**12])
def test_nobody_is_locked_from_the_start(database: str, moment: int) -> None:
    assert not lockout_of(subject="customer:a-1").closed(moment)
