import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from tests.builders.racing import overtaken
from tests.builders.signing_in import AT, agent, customer, kinds, opened, session_by_token, visit

from sekisho.authentication import models
from sekisho.authentication.operations.freezes import ReleaseRefusedError, place_freeze, release_freeze
from sekisho.authentication.operations.sessions import MayNotComeInError
from sekisho.authentication.queries.freezes import (
    NoFreezeError,
    access_stopped,
    forbidden,
    freeze_of,
    freezes_of,
    in_force,
    status_of,
)
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import (
    KILL_SWITCH,
    CustomerProof,
    Freeze,
    FreezeScope,
    FreezeSource,
    FreezeState,
    RecoveryProof,
    ReleaseRefusal,
)
from sekisho.authentication.types.sessions import token_digest
from sekisho.journal.queries.reading import about

HOLDER = "customer:a-1"
PROOF = CustomerProof(principal=HOLDER, acr=Acr.PHR, auth_time=AT + 5, authenticator="au_1")


def frozen(number: int = 1, **changes: Any) -> Freeze:
    return place_freeze(
        **{
            "freeze": f"fz_{number}",
            "account": "a-1",
            "source": FreezeSource.CUSTOMER,
            "by": HOLDER,
            "reason": "button",
            "visit": visit(),
            "at": AT,
            **changes,
        }
    )


def test_the_kill_switch_ends_every_session_on_every_channel_at_once(database: str) -> None:
    """C-20."""
    who, helper = customer(), agent()
    sessions = [opened(who), opened(who, visit=visit(channel="tool")), opened(helper, acting="a-1")]

    frozen()

    assert sessions_of(principal=who.ref, at=AT) == sessions_of(principal=helper.ref, at=AT) == ()
    assert in_force(account="a-1", at=AT) == KILL_SWITCH
    payload = json.loads(about("a-1")[-1].payload)
    assert set(payload["sessions"]) == {session.ref for session in sessions}
    assert {"do": "cancel_orders", "side": "all"} in payload["obligations"]


def test_nobody_comes_in_while_the_account_is_frozen(database: str) -> None:
    who = customer()
    frozen()

    with pytest.raises(MayNotComeInError):
        opened(who)
    with pytest.raises(MayNotComeInError):
        opened(agent(), acting="a-1")
    assert opened(customer("a-2")).account == "a-2"


def test_a_session_that_was_beginning_while_the_account_was_frozen_is_dead(database: str) -> None:
    """The row of the freeze is enough: whatever was not ended in time opens nothing."""
    session = opened(customer(), token="t")  # noqa: S106 - a made-up token
    frozen()
    models.Session.objects.filter(ref=session.ref).update(state="active", ended=None, ended_reason="")

    assert session_by_token(token_digest=token_digest("t"), at=AT) is None


def test_a_stop_of_programs_leaves_the_customer_signed_in(database: str) -> None:
    who = customer()
    page, _ = opened(who), opened(who, visit=visit(channel="api"))

    frozen(scopes=frozenset({FreezeScope.API}))

    assert sessions_of(principal=who.ref, at=AT) == (page,)
    assert access_stopped(account="a-1", channel="api", at=AT)
    assert not access_stopped(account="a-1", channel="web", at=AT)


def test_a_stop_of_buying_ends_no_session(database: str) -> None:
    session = opened(customer())

    frozen(scopes=frozenset({FreezeScope.BUY, FreezeScope.WITHDRAWAL}), source=FreezeSource.FRAUD, by="system")

    assert sessions_of(principal=HOLDER, at=AT) == (session,)
    assert forbidden(account="a-1", operation=OperationCode.ORDER_PLACE, at=AT, buys=True)
    assert not forbidden(account="a-1", operation=OperationCode.ORDER_PLACE, at=AT)


def test_pressing_twice_makes_one_freeze_and_widens_it(database: str) -> None:
    first = frozen(scopes=frozenset({FreezeScope.BUY}))
    again = frozen(2, scopes=frozenset({FreezeScope.WITHDRAWAL}))

    assert (first.id, again.id, again.scopes) == ("fz_1", "fz_1", {FreezeScope.BUY, FreezeScope.WITHDRAWAL})
    assert len(freezes_of(account="a-1")) == 1
    assert kinds() == ["authentication:freeze:placed", "authentication:freeze:extended"]


