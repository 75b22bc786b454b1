from collections.abc import Callable

import pytest
from tests.builders.simulation import scene, world

from sekisho.simulation.operations.attackers import codes
from sekisho.simulation.operations.attackers.crew import hire, visit
from sekisho.simulation.operations.attackers.scene import Access
from sekisho.simulation.types.tables import Table
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import (
    ABANDONED,
    BOUND,
    CHALLENGED,
    EMAIL,
    FACTORS,
    FAILURE,
    PASSWORD,
    PUSH,
    SMS,
    SUCCESS,
    SYNCED,
    TOTP,
)

TEN = 10 * 3_600_000


def entering(
    factor: int, act: Callable[..., Access | None], *more: tuple[int, ...], seed: int = 1
) -> tuple[Table, Hijack, Access | None]:
    """Outcomes of the tries, the incident, and the way in if there was one."""
    stage = scene(world(), seed=seed)
    stage.world.accounts.factor[5] = factor
    hijack = stage.truth.open(5, "test", "test")
    access = act(stage, visit(stage, hire(stage), 5, TEN), hijack, TEN, *more)
    return stage.diary.sheets["login"], hijack, access


@pytest.mark.parametrize("factor", [SMS, EMAIL, TOTP, PUSH])
def test_a_relay_passes_codes_and_can_answer_with_them_afterwards(factor: int) -> None:
    logins, hijack, access = entering(factor, codes.relayed)

    assert access is not None
    assert logins["outcome"].tolist() == [CHALLENGED, SUCCESS]
    assert hijack.can_answer == ("password", FACTORS[factor])


@pytest.mark.parametrize("factor", [SYNCED, BOUND])
@pytest.mark.parametrize("act", [codes.relayed, codes.coaxed])
def test_a_passkey_stops_it(factor: int, act: Callable[..., Access | None]) -> None:
    logins, hijack, access = entering(factor, act)

    assert access is None
    assert logins["outcome"].tolist() == [CHALLENGED, ABANDONED]
    assert hijack.can_answer == ()
    assert not hijack.entered


def test_a_relayed_password_alone_needs_no_code() -> None:
    logins, hijack, _ = entering(PASSWORD, codes.relayed)

    assert logins["outcome"].tolist() == [SUCCESS]
    assert hijack.can_answer == ("password",)


def test_a_coaxed_code_is_sometimes_stale_first() -> None:
    outcomes = {tuple(entering(SMS, codes.coaxed, seed=seed)[0]["outcome"].tolist()) for seed in range(12)}

    assert outcomes == {(CHALLENGED, SUCCESS), (CHALLENGED, FAILURE, SUCCESS)}


def test_a_stored_password_opens_what_it_can_and_gives_up_elsewhere() -> None:
    assert entering(SMS, codes.stored, (PASSWORD,))[2] is None
    assert entering(EMAIL, codes.stored, (PASSWORD, EMAIL))[2] is not None
    assert entering(PASSWORD, codes.stored, (PASSWORD,))[2] is not None


def test_a_stored_password_is_sometimes_wrong_first() -> None:
    tries = {FAILURE in entering(PASSWORD, codes.stored, (PASSWORD,), seed=s)[0]["outcome"] for s in range(12)}

    assert tries == {True, False}
