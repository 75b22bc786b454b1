from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test
from tests.builders.signing_in import AT, agent, customer, kinds, opened, session_by_token, staff, visit

from sekisho.authentication import models
from sekisho.authentication.operations.sessions import (
    MayNotComeInError,
    SessionOverError,
    elevate_session,
    end_account,
    end_acting,
    end_all,
    end_on_device,
    end_session,
    touch,
)
from sekisho.authentication.queries.principals import NobodyError
from sekisho.authentication.queries.sessions import (
    NoSessionError,
    acting_for,
    history_of,
    session_of,
    sessions_of,
)
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.sessions import USUAL, EndReason, Session, token_digest
from sekisho.journal.queries.reading import about
from sekisho.kernel.moments import HOUR, MINUTE, SECOND


def test_a_session_is_found_by_its_token_and_the_token_is_not_stored(database: str) -> None:
    session = opened(customer(), token="secret")  # noqa: S106 - a made-up token

    assert session_by_token(token_digest=token_digest("secret"), at=AT) == session
    assert session_by_token(token_digest=token_digest("other"), at=AT) is None
    assert (session.account, session.subject, session.acr) == ("a-1", "a-1", Acr.PHR)
    assert b"secret" not in b"".join(entry.payload for entry in about("a-1"))


def test_nobody_has_no_session(database: str) -> None:
    with pytest.raises(NobodyError):
        opened("customer:nobody")


def test_a_closed_customer_may_not_come_in(database: str) -> None:
    who = customer()
    models.Principal.objects.update(state="closed")

    with pytest.raises(MayNotComeInError):
        opened(who)


def test_an_agent_may_not_act_for_a_closed_account(database: str) -> None:
    customer()
    models.Principal.objects.update(state="closed")

    with pytest.raises(MayNotComeInError):
        opened(agent(), acting="a-1")


def test_a_session_runs_out_after_its_rest_and_after_its_life(database: str) -> None:
    session = opened(customer(), token="t")  # noqa: S106
    digest = token_digest("t")

    assert session_by_token(token_digest=digest, at=AT + 30 * MINUTE - 1) is not None
    assert session_by_token(token_digest=digest, at=AT + 30 * MINUTE) is None

    at = AT
    while (at := at + 20 * MINUTE) < AT + 12 * HOUR:
        session = touch(session=session, at=at)
    assert session_by_token(token_digest=digest, at=AT + 12 * HOUR - 1) is not None
    assert session_by_token(token_digest=digest, at=AT + 12 * HOUR) is None


def test_using_a_session_within_a_minute_writes_nothing(database: str) -> None:
    session = opened(customer())

    assert touch(session=session, at=AT + 59 * SECOND) is session
    assert touch(session=session, at=AT + MINUTE).last_seen == AT + MINUTE
    assert kinds() == ["authentication:session:opened"]


def test_an_ended_session_cannot_be_used_or_raised(database: str) -> None:
    session = opened(customer())
    end_session(session=session.ref, reason=EndReason.LOGOUT, by=session.principal, at=AT + 1)

    with pytest.raises(SessionOverError):
        touch(session=session, at=AT + MINUTE)
    with pytest.raises(SessionOverError):
        elevate_session(session=session.ref, acr=Acr.PHRH, amr=(), token_digest=token_digest("n"), at=AT + 2)
    with pytest.raises(SessionOverError):
        elevate_session(session="se_none", acr=Acr.PHRH, amr=(), token_digest=token_digest("n"), at=AT + 2)


def test_raising_a_session_replaces_its_token(database: str) -> None:
    """E-07: rotation."""
    session = opened(customer(), token="old", acr=Acr.PASSWORD)  # noqa: S106

    after = elevate_session(
        session=session.ref,
        acr=Acr.PHR,
        amr=("pop",),
        factor="passkey_bound",
        token_digest=token_digest("new"),
        at=AT + 9,
    )

    assert (after.ref, after.acr, after.auth_time, after.factor) == (session.ref, Acr.PHR, AT + 9, "passkey_bound")
    assert session_by_token(token_digest=token_digest("old"), at=AT + 9) is None
    assert session_by_token(token_digest=token_digest("new"), at=AT + 9) == after


