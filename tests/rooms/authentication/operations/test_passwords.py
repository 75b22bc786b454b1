from collections.abc import Callable
from hashlib import sha1
from threading import Event
from typing import Any

import pytest
from tests.builders.factors import CHEAP, GOOD, at_once, noted, password_tools, why, with_password
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.hashing import HashPool
from sekisho.authentication.operations.leaks import LeaksUnavailableError
from sekisho.authentication.operations.passwords import PasswordTools, verify_password
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.passwords import Cost, Weakness, sentence
from sekisho.authentication.types.proofs import BusyError, Proof, RefusedError

SALT = bytes([9]) * 16


class _Everything:
    """A list that has every password."""

    source = "everything"

    def range_of(self, prefix: str) -> str:
        digest = sha1(GOOD.encode(), usedforsecurity=False).hexdigest()
        return f"{digest[5:]}:3" if digest[:5].upper() == prefix else ""


class _Nobody:
    """A list that does not answer."""

    source = "nobody"

    def range_of(self, prefix: str) -> str:  # noqa: ARG002 - the protocol's
        raise LeaksUnavailableError("ConnectTimeout")  # noqa: EM101


def _check(tools: PasswordTools, principal: str | None, password: str = GOOD, *, known: bool = True) -> object:
    return verify_password(
        tools=tools, principal=principal, password=password, salt=SALT, known_device=known, visit=visit(), at=AT
    )


def test_the_right_password_proves_a_password_and_no_more(database: str) -> None:
    with password_tools() as tools:
        authenticator = with_password(tools, customer().ref)
        proof = _check(tools, "customer:a-1")

    assert isinstance(proof, Proof)
    assert (proof.authenticator, proof.acr, proof.amr) == (authenticator, Acr.PASSWORD, ("pwd",))
    assert noted()[-1][0] == "authentication:factor:used"


def test_a_password_may_be_typed_on_a_full_width_keyboard(database: str) -> None:
    with password_tools() as tools:
        with_password(tools, customer().ref, "kaeru 12 ga tobu kazoe")

        assert isinstance(_check(tools, "customer:a-1", "ｋａｅｒｕ　１２　ｇａ　ｔｏｂｕ　ｋａｚｏｅ"), Proof)


@pytest.mark.parametrize("typed", ["", "wrong", GOOD + " ", "x" * 5_000])
def test_a_wrong_password_is_counted_or_at_least_written_down(database: str, typed: str) -> None:
    with password_tools() as tools:
        with_password(tools, customer().ref)

        assert why(_check(tools, "customer:a-1", typed)) == "wrong"
    assert noted()[-1][0] == "authentication:factor:failed"


def test_an_unknown_login_reads_like_a_wrong_password(database: str) -> None:
    with password_tools() as tools:
        customer("a-2")

        assert why(_check(tools, None)) == why(_check(tools, "customer:a-2")) == "wrong"


def test_a_stopped_password_costs_nothing_any_more(database: str) -> None:
    with password_tools() as tools:
        authenticator = with_password(tools, customer().ref)
        models.FactorState.objects.filter(pk=authenticator).update(failures=100)

        assert why(_check(tools, "customer:a-1")) == "locked"


def test_a_full_pool_refuses_before_anything_is_counted(database: str) -> None:
    gate, begun = Event(), Event()

    def wait() -> bool:
        begun.set()
        return gate.wait(30)

    with password_tools(threads=1, room=0) as tools:
        authenticator = with_password(tools, customer().ref)
        tools.pool.begin(wait, known=False)
        begun.wait(30)
        for principal in ("customer:a-1", None):
            with pytest.raises(BusyError):
                _check(tools, principal, "wrong", known=False)
        assert isinstance(_check(tools, "customer:a-1", known=True), Proof)
        gate.set()

    assert models.FactorState.objects.get(pk=authenticator).failures == 0


def test_new_parameters_are_applied_at_the_next_login(database: str) -> None:
    with password_tools() as tools:
        authenticator = with_password(tools, customer().ref)
        dearer = PasswordTools(pool=tools.pool, cost=Cost(memory_kib=8_192, passes=1))
        assert isinstance(_check(dearer, "customer:a-1"), Proof)
        stored = bytes(models.Authenticator.objects.get(pk=authenticator).secret or b"")

        assert b"m=8192,t=1,p=1" in stored
        assert noted()[-1][0] == "authentication:password:rehashed"
        assert isinstance(_check(dearer, "customer:a-1"), Proof)
        assert noted()[-1][0] == "authentication:factor:used"


