import pytest

from sekisho.authentication.operations.senders import Outbox, SimTable, SimUnknownError, UndeliveredError
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import CodeMessage
from sekisho.authentication.types.push import PushMessage
from sekisho.kernel.texts import Text

NOTHING = Text("", "")


def _code(address: str) -> CodeMessage:
    return CodeMessage(factor=FactorCode.EMAIL_OTP, address=address, language="ja", subject=NOTHING, text=NOTHING)


def _call(token: str) -> PushMessage:
    return PushMessage(authenticator="au_1", prompt="pp_1", token=token, expires=1, text=NOTHING)


def test_the_outbox_keeps_what_it_is_given() -> None:
    outbox = Outbox()
    outbox.send_code(_code("hana@example.jp"))
    outbox.wake(_call("w-1"))

    assert (outbox.codes, outbox.calls) == ([_code("hana@example.jp")], [_call("w-1")])


def test_broken_addresses_fail_as_they_do_in_life() -> None:
    outbox = Outbox(broken=frozenset({"hana@example.jp", "w-1"}))

    with pytest.raises(UndeliveredError):
        outbox.send_code(_code("hana@example.jp"))
    with pytest.raises(UndeliveredError):
        outbox.wake(_call("w-1"))
    assert not outbox.codes + outbox.calls


def test_the_table_of_sims_knows_what_it_was_given() -> None:
    table = SimTable({"+819012345678": 5}, silent=frozenset({"+819000000000"}))

    assert (table.changed("+819012345678"), table.changed("+819011111111")) == (5, None)
    with pytest.raises(SimUnknownError):
        table.changed("+819000000000")