def test_a_session_is_raised_by_one_of_two_at_the_same_moment(fresh_database: str) -> None:
    session = opened(customer(), acr=Acr.PASSWORD)

    def raise_it(number: int) -> bool:
        try:
            elevate_session(
                session=session.ref, acr=Acr.PHR, amr=(), token_digest=token_digest(f"n-{number}"), at=AT + 9 + number
            )
        except SessionOverError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(raise_it, range(4)))

    assert any(done)
    holders = [n for n in range(4) if session_by_token(token_digest=token_digest(f"n-{n}"), at=AT + 20)]
    assert len(holders) == 1
    assert done[holders[0]]


def test_ending_a_session_twice_is_noted_once(database: str) -> None:
    session = opened(customer(), token="t")  # noqa: S106

    assert end_session(session=session.ref, reason=EndReason.REVOKED, by="customer:a-1", at=AT + 1)
    assert not end_session(session=session.ref, reason=EndReason.REVOKED, by="customer:a-1", at=AT + 2)
    assert not end_session(session="se_none", reason=EndReason.REVOKED, by="customer:a-1", at=AT + 2)

    assert session_by_token(token_digest=token_digest("t"), at=AT + 1) is None
    assert (session_of(session=session.ref).ended, session_of(session=session.ref).ended_reason) == (
        AT + 1,
        EndReason.REVOKED,
    )
    assert kinds() == ["authentication:session:opened", "authentication:session:ended"]


def test_a_changed_password_ends_every_other_session(database: str) -> None:
    """E-07."""
    who, other = customer(), customer("a-2")
    here, there, elsewhere, his = opened(who), opened(who), opened(who), opened(other)

    ended = end_all(principal=who.ref, reason=EndReason.PASSWORD_CHANGED, at=AT + 1, except_=here.ref)

    assert set(ended) == {there.ref, elsewhere.ref}
    assert [each.ref for each in sessions_of(principal=who.ref, at=AT + 1)] == [here.ref]
    assert sessions_of(principal=other.ref, at=AT + 1) == (his,)
    assert end_all(principal=who.ref, reason=EndReason.RECOVERY, at=AT + 2, by="recovery:1") == (here.ref,)


def test_sessions_that_began_after_a_recovery_stay(database: str) -> None:
    who = customer()
    before, after = opened(who), opened(who, at=AT + 5)

    ended = end_all(principal=who.ref, reason=EndReason.RECOVERY, at=AT + 9, begun_before=AT + 5)

    assert ended == (before.ref,)
    assert [each.ref for each in sessions_of(principal=who.ref, at=AT + 9)] == [after.ref]


def test_everything_on_an_account_ends_with_it_whoever_is_signed_in(database: str) -> None:
    """C-20, C-23."""
    who, helper = customer(), agent()
    mine, for_me, for_another = opened(who), opened(helper, acting="a-1"), opened(helper, acting="a-9")
    assert acting_for(account="a-1", at=AT) == (for_me,)

    ended = end_account(account="a-1", reason=EndReason.FREEZE, by=who.ref, at=AT + 1)

    assert set(ended) == {mine.ref, for_me.ref}
    assert sessions_of(principal=helper.ref, at=AT + 1) == (for_another,)
    assert end_acting(agent=helper.ref, account="a-9", by=who.ref, at=AT + 2) == (for_another.ref,)


def test_only_the_sessions_of_programs_end_where_only_those_are_meant(database: str) -> None:
    who = customer()
    page, tool = opened(who), opened(who, visit=visit(channel="tool"))

    assert end_account(account="a-1", reason=EndReason.FREEZE, by=who.ref, at=AT, channels=("tool", "api")) == (
        tool.ref,
    )
    assert sessions_of(principal=who.ref, at=AT) == (page,)


def test_removing_a_device_leaves_others_on_it_signed_in(database: str) -> None:
    """C-08."""
    one, two = customer(), customer("a-2")
    mine, his = opened(one, visit=visit(device="dv_1")), opened(two, visit=visit(device="dv_1"))

    assert end_on_device(principal=one.ref, device="dv_1", by=one.ref, at=AT + 1) == (mine.ref,)
    assert sessions_of(principal=two.ref, at=AT + 1) == (his,)