def test_where_the_pool_is_full_the_old_hash_stays_for_now(database: str) -> None:
    gate, begun = Event(), Event()

    def wait() -> bool:
        begun.set()
        return gate.wait(30)

    with password_tools(threads=1, room=0, known_threads=1, known_room=0) as tools:
        with_password(tools, customer().ref)
        dearer = PasswordTools(pool=tools.pool, cost=Cost(memory_kib=8_192, passes=1))
        tools.pool.begin(wait, known=True)
        begun.wait(30)

        assert isinstance(_check(dearer, "customer:a-1", known=False), Proof)
        gate.set()
    assert noted()[-1][0] == "authentication:factor:used"


class _Meddling(HashPool):
    """A pool during whose second piece of work the stored hash changes, as by another login at the same moment."""

    work = 0

    def run(self, work: Callable[[], Any], *, known: bool) -> Any:
        self.work += 1
        if self.work == 2:
            models.Authenticator.objects.update(secret=b"$changed")
        return super().run(work, known=known)


def test_a_hash_that_changed_meanwhile_is_left_alone(database: str) -> None:
    with password_tools() as tools:
        with_password(tools, customer().ref)
    with _Meddling() as pool:
        dearer = PasswordTools(pool=pool, cost=Cost(memory_kib=8_192, passes=1))
        assert isinstance(_check(dearer, "customer:a-1"), Proof)

    assert bytes(models.Authenticator.objects.get().secret or b"") == b"$changed"
    assert noted()[-1][0] == "authentication:factor:used"


def test_a_weak_password_is_refused_with_every_reason(database: str) -> None:
    with password_tools() as tools, pytest.raises(RefusedError) as caught:
        with_password(tools, customer().ref, "password")

    assert caught.value.refused.details == tuple(sentence(one, least=15) for one in (Weakness.SHORT, Weakness.COMMON))
    assert not models.Authenticator.objects.exists()


def test_a_leaked_password_is_refused(database: str) -> None:
    with password_tools(leaks=_Everything()) as tools, pytest.raises(RefusedError) as caught:
        with_password(tools, customer().ref)

    assert caught.value.refused.details == (sentence(Weakness.LEAKED, least=15),)


def test_a_list_that_does_not_answer_stops_nobody_and_is_written_down(database: str) -> None:
    with password_tools(leaks=_Nobody()) as tools:
        authenticator = with_password(tools, customer().ref)

    kind, payload = noted()[-1]
    assert kind == "authentication:password:unchecked"
    assert payload["trouble"] == "ConnectTimeout"
    assert models.Authenticator.objects.get(pk=authenticator).detail == {"leaks": "nobody", "leaks_asked": False}


def test_a_new_password_replaces_the_old_one(database: str) -> None:
    with password_tools() as tools:
        old = with_password(tools, customer().ref)
        with_password(tools, "customer:a-1", GOOD + "!")

        assert why(_check(tools, "customer:a-1", GOOD)) == "wrong"
        assert isinstance(_check(tools, "customer:a-1", GOOD + "!"), Proof)
    assert models.Authenticator.objects.get(pk=old).state == "replaced"


def test_of_two_set_at_once_one_stands(fresh_database: str) -> None:
    customer()

    def one(number: int) -> str:
        try:
            return with_password(tools, "customer:a-1", f"{GOOD} {number}")
        except RefusedError as error:
            return error.refused.why.value

    with password_tools(known_room=8) as tools:
        at_once(4, one)

    assert models.FactorState.objects.filter(sole=True).count() == 1
    assert models.Authenticator.objects.filter(state="active").count() == 1


def test_an_id_that_is_taken_is_a_conflict(database: str) -> None:
    with password_tools() as tools:
        taken = with_password(tools, customer().ref)
        with pytest.raises(RefusedError) as caught:
            with_password(tools, "customer:a-1", authenticator=taken)

    assert caught.value.refused.why.value == "conflict"


def test_the_password_stands_nowhere(database: str) -> None:
    with password_tools() as tools:
        authenticator = with_password(tools, customer().ref)
        _check(tools, "customer:a-1", "a wrong one")
    row = models.Authenticator.objects.get(pk=authenticator)

    assert bytes(row.secret or b"").startswith(b"$argon2id$")
    assert GOOD not in repr((row.detail, noted()))
    assert CHEAP.memory_kib == 7_168
