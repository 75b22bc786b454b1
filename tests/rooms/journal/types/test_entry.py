import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.journal.types.entry import LONGEST_NAME, LONGEST_PAYLOAD, BadEntryError, NewEntry

GOOD = {"kind": "activity:event:received", "about": "口座-1", "at": 0, "payload": b"{}", "key": None}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "event"),
        ("kind", "activity:event"),
        ("kind", "activity:event:received:twice"),
        ("kind", "Activity:event:received"),
        ("kind", "activity::received"),
        ("kind", "activity:event:received\n"),
        ("kind", f"a:b:{'c' * 64}"),
        ("about", "x" * (LONGEST_NAME + 1)),
        ("about", "a\0b"),
        ("about", "\ud800"),
        ("key", ""),
        ("key", "x" * (LONGEST_NAME + 1)),
        ("key", "口\0"),
        ("at", 1 << 63),
        ("at", -(1 << 63) - 1),
        ("payload", bytes(LONGEST_PAYLOAD + 1)),
    ],
)
def test_an_entry_that_a_database_would_bend_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(BadEntryError) as fault:
        NewEntry(**{**GOOD, field: value})  # type: ignore[arg-type]

    assert fault.value.field == field
    assert fault.value.reason.ja != fault.value.reason.en
    assert str(fault.value).startswith(f"{field}: ")


@given(
    about=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=LONGEST_NAME),
    at=st.integers(-(1 << 63), (1 << 63) - 1),
    payload=st.binary(max_size=64),
)
def test_anything_else_is_an_entry(about: str, at: int, payload: bytes) -> None:
    made = NewEntry("a:b:c", about, at, payload, about or None)

    assert (made.about, made.at, made.payload) == (about, at, payload)