def test_the_history_shows_where_each_session_was(database: str) -> None:
    """C-22."""
    who = customer()
    first, second = opened(who), opened(who, at=AT + 5, visit=visit(ip=""))
    end_session(session=first.ref, reason=EndReason.LOGOUT, by=who.ref, at=AT + 9)

    found = history_of(principal=who.ref, place=lambda ip: f"near {ip}")

    assert [(each.ref, each.place, each.ended_reason) for each in found] == [
        (second.ref, "", None),
        (first.ref, "near 203.0.113.7", EndReason.LOGOUT),
    ]


def test_staff_use_the_same_sessions(database: str) -> None:
    session = opened(staff(), acr=Acr.PHRH)

    assert (session.account, session.acting, session.subject) == ("", "", "staff:s-1")


def test_an_unknown_session_has_no_value(database: str) -> None:
    with pytest.raises(NoSessionError):
        session_of(session="se_none")


class Sessions(RuleBasedStateMachine):
    """One customer signs in and out in every order, and time goes on; the machine keeps the books beside it."""

    live = Bundle("live")

    def __init__(self) -> None:
        super().__init__()
        self.at = AT
        self.who = customer(f"machine-{next(_machines)}")
        self.books: dict[str, Session] = {}
        self.tokens: dict[str, str] = {}
        self.dead: set[str] = set()
        self.numbers = 0

    def token(self) -> str:
        self.numbers += 1
        return f"{self.who.ref}-{self.numbers}"

    @rule(target=live, acr=st.sampled_from([Acr.PASSWORD, Acr.MFA, Acr.PHR]))
    def sign_in(self, acr: Acr) -> str:
        token = self.token()
        session = opened(self.who, at=self.at, acr=acr, token=token)
        self.books[session.ref], self.tokens[session.ref] = session, token
        return session.ref

    @rule(ref=live, acr=st.sampled_from(Acr))
    def rise(self, ref: str, acr: Acr) -> None:
        token = self.token()
        try:
            after = elevate_session(session=ref, acr=acr, amr=(), token_digest=token_digest(token), at=self.at)
        except SessionOverError:
            assert not self.alive(ref)
            return
        assert self.alive(ref)
        assert after.acr >= self.books[ref].acr
        self.books[ref] = after
        self.dead.add(self.tokens[ref])
        self.tokens[ref] = token

    @rule(ref=live)
    def use(self, ref: str) -> None:
        found = session_by_token(token_digest=token_digest(self.tokens[ref]), at=self.at)
        assert (found is not None) is self.alive(ref)
        if found is not None:
            self.books[ref] = touch(session=found, at=self.at)

    @rule(ref=consumes(live))
    def sign_out(self, ref: str) -> None:
        end_session(session=ref, reason=EndReason.LOGOUT, by=self.who.ref, at=self.at)
        self.books[ref] = session_of(session=ref)

    @rule(ref=live)
    def end_others(self, ref: str) -> None:
        end_all(principal=self.who.ref, reason=EndReason.AUTHENTICATOR_REMOVED, at=self.at, except_=ref)
        self.books = {each: session_of(session=each) for each in self.books}
        assert {each for each in self.books if self.alive(each)} <= {ref}

    @rule(minutes=st.integers(1, 200))
    def wait(self, minutes: int) -> None:
        self.at += minutes * MINUTE

    def alive(self, ref: str) -> bool:
        return self.books[ref].alive(self.at)

    @invariant()
    def only_the_latest_token_of_a_live_session_opens(self) -> None:
        for token in self.dead:
            assert session_by_token(token_digest=token_digest(token), at=self.at) is None
        for ref, token in self.tokens.items():
            assert (session_by_token(token_digest=token_digest(token), at=self.at) is not None) is self.alive(ref)

    @invariant()
    def none_outlives_its_life_or_its_rest(self) -> None:
        for session in sessions_of(principal=self.who.ref, at=self.at):
            assert session.created <= self.at < session.created + USUAL.absolute
            assert self.at < session.last_seen + USUAL.idle


_machines = iter(range(10**6))


def test_whatever_happens_only_a_live_sessions_latest_token_opens(database: str) -> None:
    run_state_machine_as_test(
        Sessions,
        settings=settings(
            max_examples=20, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
