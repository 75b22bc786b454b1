"""Login attempts of the RBA data set."""

import json
from pathlib import Path

import pytest

from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.importers import Imported, UnusableSource, import_rba
from sekisho.activity.operations.importers.rba import COLUMNS
from sekisho.activity.operations.reading import read_lines
from sekisho.activity.types.events import Login
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine

SAMPLE = Path(__file__).parents[4] / "data" / "rba_sample" / "rba_sample.csv"
ROW = {
    "index": "5",
    "Login Timestamp": "2020-02-03 12:43:30.772",
    "User ID": "-4324475583306591935",
    "Round-Trip Time [ms]": "1123.0",
    "IP Address": "10.0.65.171",
    "Country": "NO",
    "Region": "-",
    "City": "-",
    "ASN": "29695",
    "User Agent String": "Mozilla/5.0  (iPhone)",
    "Browser Name and Version": "Firefox 20.0",
    "OS Name and Version": "iOS 13.4",
    "Device Type": "mobile",
    "Login Successful": "True",
    "Is Attack IP": "False",
    "Is Account Takeover": "False",
}


def row(order: tuple[str, ...] = COLUMNS, **changes: str) -> bytes:
    cells = ROW | {name.replace("_", " "): value for name, value in changes.items()}
    return ",".join(f'"{cells.get(name, "")}"' for name in order).encode()


def header(order: tuple[str, ...] = COLUMNS) -> bytes:
    return ",".join(order).encode()


def only(line: bytes, order: tuple[str, ...] = COLUMNS) -> Imported:
    [record] = import_rba([(1, header(order)), (2, line)])
    return record


def refusal(line: bytes) -> BadEvent:
    record = only(line)
    assert record.rejection is not None
    assert (record.event, record.number, record.raw) == (None, 2, line)
    return record.rejection


def test_every_row_of_the_published_sample_becomes_a_login() -> None:
    records = list(import_rba(read_lines(SAMPLE)))

    assert len(records) == 28
    assert all(isinstance(decode(record.event or b""), Login) for record in records)
    assert [record.number for record in records] == list(range(2, 30))


def test_of_the_sample_one_row_in_three_was_successful_and_some_came_from_attackers() -> None:
    records = list(import_rba(read_lines(SAMPLE)))
    outcomes = [json.loads(record.event or b"")["body"]["outcome"] for record in records]

    assert set(outcomes) == {"success", "failure"}
    assert {json.loads(record.label)["truth"] for record in records if record.label} == {"attack_address"}


def test_a_row_becomes_a_login_with_what_the_contract_has_no_field_for_under_source() -> None:
    assert json.loads(only(row()).event or b"") == {
        "type": "login",
        "id": "rba-5",
        "at": "2020-02-03T12:43:30.772Z",
        "account": "-4324475583306591935",
        "channel": "web",
        "ip": "10.0.65.171",
        "device": {"user_agent": "Mozilla/5.0  (iPhone)", "platform": "iOS 13.4"},
        "body": {"outcome": "success"},
        "source": {
            "country": "NO",
            "asn": "29695",
            "rtt_ms": "1123.0",
            "browser": "Firefox 20.0",
            "device_type": "mobile",
        },
    }


def test_columns_are_found_by_name_in_any_order_and_among_others() -> None:
    order = ("extra", *reversed(COLUMNS))

    assert only(row(order), order).event == only(row()).event


def test_a_byte_order_mark_before_the_header_does_no_harm() -> None:
    [record] = import_rba([(1, b"\xef\xbb\xbf" + header()), (2, row())])

    assert record.event


@pytest.mark.parametrize(
    ("changes", "truth"),
    [
        ({"Is_Account_Takeover": "True"}, "bad"),
        ({"Is_Account_Takeover": "True", "Is_Attack_IP": "True"}, "bad"),
        ({"Is_Attack_IP": "True"}, "attack_address"),
    ],
)
def test_labels_stand_apart_from_the_events(changes: dict[str, str], truth: str) -> None:
    record = only(row(**changes))

    assert json.loads(record.label or b"") == {"event": "rba-5", "truth": truth}
    assert record.event == only(row()).event


def test_a_row_without_marks_has_no_label() -> None:
    assert only(row()).label is None


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"Login_Timestamp": "yesterday"}, Code.MOMENT, "Login Timestamp → at"),
        ({"User_ID": ""}, Code.LENGTH, "User ID → account"),
        ({"IP_Address": "10.0.65"}, Code.ADDRESS, "IP Address → ip"),
        ({"User_Agent_String": "x" * 513}, Code.LENGTH, "User Agent String → device.user_agent"),
        ({"Login_Successful": "maybe"}, Code.SOURCE_FIELD, "Login Successful"),
        ({"Is_Attack_IP": ""}, Code.SOURCE_FIELD, "Is Attack IP"),
        ({"index": "9" * 70}, Code.LENGTH, "id"),
    ],
)
def test_a_bad_cell_is_named_by_its_column(changes: dict[str, str], code: Code, field: str) -> None:
    fault = refusal(row(**changes))

    assert (fault.code, fault.field) == (code, field)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", Code.SOURCE_RECORD),
        (b"1,2,3", Code.SOURCE_RECORD),
        (b'"1"2,3', Code.SOURCE_RECORD),
        (b'"1', Code.SOURCE_RECORD),
        ("口座".encode("cp932"), Code.ENCODING),
        (b"x" * 140_000, Code.SOURCE_RECORD),
        (SpoiltLine.of(b"", rejection=BadEvent(Code.LINE_TOO_LONG), size=1, sha256=""), Code.LINE_TOO_LONG),
    ],
)
def test_a_row_that_is_no_csv_is_refused_and_the_rest_is_read(line: bytes, code: Code) -> None:
    bad, good = import_rba([(1, header()), (2, line), (3, row())])

    assert bad.rejection is not None
    assert bad.rejection.code is code
    assert good.event


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ([], "index, Login Timestamp"),
        ([(1, b"a,b")], "index, Login Timestamp"),
        ([(1, header(COLUMNS[:-1]))], "Is Account Takeover"),
        ([(1, b'"broken')], "CSV"),
    ],
)
def test_a_file_without_the_header_is_unusable(lines: list[tuple[int, bytes]], missing: str) -> None:
    with pytest.raises(UnusableSource) as caught:
        list(import_rba(lines))

    assert missing in str(caught.value)
    assert missing in caught.value.reason.ja
