"""OCSF Authentication (3002) and Account Change (3001)."""

import json
from typing import Any

import pytest

from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.importers import Imported, import_ocsf
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine

LOGON: dict[str, Any] = {
    "class_uid": 3002,
    "activity_id": 1,
    "status_id": 1,
    "time": 1_742_169_600_123,
    "metadata": {"uid": "m-1", "version": "1.9.0"},
    "user": {"uid": "a-1", "name": "never this"},
    "session": {"uid": "s-1"},
    "src_endpoint": {"ip": "203.0.113.7", "uid": "d-1", "os": {"name": "iOS"}},
    "http_request": {"user_agent": "Mozilla/5.0"},
    "auth_factors": [{"factor_type_id": 11}, {"factor_type_id": 1}],
}


def line(**changes: Any) -> bytes:
    return json.dumps({key: value for key, value in (LOGON | changes).items() if value is not None}).encode()


def only(raw: bytes) -> Imported:
    [record] = import_ocsf([(4, raw)])
    assert (record.number, record.raw) == (4, raw)
    return record


def event(**changes: Any) -> dict[str, Any]:
    record = only(line(**changes))
    assert record.event is not None
    decode(record.event)
    read: dict[str, Any] = json.loads(record.event)
    return read


def refusal(raw: bytes) -> BadEvent:
    record = only(raw)
    assert record.rejection is not None
    return record.rejection


def test_a_logon_becomes_a_login() -> None:
    assert event() == {
        "id": "m-1",
        "at": "2025-03-17T00:00:00.123+00:00",
        "account": "a-1",
        "channel": "web",
        "session": "s-1",
        "ip": "203.0.113.7",
        "device": {"id": "d-1", "user_agent": "Mozilla/5.0", "platform": "iOS"},
        "type": "login",
        "body": {"outcome": "success", "factors": ["password", "sms_otp"]},
    }


def test_a_bare_logon_is_enough() -> None:
    changes = dict.fromkeys(["metadata", "session", "src_endpoint", "http_request", "auth_factors"])
    read = event(**changes)

    assert read["id"].startswith("ocsf-")
    assert read == event(**changes)
    assert (read["channel"], read["body"]) == ("system", {"outcome": "success"})


def test_a_failed_logon_tells_its_detail() -> None:
    body = event(status_id=2, status_detail="INVALID_CREDENTIALS " * 9)["body"]

    assert body["outcome"] == "failure"
    assert len(body["failure"]) == 64


@pytest.mark.parametrize(
    ("changes", "type_", "body"),
    [
        ({"class_uid": 3002, "activity_id": 2}, "logout", {}),
        ({"class_uid": 3002, "activity_id": 2, "status_detail": "LOGOFF_OTHER"}, "logout", {"reason": "LOGOFF_OTHER"}),
        ({"class_uid": 3001, "activity_id": 3}, "profile", {"field": "password", "action": "change"}),
        ({"class_uid": 3001, "activity_id": 4}, "profile", {"field": "password", "action": "change"}),
        ({"class_uid": 3001, "activity_id": 9}, "factor", {"action": "lock", "kind": "password"}),
        (
            {"class_uid": 3001, "activity_id": 10, "auth_factors": [{"factor_type_id": 10}]},
            "factor",
            {"action": "enrol", "kind": "passkey_synced"},
        ),
        (
            {"class_uid": 3001, "activity_id": 11, "auth_factors": [{"factor_type_id": 7}]},
            "factor",
            {"action": "remove", "kind": "totp"},
        ),
    ],
)
def test_activities_become_events(changes: dict[str, Any], type_: str, body: dict[str, Any]) -> None:
    read = event(**changes)

    assert (read["type"], read["body"]) == (type_, body)


@pytest.mark.parametrize(
    "changes",
    [
        {"class_uid": 4001},
        {"class_uid": {}},
        {"activity_id": 3},
        {"activity_id": None},
        {"class_uid": 3001, "activity_id": 1},
        {"class_uid": 3001, "activity_id": 3, "status_id": 2},
        {"class_uid": 3001, "activity_id": 10, "status_id": 2},
    ],
)
def test_other_classes_other_activities_and_failed_changes_are_passed_over(changes: dict[str, Any]) -> None:
    record = only(line(**changes))

    assert (record.event, record.rejection) == (None, None)


@pytest.mark.parametrize(
    "factors", [3, [], [7], [{}], [{"factor_type_id": "1"}], [{"factor_type_id": 4}], [{"factor_type_id": []}]]
)
def test_factors_without_an_equivalent_are_left_out(factors: object) -> None:
    assert "factors" not in event(auth_factors=factors)["body"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"class_uid": None}, Code.MISSING, "class_uid"),
        ({"time": None}, Code.SOURCE_FIELD, "time"),
        ({"time": "2025-03-17"}, Code.SOURCE_FIELD, "time"),
        ({"time": -1}, Code.SOURCE_FIELD, "time"),
        ({"time": 10**18}, Code.SOURCE_FIELD, "time"),
        ({"time": 0}, Code.AT_RANGE, "time → at"),
        ({"status_id": None}, Code.SOURCE_FIELD, "status_id"),
        ({"status_id": 99}, Code.SOURCE_FIELD, "status_id"),
        ({"status_id": {}}, Code.SOURCE_FIELD, "status_id"),
        ({"user": {"name": "only a name"}}, Code.MISSING, "user.uid → account"),
        ({"user": "a-1"}, Code.MISSING, "user.uid → account"),
        ({"user": {"uid": 7}}, Code.TYPE, "user.uid → account"),
        ({"src_endpoint": {"ip": "somewhere"}}, Code.ADDRESS, "src_endpoint.ip → ip"),
        (
            {"class_uid": 3001, "activity_id": 10, "auth_factors": [{"factor_type_id": 2}]},
            Code.CHOICE,
            "auth_factors[0].factor_type_id → body.kind",
        ),
        (
            {"class_uid": 3001, "activity_id": 10, "auth_factors": []},
            Code.MISSING,
            "auth_factors[0].factor_type_id → body.kind",
        ),
    ],
)
def test_a_bad_field_is_named_as_the_source_names_it(changes: dict[str, Any], code: Code, field: str) -> None:
    fault = refusal(line(**changes))

    assert (fault.code, fault.field) == (code, field)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", Code.EMPTY),
        (b"{", Code.TRUNCATED),
        (b"[]", Code.NOT_OBJECT),
        (b'{"class_uid":"\xff"}', Code.ENCODING),
        (b'{"a":' * 50_000, Code.TOO_DEEP),
        (SpoiltLine.of(b"{", rejection=BadEvent(Code.BROKEN_ARCHIVE), size=1, sha256=""), Code.BROKEN_ARCHIVE),
    ],
)
def test_a_line_that_is_no_object_is_refused(raw: bytes, code: Code) -> None:
    assert refusal(raw).code is code


@pytest.mark.parametrize("uid", ["x" * 65, "", None])
def test_without_a_usable_identifier_the_event_is_named_after_its_line(uid: str | None) -> None:
    assert event(metadata={"uid": uid})["id"].startswith("ocsf-")
