"""OCSF events of the category Identity & Access Management, one JSON object a line.

Read are Authentication (class_uid 3002) and Account Change (3001), as ocsf-schema defines them in
``events/iam/authentication.json``, ``events/iam/account_change.json`` and ``objects/auth_factor.json`` (1.0 to 1.9):

==========================  ===============================  ==========================================
class, activity_id          meaning                          event
==========================  ===============================  ==========================================
3002, 1                     Logon                            ``login``; ``status_id`` 1 success, 2 failure
3002, 2                     Logoff                           ``logout``
3001, 3 and 4               Password Change, Password Reset  ``profile``: password, change
3001, 9                     Lock                             ``factor``: lock, password
3001, 10 and 11             MFA Factor Enable, Disable       ``factor``: enrol, remove
==========================  ===============================  ==========================================

Other classes and activities, and account changes that failed, are of no use here and passed over. The account is
``user.uid``, never ``user.name``.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from sekisho.activity.operations.decoding import check_bulk
from sekisho.activity.operations.importers.outcome import Imported, Record, checked
from sekisho.activity.operations.refusals import explain
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine
from sekisho.kernel.digests import sha256_hex
from sekisho.kernel.texts import Text

_SUCCESS, _FAILURE = 1, 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = 4_102_444_800_000  # 2100-01-01, where the contract ends
_LONGEST_ID = 64
_FACTORS = {
    1: "sms_otp",
    2: "kba",  # RFC 8176: knowledge-based authentication (a security question)
    3: "tel",  # RFC 8176: confirmation by telephone
    5: "app_push",
    6: "totp",  # a device that shows a code
    7: "totp",
    8: "email_otp",
    9: "security_key",  # U2F
    10: "passkey_synced",  # WebAuthn does not say whether it is bound to one device; the weaker reading is taken
    11: "password",
}
"""``auth_factor.factor_type_id`` → factor kind, or RFC 8176 value. 0, 4 (biometric) and 99 have no equivalent."""
_NAMES = {
    "at": "time",
    "account": "user.uid",
    "ip": "src_endpoint.ip",
    "session": "session.uid",
    "device.id": "src_endpoint.uid",
    "device.user_agent": "http_request.user_agent",
    "device.platform": "src_endpoint.os.name",
    "body.kind": "auth_factors[0].factor_type_id",
}


def import_ocsf(lines: Iterable[tuple[int, bytes]]) -> Iterator[Imported]:
    """Turn each OCSF event that concerns an account holder into an event of the contract."""
    for number, line in lines:
        try:
            yield Imported(number=number, raw=line, event=_event(line))
        except BadEvent as fault:
            yield Imported(number=number, raw=line, rejection=fault)


def _event(line: bytes) -> bytes | None:
    source = _object(line)
    build = _ACTIVITIES.get(f"{source['class_uid']}.{source.get('activity_id')}")
    if build is None:
        return None
    part = build(source)
    return None if part is None else checked(_envelope(source, line) | part, _NAMES)


def _object(line: bytes) -> Record:
    if isinstance(line, SpoiltLine):
        raise line.rejection
    check_bulk(line)
    try:
        source = msgspec.json.decode(line)
    except (UnicodeDecodeError, msgspec.DecodeError) as error:
        raise explain(line, error) from None
    if not isinstance(source, dict):
        raise BadEvent(Code.NOT_OBJECT)
    if "class_uid" not in source:
        raise BadEvent(Code.MISSING, field="class_uid")
    return source


def _envelope(source: Record, line: bytes) -> Record:
    uid = _text(source, "metadata", "uid")
    return {
        "id": uid if uid and len(uid) <= _LONGEST_ID else f"ocsf-{sha256_hex(line)[:32]}",
        "at": _moment(source),
        "account": _text(source, "user", "uid"),
        "channel": "web" if "http_request" in source else "system",
        "session": _text(source, "session", "uid"),
        "ip": _text(source, "src_endpoint", "ip"),
        "device": {
            "id": _text(source, "src_endpoint", "uid"),
            "user_agent": _text(source, "http_request", "user_agent"),
            "platform": _text(source, "src_endpoint", "os", "name"),
        },
    }


def _moment(source: Record) -> str:
    """``time`` is a count of milliseconds since 1970 (OCSF timestamp_t)."""
    time = source.get("time")
    if isinstance(time, int) and 0 <= time < _END:
        return (_EPOCH + timedelta(milliseconds=time)).isoformat(timespec="milliseconds")
    detail = Text("1970年からのミリ秒数", "milliseconds since 1970")
    raise BadEvent(Code.SOURCE_FIELD, field="time", detail=detail)


def _text(source: Any, *path: str) -> str | None:  # noqa: ANN401 - foreign JSON
    """The text at a path; None when it is absent. What is not text is left for the contract to refuse."""
    for name in path:
        source = source.get(name) if isinstance(source, dict) else None
    return source  # type: ignore[no-any-return]


def _login(source: Record) -> Record:
    status = source.get("status_id")
    if status not in (_SUCCESS, _FAILURE):  # a tuple: foreign JSON may not be hashable
        raise BadEvent(Code.SOURCE_FIELD, field="status_id", detail=Text("1か2", "1 or 2"))
    failed = status == _FAILURE
    body = {
        "outcome": "failure" if failed else "success",
        "factors": _factors(source) or None,
        "failure": _status_detail(source) if failed else None,
    }
    return {"type": "login", "body": body}


def _status_detail(source: Record) -> str | None:
    """Free text, cut to what a word of the contract may hold."""
    detail = source.get("status_detail")
    return detail[:64] if isinstance(detail, str) else None


def _factors(source: Record) -> list[str]:
    factors = source.get("auth_factors")
    if not isinstance(factors, list):
        return []
    kinds = (each.get("factor_type_id") for each in factors if isinstance(each, dict))
    return [_FACTORS[kind] for kind in kinds if isinstance(kind, int) and kind in _FACTORS]


def _logout(source: Record) -> Record:
    return {"type": "logout", "body": {"reason": _status_detail(source)}}


def _password(source: Record) -> Record | None:
    return _unless_failed(source, {"type": "profile", "body": {"field": "password", "action": "change"}})


def _lock(source: Record) -> Record | None:
    return _unless_failed(source, {"type": "factor", "body": {"action": "lock", "kind": "password"}})


def _factor(action: str) -> Callable[[Record], Record | None]:
    def build(source: Record) -> Record | None:
        kind = next(iter(_factors(source)), None)
        return _unless_failed(source, {"type": "factor", "body": {"action": action, "kind": kind}})

    return build


def _unless_failed(source: Record, part: Record) -> Record | None:
    """A change that was only tried changed nothing."""
    return None if source.get("status_id") == _FAILURE else part


_ACTIVITIES: dict[str, Callable[[Record], Record | None]] = {
    "3002.1": _login,
    "3002.2": _logout,
    "3001.3": _password,
    "3001.4": _password,
    "3001.9": _lock,
    "3001.10": _factor("enrol"),
    "3001.11": _factor("remove"),
}
"""``class_uid``.``activity_id``"""
