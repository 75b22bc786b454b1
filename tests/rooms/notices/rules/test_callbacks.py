import pytest

from builders.notices import AT
from sekisho.notices.rules.callbacks import TOLERANCE, CallbackRefusedError, read_callback, signature
from sekisho.notices.types.deliveries import Report

KEY = b"shared"
TOKEN = "t-1"  # noqa: S105 - a name, not a secret


def told(body: bytes, *, header: str = "", at: int = AT) -> Report:
    return read_callback(body, header or signature(body, key=KEY, at=AT), key=KEY, at=at)


def test_a_carrier_says_that_a_message_arrived_or_why_not() -> None:
    assert told(b'{"reference": "t-1", "status": "delivered"}') == Report(token=TOKEN, arrived=True)
    assert told(b'{"reference": "t-1", "status": "failed", "reason": "unknown_number", "more": 1}') == Report(
        token=TOKEN, arrived=False, hard=True, trouble="unknown_number"
    )
    assert told(b'{"reference": "t-1", "status": "failed", "reason": "switched_off"}').hard is False


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"reference": 7, "status": "delivered"}', b'{"reference": "t", "status": "lost"}', b"\xff"],
)
def test_what_cannot_be_read_is_refused(body: bytes) -> None:
    with pytest.raises(CallbackRefusedError):
        told(body)


@pytest.mark.parametrize("header", ["x", "t=1,v1=00", f"t={AT // 1000},v1={'0' * 64}", f"t=x,v1={'0' * 64}"])
def test_nobody_else_speaks_for_the_carrier(header: str) -> None:
    with pytest.raises(CallbackRefusedError):
        told(b'{"reference": "t-1", "status": "delivered"}', header=header)


def test_an_old_callback_is_not_taken_again() -> None:
    body = b'{"reference": "t-1", "status": "delivered"}'
    header = signature(body, key=KEY, at=AT)

    assert told(body, header=header, at=AT + TOLERANCE).arrived
    with pytest.raises(CallbackRefusedError):
        told(body, header=header, at=AT + TOLERANCE + 1)
