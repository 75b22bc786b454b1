"""Orders, cancellations and fills from FIX 4.4 logs."""

import json
from typing import Any

import pytest
import simplefix
from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.importers import Imported, import_fix
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine

_COMMON = {49: "BROKER", 56: "EXCHANGE", 34: "7", 52: "20250317-00:00:00.100", 1: "a-1", 60: "20250317-00:00:00.123"}
_MESSAGES: dict[str, dict[int, str]] = {
    "D": {11: "c-1", 55: "7203", 54: "1", 38: "100", 40: "2", 44: "2950.5"},
    "G": {11: "c-2", 41: "c-1", 55: "7203", 54: "1", 38: "200", 40: "1"},
    "F": {11: "c-3", 41: "c-1", 55: "7203", 54: "1", 38: "100", 58: "customer"},
    "8": {11: "c-1", 37: "x", 17: "e-1", 150: "F", 55: "7203", 54: "2", 32: "100.0", 31: "2951", 38: "100"},
    "0": {},
}


def wire(kind: str = "D", **changes: str | None) -> bytes:
    """A message with right length and checksum; ``t44="…"`` sets a tag, None leaves it out."""
    fields: dict[int, str | None] = {**_COMMON, **_MESSAGES[kind]}
    fields |= {int(tag.removeprefix("t")): value for tag, value in changes.items()}
    message = simplefix.FixMessage()
    message.append_pair(8, "FIX.4.4")
    message.append_pair(35, kind)
    for tag, value in fields.items():
        if value is not None:
            message.append_pair(tag, value)
    encoded: bytes = message.encode()
    return encoded


def only(raw: bytes, **options: str) -> Imported:
    [record] = import_fix([(3, raw)], **options)
    assert record.number == 3
    return record


def event(kind: str = "D", **changes: str | None) -> dict[str, Any]:
    record = only(wire(kind, **changes))
    assert record.event is not None, record.rejection
    decode(record.event)
    read: dict[str, Any] = json.loads(record.event)
    return read


def refusal(raw: bytes) -> BadEvent:
    record = only(raw)
    assert record.rejection is not None
    return record.rejection


def test_a_new_order_becomes_an_order() -> None:
    read = event()

    assert read.pop("id").startswith("fix-")
    assert read == {
        "at": "2025-03-17T00:00:00.123Z",
        "account": "a-1",
        "channel": "api",
        "type": "order",
        "body": {
            "order": "c-1",
            "side": "buy",
            "symbol": "7203",
            "market": "XTKS",
            "quantity": 100,
            "kind": "limit",
            "limit": 2950.5,
            "position": "cash",
        },
    }


def test_a_replacement_is_an_order_that_names_the_one_it_replaces() -> None:
    body = event("G")["body"]

    assert (body["order"], body["replaces"], body["kind"], "limit" in body) == ("c-2", "c-1", "market", False)


def test_a_cancel_request_becomes_a_cancel_of_the_original_order() -> None:
    read = event("F")

    assert (read["type"], read["body"]) == ("cancel", {"order": "c-1", "reason": "customer"})


@pytest.mark.parametrize("kind", ["F", "1", "2"])
def test_a_fill_becomes_an_execution(kind: str) -> None:
    read = event("8", t150=kind)

    assert read["type"] == "execution"
    assert read["body"] == {
        "order": "c-1",
        "symbol": "7203",
        "market": "XTKS",
        "side": "sell",
        "quantity": 100,
        "price": 2951.0,
    }


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"t54": "5"}, "side", "sell"),
        ({"t40": "4"}, "kind", "stop"),
        ({"t544": "2"}, "position", "margin_open"),
        ({"t544": "3"}, "position", "margin_close"),
        ({"t15": "JPY"}, "limit", 2950.5),
        ({"t15": "USD"}, "limit", "2950.5"),
        ({"t15": "USD"}, "currency", "USD"),
        ({"t207": "XOSE"}, "market", "XOSE"),
        ({"t100": "XNAS"}, "market", "XNAS"),
        ({"t38": "100.00"}, "quantity", 100),
    ],
)
def test_codes_become_words_of_the_contract(changes: dict[str, Any], field: str, value: object) -> None:
    assert event(**changes)["body"][field] == value


def test_the_market_of_messages_that_name_none_can_be_chosen() -> None:
    assert b'"market":"XNGO"' in (only(wire(), market="XNGO").event or b"")


@pytest.mark.parametrize("raw", [wire("0"), wire("8", t150="0"), wire("8", t150="4", t1=None), wire("8", t150=None)])
def test_heartbeats_and_acknowledgements_are_passed_over(raw: bytes) -> None:
    record = only(raw)

    assert (record.event, record.rejection) == (None, None)


