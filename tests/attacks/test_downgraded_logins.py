"""E-18: a thief who has everything but the passkey asks for a weaker way in: the real password, the real app's code."""

from collections.abc import Iterator

import pytest
from tests.builders.factors import password_tools, totp_code, totp_secret, with_password, with_totp
from tests.builders.logging_in import further, known_device, named, passkey_of, proved, real_code, real_password
from tests.builders.signing_in import AT, customer, kinds

from sekisho.authentication import models
from sekisho.authentication.operations.passwords import PasswordTools
from sekisho.authentication.types.login import NextFactor, SignedIn, Stopped
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.proofs import Proof
from sekisho.kernel.moments import DAY


@pytest.fixture
def tools(fresh_database: str) -> Iterator[PasswordTools]:
    with password_tools() as running:
        yield running


@pytest.fixture
def secret() -> bytes:
    return totp_secret()


@pytest.fixture
def victim(tools: PasswordTools, secret: bytes) -> Principal:
    """A customer with a password and an app, both of which the thief has fished."""
    who = customer()
    with_password(tools, who.ref)
    with_totp(who.ref, secret=secret, at=AT - DAY)
    return who


@pytest.fixture
def key(victim: Principal) -> Proof:
    """His passkey, which cannot be fished."""
    return passkey_of(victim.ref)


def test_with_password_and_code_nobody_gets_past_a_passkey(
    victim: Principal, key: Proof, tools: PasswordTools, secret: bytes
) -> None:
    """E-18, downgrade: both factors are right and open nothing; it is noted; the owner comes in all the same."""
    step = named(victim, real_password(tools))
    assert isinstance(step, Stopped)
    again = further(step.attempt, real_code(lambda at: totp_code(secret, at)))

    assert isinstance(again, Stopped)
    assert (step.reason, again.reason) == (Refusal.DOWNGRADE, Refusal.DOWNGRADE)
    assert kinds().count("authentication:login:downgrade_refused") == 2
    assert not models.Session.objects.exists()
    assert isinstance(proved(key), SignedIn)


def test_not_even_on_the_victims_own_device(victim: Principal, key: Proof, tools: PasswordTools) -> None:
    """E-18, downgrade with a stolen device cookie: a known device makes no weaker factor do."""
    device = known_device(victim.ref)

    step = named(victim, real_password(tools), at_device=device)

    assert isinstance(step, Stopped)
    assert step.reason is Refusal.DOWNGRADE


def test_a_passkey_that_the_owner_suspended_is_no_way_around_itself(
    victim: Principal, key: Proof, tools: PasswordTools
) -> None:
    """E-18, downgrade: having the passkey suspended first does not open the weaker way."""
    models.Authenticator.objects.filter(pk=key.authenticator).update(state="suspended")

    step = named(victim, real_password(tools))

    assert isinstance(step, Stopped)
    assert not models.Session.objects.exists()


def test_a_login_that_the_victim_began_is_not_finished_in_the_thiefs_browser(
    victim: Principal, tools: PasswordTools, secret: bytes
) -> None:
    """E-18, OTP relay: the second factor counts in the browser that showed the first one."""
    first = named(victim, real_password(tools))
    assert isinstance(first, NextFactor)

    stolen = further(first.attempt, real_code(lambda at: totp_code(secret, at)), session="br_thief")

    assert isinstance(stolen, Stopped)
    assert not models.Session.objects.exists()
    assert isinstance(further(first.attempt, real_code(lambda at: totp_code(secret, at))), SignedIn)


def test_the_code_of_a_finished_login_opens_no_second_one(
    victim: Principal, tools: PasswordTools, secret: bytes
) -> None:
    """E-18, OTP replay through the whole login, where codes still lead in."""
    for number, outcome in enumerate((SignedIn, Stopped)):
        first = named(victim, real_password(tools, at=AT + number), at=AT + number)
        assert isinstance(first, NextFactor)
        check = real_code(lambda at: totp_code(secret, at), at=AT + number)
        assert isinstance(further(first.attempt, check, at=AT + number), outcome)
    assert models.Session.objects.count() == 1
