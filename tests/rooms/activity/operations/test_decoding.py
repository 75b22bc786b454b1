"""What is an event and what is not."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders.lines import AT, BODIES, event_line, event_object
from sekisho.activity.operations.decoding import DEEPEST, LONGEST_LINE, decode
from sekisho.activity.types.events import Event
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine


def refusal(line: bytes) -> BadEvent:
    with pytest.raises(BadEvent) as caught:
        decode(line)
    return caught.value


def answer(line: bytes) -> Event | BadEvent:
    """What comes of a line; any other exception fails the test."""
    try:
        return decode(line)
    except BadEvent as fault:
        return fault


def told(line: bytes) -> tuple[str, str]:
    fault = refusal(line)
    return fault.code.value, fault.field


def with_end(line: bytes, member: bytes) -> bytes:
    """The line with one more member."""
    return line[:-1] + b"," + member + b"}"


@pytest.mark.parametrize("kind", BODIES)
def test_every_type_of_the_contract_is_read(kind: str) -> None:
    event = decode(event_line(kind))

    assert event.__struct_config__.tag == kind
    assert event.at == datetime(2025, 3, 17, tzinfo=UTC)


@pytest.mark.parametrize("kind", BODIES)
def test_a_written_event_is_read_as_the_same_event(kind: str) -> None:
    event = decode(event_line(kind))

    assert decode(msgspec.json.encode(event)) == event


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"  ", b"\t"])
def test_a_line_end_and_blanks_around_the_object_do_no_harm(end: bytes) -> None:
    assert decode(end + event_line() + end) == decode(event_line())


def test_unknown_fields_are_not_judged() -> None:
    line = event_line(body={"colour": {"any": [1, "thing"]}}, novelty=1e300)

    assert decode(line) == decode(event_line())


def test_of_a_repeated_key_the_last_value_counts() -> None:
    assert decode(with_end(event_line(id="first"), b'"id":"last"')).id == "last"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "empty"),
        (b" \t", "empty"),
        (b"{", "truncated"),
        (event_line()[:-1], "truncated"),
        (event_line()[:40], "truncated"),
        (b"hello", "json"),
        (event_line() + b" x", "json"),
        (event_line() + event_line(), "json"),
        (event_line().replace(b"2950.5", b"NaN"), "json"),
        (event_line().replace(b"2950.5", b"02950"), "json"),
        (event_line().replace(b"o-1", b"o\x01"), "json"),
        (with_end(event_line(), b""), "json"),
        (b"[]", "not_object"),
        (b"3", "not_object"),
        (b'"text"', "not_object"),
        (b"null", "not_object"),
    ],
)
def test_what_is_no_json_object_is_refused(line: bytes, code: str) -> None:
    assert told(line) == (code, "")


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        (event_line(type=None), "missing", "type"),
        (event_line(type="purchase"), "unknown_type", "type"),
        (event_line(type=7), "type", "type"),
        (event_line(id=None), "missing", "id"),
        (event_line(id=7), "type", "id"),
        (event_line(id=""), "length", "id"),
        (event_line(id="x" * 65), "length", "id"),
        (event_line(account=None), "missing", "account"),
        (event_line(account="口" * 65), "length", "account"),
        (event_line(channel="fax"), "choice", "channel"),
        (event_line(ip="1" * 46), "length", "ip"),
        (event_line(device={"bound": "yes"}), "type", "device.bound"),
        (event_line(device="phone"), "type", "device"),
        (event_line(body={"side": None}), "missing", "body.side"),
        (event_line(body={"side": "hold"}), "choice", "body.side"),
        (event_line(body={"quantity": "100"}), "type", "body.quantity"),
        (event_line(body={"quantity": 1.5}), "type", "body.quantity"),
        (event_line(body={"quantity": True}), "type", "body.quantity"),
        (event_line(body={"quantity": -1}), "range", "body.quantity"),
        (event_line(body={"quantity": 10**13}), "range", "body.quantity"),
        (event_line(body={"quantity": 10**30}), "range", "body.quantity"),
        (event_line().replace(b"2950.5", b"1e400"), "range", "body.limit"),
        (event_line("login", body={"factors": "totp"}), "type", "body.factors"),
        (event_line("login", body={"factors": ["x" * 65]}), "length", "body.factors[0]"),
        (event_line("holdings", body={"positions": [{"symbol": "1"}]}), "missing", "body.positions[0].market"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(line: bytes, code: str, field: str) -> None:
    assert told(line) == (code, field)


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2025-03-17T09:00:00.000", "moment"),
        ("2025-02-30T09:00:00Z", "moment"),
        ("2025-03-17T09:00:60Z", "moment"),
        ("yesterday", "moment"),
        (1_742_169_600, "type"),
        ("1999-12-31T23:59:59.999Z", "at_range"),
        ("2000-01-01T08:59:59+09:00", "at_range"),
        ("2100-01-01T00:00:00Z", "at_range"),
        ("0001-01-01T00:00:00+14:00", "at_range"),
        ("9999-12-31T23:59:59-14:00", "at_range"),
    ],
)
def test_a_moment_must_be_rfc_3339_with_offset_within_the_century(at: object, code: str) -> None:
    assert told(event_line(at=at)) == (code, "at")


@pytest.mark.parametrize("at", ["2000-01-01T00:00:00Z", "2100-01-01T08:59:59.999+09:00", "2099-12-31T23:59:59Z", AT])
def test_the_century_is_counted_in_utc_to_its_ends(at: object) -> None:
    assert decode(event_line(at=at)).at == datetime.fromisoformat(at)


@pytest.mark.parametrize(
    "ip", ["1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "::g", "1.2.3.4/8", "localhost", "", "あ"]
)
@pytest.mark.parametrize("kind", ["login", "order"])
def test_an_ip_that_is_no_address_is_refused(kind: str, ip: str) -> None:
    assert told(event_line(kind, ip=ip)) == ("address", "ip")


@pytest.mark.parametrize("ip", ["203.0.113.7", "::1", "2001:db8::1", "::ffff:203.0.113.7"])
def test_both_families_of_addresses_are_read(ip: str) -> None:
    assert decode(event_line(ip=ip)).ip == ip


@pytest.mark.parametrize("amount", [1000.0, "1000", True, None])
def test_money_that_is_no_whole_yen_is_refused(amount: object) -> None:
    line = event_line("cash", body={"amount": amount})

    assert told(line) == ("missing" if amount is None else "money", "body.amount")


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"notional": 1.5}, "money", "body.notional"),
        ({"limit": "12.5"}, "currency", "body.limit"),
        ({"notional": "12.5"}, "currency", "body.notional"),
        ({"currency": "USD"}, "currency", "body.limit"),
        ({"currency": "USD", "limit": "1", "notional": 12}, "currency", "body.notional"),
        ({"currency": "USD", "limit": "1,5", "notional": None}, "format", "body.limit"),
        ({"currency": "USD", "limit": "1.5\n", "notional": None}, "format", "body.limit"),
        ({"limit": True}, "type", "body.limit"),
    ],
)
def test_prices_are_decimal_strings_beside_a_currency_and_numbers_without(
    body: dict[str, Any], code: str, field: str
) -> None:
    assert told(event_line(body=body)) == (code, field)


@pytest.mark.parametrize(
    "body",
    [
        {"currency": "USD", "limit": "12.34", "notional": "1234.00", "rate": 149.5},
        {"currency": "USD", "limit": None, "notional": None},
        {"limit": None, "notional": None},
    ],
)
def test_orders_in_yen_and_in_other_currencies_are_read(body: dict[str, Any]) -> None:
    assert decode(event_line(body=body)).body.currency == body.get("currency")


@pytest.mark.parametrize(
    ("approved_by", "by"), [("sato", "sato"), (" SATO ", "sato"), ("", "sato"), ("sato", " "), ("　", "sato")]
)
def test_a_control_needs_two_different_people(approved_by: str, by: str) -> None:
    line = event_line("control", body={"by": by, "approved_by": approved_by})

    assert told(line) == ("one_person", "body.approved_by")


@pytest.mark.parametrize("control", ["freeze", "release"])
def test_a_freeze_names_its_account(control: str) -> None:
    line = event_line("control", account=None, body={"control": control})

    assert told(line) == ("no_account", "account")


@pytest.mark.parametrize("control", ["brake", "unbrake"])
def test_a_brake_names_its_symbol(control: str) -> None:
    assert told(event_line("control", body={"control": control})) == ("no_symbol", "body.symbol")
    assert decode(event_line("control", account=None, body={"control": control, "symbol": "7203"})).account is None


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-16", "iso2022_jp"])
def test_other_encodings_are_refused(encoding: str) -> None:
    line = json.dumps(event_object(account="口座のかな"), ensure_ascii=False).encode(encoding)

    assert told(line) == ("encoding", "")


@pytest.mark.parametrize("broken", [b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80"])
def test_bytes_that_are_no_utf_8_are_refused_in_unknown_fields_too(broken: bytes) -> None:
    assert refusal(with_end(event_line(), b'"z":"' + broken + b'"')).code is Code.ENCODING


@pytest.mark.parametrize("escape", [b"\\ud800", b"\\udc00", b"\\ud83dx", b"\\ud83d\\u0041", b"\\ude00\\ud83d"])
@pytest.mark.parametrize("member", [b'"z":"%s"', b'"session":"%s"'])
def test_a_lone_surrogate_is_refused(member: bytes, escape: bytes) -> None:
    assert refusal(with_end(event_line(), member % escape)).code is Code.SURROGATE


def test_an_escaped_pair_is_one_character() -> None:
    assert decode(with_end(event_line(), b'"session":"\\ud83d\\ude00"')).session == "😀"


@pytest.mark.parametrize("member", [b'"session":"a\\u0000"', b'"z":"\\u0000"', b'"z\\u0000":1', b'"z":"\\\\\\u0000"'])
def test_nul_is_refused_wherever_it_stands(member: bytes) -> None:
    assert refusal(with_end(event_line(), member)).code is Code.NUL


@pytest.mark.parametrize("member", [b'"session":"\\\\u0000"', b'"session":"\\u0001"', b'"session":"u0000"'])
def test_text_that_only_looks_like_nul_is_read(member: bytes) -> None:
    assert decode(with_end(event_line(), member)).id == "e-1"


def test_a_line_of_the_greatest_length_is_read_and_one_byte_more_is_not() -> None:
    filler = b" " * (LONGEST_LINE - len(event_line()))

    assert decode(filler + event_line()).id == "e-1"
    assert refusal(filler + event_line() + b" ").code is Code.LINE_TOO_LONG


def test_nesting_is_read_to_its_limit_and_refused_beyond() -> None:
    allowed, beyond = DEEPEST - 1, DEEPEST

    assert decode(with_end(event_line(), b'"z":' + b"[" * allowed + b"]" * allowed)).id == "e-1"
    assert refusal(with_end(event_line(), b'"z":' + b"[" * beyond + b"]" * beyond)).code is Code.TOO_DEEP
    assert refusal(b'{"a":' * 5000).code is Code.TOO_DEEP
    assert refusal(b"[" * (2 * DEEPEST)).code is Code.NOT_OBJECT


def test_brackets_inside_strings_and_side_by_side_are_not_depth() -> None:
    assert decode(with_end(event_line(), b'"z":"' + b"[{" * 2000 + b'\\""')).id == "e-1"
    assert decode(with_end(event_line(), b'"z":[' + b"[]," * 2000 + b"[]]")).id == "e-1"


def test_a_spoilt_line_is_refused_for_its_own_reason() -> None:
    line = SpoiltLine.of(event_line(), rejection=BadEvent(Code.BROKEN_ARCHIVE, detail="x"), size=9, sha256="")

    assert refusal(line).code is Code.BROKEN_ARCHIVE


@given(st.binary(max_size=300))
@example(b"\xff\xfe{\x00")
@example(b'{"type":"login","type":"order"}')
def test_any_bytes_give_an_event_or_a_refusal_and_nothing_else(line: bytes) -> None:
    found = answer(line)

    assert not isinstance(found, BadEvent) or (found.reason.ja and found.reason.en)


@given(st.sampled_from(sorted(BODIES)), st.data())
def test_any_damage_to_a_line_gives_an_event_or_a_refusal_and_nothing_else(kind: str, data: st.DataObject) -> None:
    line = bytearray(event_line(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(line) - 1))
        line[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))

    assert answer(bytes(line)) is not None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(BODIES)), st.data())
def test_any_value_in_any_field_gives_an_event_or_a_refusal_that_names_a_field(kind: str, data: st.DataObject) -> None:
    event = event_object(kind)
    part = data.draw(st.sampled_from([event, event["body"]]))
    name = data.draw(st.sampled_from([*part, "ip", "device", "limit", "currency"]))
    part[name] = data.draw(_JSON)
    found = answer(json.dumps(event).encode())

    assert not isinstance(found, BadEvent) or found.field or found.code in {Code.NUL, Code.SURROGATE}


@given(
    st.builds(
        lambda kind, account, session, ip: event_line(kind, account=account, session=session, ip=ip),
        st.sampled_from(sorted(set(BODIES) - {"instrument", "quote", "report", "control"})),
        st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1, max_size=64),
        st.none() | st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=64),
        st.none() | st.ip_addresses().map(str),
    )
)
def test_whatever_is_read_is_written_and_read_again_as_the_same(line: bytes) -> None:
    event = decode(line)

    assert decode(msgspec.json.encode(event)) == event
    assert decode(line.decode().encode()) == event


def test_the_union_of_types_is_covered_by_the_lines_of_these_tests() -> None:
    assert {kind.__struct_config__.tag for kind in Event.__args__} == set(BODIES)