@pytest.mark.parametrize(
    ("kind", "changes", "code", "field"),
    [
        ("D", {"t1": None}, Code.MISSING, "Account (1)"),
        ("D", {"t60": None}, Code.MISSING, "TransactTime (60)"),
        ("D", {"t60": "2025-03-17 00:00:00"}, Code.SOURCE_FIELD, "TransactTime (60)"),
        ("D", {"t60": "20251317-00:00:00"}, Code.MOMENT, "TransactTime (60) → at"),
        ("D", {"t60": "19991231-00:00:00"}, Code.AT_RANGE, "TransactTime (60) → at"),
        ("D", {"t55": None}, Code.MISSING, "Symbol (55)"),
        ("D", {"t55": "x" * 25}, Code.LENGTH, "Symbol (55) → body.symbol"),
        ("D", {"t54": "8"}, Code.SOURCE_FIELD, "Side (54)"),
        ("D", {"t40": "P"}, Code.SOURCE_FIELD, "OrdType (40)"),
        ("D", {"t544": "9"}, Code.SOURCE_FIELD, "CashMargin (544)"),
        ("D", {"t38": None}, Code.MISSING, "OrderQty (38)"),
        ("D", {"t38": "1.5"}, Code.SOURCE_FIELD, "OrderQty (38)"),
        ("D", {"t38": "1e3"}, Code.SOURCE_FIELD, "OrderQty (38)"),
        ("D", {"t38": "-5"}, Code.RANGE, "body.quantity"),
        ("D", {"t44": "NaN"}, Code.SOURCE_FIELD, "Price (44)"),
        ("G", {"t41": None}, Code.MISSING, "OrigClOrdID (41)"),
        ("F", {"t41": ""}, Code.MISSING, "OrigClOrdID (41)"),
        ("8", {"t32": None}, Code.MISSING, "LastQty (32)"),
        ("8", {"t31": None}, Code.MISSING, "LastPx (31)"),
        ("8", {"t31": "-1"}, Code.RANGE, "body.price"),
    ],
)
def test_a_bad_field_is_named_by_name_and_tag(kind: str, changes: dict[str, Any], code: Code, field: str) -> None:
    fault = refusal(wire(kind, **changes))

    assert (fault.code, fault.field) == (code, field)


def test_a_field_that_is_no_utf_8_is_refused() -> None:
    body = wire().replace(b"7203", b"\xff203")
    fault = refusal(body.replace(b"\x01", b"|"))

    assert (fault.code, fault.field) == (Code.SOURCE_FIELD, "Symbol (55)")


@pytest.mark.parametrize("shown", [b"|", b"^A"])
def test_a_log_made_readable_is_read_without_its_checksum(shown: bytes) -> None:
    raw = wire().replace(b"\x01", shown).replace(b"BROKER", b"***")

    assert only(raw).event


def test_several_messages_in_a_line_with_prefixes_are_read_one_by_one() -> None:
    line = b"20250317-09:00 OUT : " + wire() + b"20250317-09:01 IN : " + wire("8") + wire("0")
    records = list(import_fix([(1, line)]))

    assert [bool(record.event) for record in records] == [True, True, False]
    assert all(record.rejection is None for record in records)


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (b"", "no FIX message"),
        (b"server started", "no FIX message"),
        (wire()[:60], "no FIX message"),
        (wire().replace(b"7203", b"7204"), "CheckSum"),
        (wire()[:-2] + b"x\x01", "CheckSum"),
        (wire().replace(b"\x01", b"|").replace(b"|55=", b"|x="), "tag=value"),
        (b"8=FIX.4.4|9=5||10=000|", "tag=value"),
        (b"8=FIX.4.4|9=5|95=x|96=a|10=000|", "tag=value"),
        (b"8=FIX.4.4|9=5|95=999|96=a|10=000|", "tag=value"),
    ],
)
def test_what_is_no_whole_message_is_refused(raw: bytes, detail: str) -> None:
    fault = refusal(raw)

    assert fault.code is Code.SOURCE_RECORD
    assert detail in fault.detail.en


@pytest.mark.parametrize("length", [b"9=7", b"9=x"])
def test_a_wrong_length_is_refused_even_if_the_sum_is_right(length: bytes) -> None:
    body = b"8=FIX.4.4\x01" + length + b"\x0135=0\x01"
    fault = refusal(body + b"10=%03d\x01" % (sum(body) % 256))

    assert "BodyLength" in fault.detail.en


def test_a_message_without_its_type_is_refused() -> None:
    assert refusal(b"8=FIX.4.4|9=5|49=x|10=000|").field == "MsgType (35)"


def test_a_spoilt_line_is_refused_for_its_own_reason() -> None:
    line = SpoiltLine.of(wire(), rejection=BadEvent(Code.LINE_TOO_LONG), size=9, sha256="")

    assert refusal(line).code is Code.LINE_TOO_LONG


def test_a_message_sent_again_has_the_same_id_and_another_order_another() -> None:
    again = event(t34="99", t43="Y", t52="20250317-00:05:00")

    assert again == event()
    assert event(t11="c-9")["id"] != event()["id"]


@given(st.binary(max_size=120) | st.binary(max_size=60).map(lambda part: wire()[:40] + part + wire()[40:]))
def test_any_bytes_give_records_and_no_crash(line: bytes) -> None:
    assert list(import_fix([(1, line)]))