def test_presses_at_the_same_moment_make_one_freeze(fresh_database: str) -> None:
    customer()

    def press(number: int) -> str:
        try:
            return frozen(number).id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        names = set(pool.map(press, range(8)))

    assert len(names) == len(freezes_of(account="a-1")) == 1


def test_a_session_cannot_slip_in_beside_a_freeze(fresh_database: str) -> None:
    who = customer()

    def come_in(number: int) -> None:
        try:
            opened(who, token=f"slip-{number}")
        except MayNotComeInError:
            pass
        finally:
            connections.close_all()

    def freeze() -> None:
        try:
            frozen()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        waiting = [pool.submit(come_in, number) for number in range(12)]
        waiting.insert(4, pool.submit(freeze))
        for each in waiting:
            each.result()

    assert sessions_of(principal=who.ref, at=AT + 1) == ()


def test_a_press_on_the_button_while_somebody_opens_the_account_stops_it_all_the_same(fresh_database: str) -> None:
    customer()
    frozen()

    again = overtaken(
        by=lambda: release_freeze(freeze="fz_1", by=HOLDER, proof=PROOF, visit=visit(), at=AT + 9),
        work=lambda: frozen(2, at=AT + 9),
    )

    assert (again.id, in_force(account="a-1", at=AT + 10)) == ("fz_2", KILL_SWITCH)


def test_the_holder_opens_it_again_with_a_strong_proof(database: str) -> None:
    customer()
    frozen()

    released = release_freeze(freeze="fz_1", by=HOLDER, proof=PROOF, visit=visit(), at=AT + 9)

    assert (released.state, released.released_by) == (FreezeState.RELEASED, HOLDER)
    assert in_force(account="a-1", at=AT + 9) == frozenset()
    assert in_force(account="a-1", at=AT + 8) == KILL_SWITCH
    assert opened(HOLDER, at=AT + 9).principal == HOLDER
    assert status_of(account="a-1") is None


def test_a_recovery_opens_what_fraud_closed(database: str) -> None:
    frozen(source=FreezeSource.FRAUD, by="system")

    with pytest.raises(ReleaseRefusedError) as refused:
        release_freeze(freeze="fz_1", by=HOLDER, proof=PROOF, visit=visit(), at=AT + 9)
    assert refused.value.refusal is ReleaseRefusal.RECOVERY_NEEDED
    assert refused.value.text.ja

    done = RecoveryProof(case="rc_1", account="a-1", completed=AT + 20)
    assert release_freeze(freeze="fz_1", by="staff:s-2", proof=done, visit=visit(), at=AT + 21).released == AT + 21
    assert kinds() == [
        "authentication:freeze:placed",
        "authentication:freeze:release_refused",
        "authentication:freeze:released",
    ]


def test_what_one_opens_stays_stopped_by_the_other(database: str) -> None:
    frozen()
    frozen(2, source=FreezeSource.FRAUD, by="system", scopes=frozenset({FreezeScope.WITHDRAWAL}), at=AT + 1)

    release_freeze(freeze="fz_1", by=HOLDER, proof=PROOF, visit=visit(), at=AT + 9)

    assert in_force(account="a-1", at=AT + 9) == {FreezeScope.WITHDRAWAL}


def test_of_two_who_open_it_at_once_one_does(fresh_database: str) -> None:
    frozen()

    def release(_: int) -> bool:
        try:
            release_freeze(freeze="fz_1", by=HOLDER, proof=PROOF, visit=visit(), at=AT + 9)
        except ReleaseRefusedError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(release, range(6))) == 1
    assert kinds().count("authentication:freeze:released") == 1


def test_the_customer_sees_since_when_what_next_and_by_when(database: str) -> None:
    """C-28."""
    frozen(scopes=frozenset({FreezeScope.BUY}))
    frozen(2, source=FreezeSource.DESK, by="staff:s-1", scopes=frozenset({FreezeScope.ORDER}), at=AT + 1)

    status = status_of(account="a-1")

    assert status is not None
    assert (status.since, status.scopes) == (AT, {FreezeScope.BUY, FreezeScope.ORDER})
    assert status.expected is not None
    assert [freeze.id for freeze in status.freezes] == ["fz_1", "fz_2"]
    assert "担当者" in status.next_step.ja


def test_a_freeze_stops_something(database: str) -> None:
    with pytest.raises(ValueError, match="stops something"):
        frozen(scopes=frozenset())
    with pytest.raises(ValueError, match="stops something"):
        frozen(account="")
    with pytest.raises(NoFreezeError):
        freeze_of(freeze="fz_none")
