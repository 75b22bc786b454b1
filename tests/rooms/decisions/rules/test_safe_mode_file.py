"""Safe modes as a table; withdrawals and bank changes are always guarded (E-09)."""

import pytest

from builders.decisions import SAFE_MODES, safe_modes
from sekisho.decisions.rules.safe_mode_file import read_safe_modes
from sekisho.kernel.verdicts import Verdict


def _codes(text: str) -> set[str]:
    return {each.code for each in read_safe_modes(text, source="safe_modes.toml").findings}


WRONG = [
    (SAFE_MODES.replace("guarded = true", "guarded = false", 1), "safe_mode:operation:unguarded"),
    (SAFE_MODES.replace('direction = "out"', 'direction = "in"'), "safe_mode:operation:unguarded"),
    (SAFE_MODES.replace('bank_change = "hold"', 'bank_change = "allow"'), "safe_mode:operation:silent"),
    (SAFE_MODES.replace('bank_change = "hold"', 'bank_chang = "hold"'), "safe_mode:operation:unknown"),
    (SAFE_MODES.replace('bank_change = "hold"', 'bank_change = "wait"'), "key:value:wrong"),
    (SAFE_MODES.replace("[minimum.late]", "[minimum.slow]"), "safe_mode:cause:unknown"),
    (SAFE_MODES.replace('phone = ["no_session"]', 'phone = ["nothing"]'), "safe_mode:cause:unknown"),
    (SAFE_MODES.replace("phone = [", "pigeon = ["), "key:name:unknown"),
    (SAFE_MODES.replace('event = "order"', 'event = "quote"'), "key:value:wrong"),
    (SAFE_MODES.replace('side = "buy"', "hour = 1"), "key:value:wrong"),
    (SAFE_MODES.replace('side = "buy"', 'sidee = "buy"'), "key:value:wrong"),
    (SAFE_MODES.replace('where = { side = "buy" }\n', ""), "key:name:missing"),
    (SAFE_MODES.replace('event = "order"\n', ""), "key:name:missing"),
    (SAFE_MODES.replace("version = 4", "version = 4\nmood = 1"), "key:name:unknown"),
    ("version = ", "file:toml:unreadable"),
    ("", "key:name:missing"),
]


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_a_mistake_is_named(text: str, code: str) -> None:
    assert code in _codes(text)


def test_a_sound_table_is_read() -> None:
    modes = safe_modes()

    assert modes.minimum["no_session"] == {"bank_change": Verdict.HOLD}
    assert modes.natural == {"phone": frozenset({"no_session"})}
    assert modes.validity == {"default": 30, "order": 5}
    assert [operation.name for operation in modes.operations] == ["withdrawal", "bank_change", "buy"]


def test_an_operation_that_names_every_event_of_the_type_guards_it_too() -> None:
    assert _codes(SAFE_MODES.replace('where = { direction = "out" }', "where = {}")) == set()


def test_channels_need_not_have_natural_gaps() -> None:
    assert _codes(SAFE_MODES.replace('[natural]\nphone = ["no_session"]\n', "")) == set()
