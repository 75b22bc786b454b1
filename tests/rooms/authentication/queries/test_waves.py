import pytest
from tests.builders.opt_outs import declined, with_app
from tests.builders.rollout import begun, wave, with_passkey
from tests.builders.signing_in import AT, customer

from sekisho.authentication.operations.waves import plan_wave
from sekisho.authentication.queries.waves import (
    NoWaveError,
    members_of,
    readiness_of,
    wave_of,
    wave_state,
    waves_of,
)
from sekisho.authentication.types.rollout import Readiness, WaveState
from sekisho.kernel.moments import DAY


def test_a_wave_is_read_as_it_was_planned(database: str) -> None:
    made, later = wave(where={"fact": "person", "is": "corporate"}), wave(begins=AT + DAY)
    for each in (later, made):
        plan_wave(wave=each, by="staff:s-1", at=AT)

    assert wave_of(wave=made.id) == made
    assert wave_state(wave=made.id) is WaveState.PLANNED
    assert waves_of(campaign=made.campaign) == (made, later)
    with pytest.raises(NoWaveError):
        wave_of(wave="wv_none")


def test_members_come_a_page_at_a_time(database: str) -> None:
    made = begun("a-1", "a-2", "a-3")

    assert members_of(wave=made.id, limit=2) == ("customer:a-1", "customer:a-2")
    assert members_of(wave=made.id, after="customer:a-2") == ("customer:a-3",)


def test_readiness_is_told_of_those_who_are_not_enrolled(database: str) -> None:
    customer("b-1")
    made = begun("a-1", "a-2", "a-3")
    with_passkey("customer:a-3")
    declined(with_app("customer:a-2"))

    found = readiness_of(wave=made.id, reachable=["customer:a-1"], agreed=["customer:b-1"], at=AT + DAY)

    assert found == (
        Readiness(principal="customer:a-1", reachable=True, method=True),
        Readiness(principal="customer:a-2", reachable=False, method=True, alternative=True),
        Readiness(principal="customer:b-1", reachable=False, method=False, alternative=True),
    )
