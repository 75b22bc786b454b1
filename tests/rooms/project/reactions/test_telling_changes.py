"""Signed operations, contacts, delegates, tools and opt-outs, as customers hear of them."""

import json
from typing import Any

import pytest
from tests.builders.approving import Desk
from tests.builders.signing_in import customer

from builders.notices import ADDRESSES, HOUSE
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.kinds import KINDS as AUTHENTICATION
from sekisho.journal.operations.appending import append
from sekisho.journal.queries.reading import find, read
from sekisho.journal.types.entry import NewEntry
from sekisho.kernel.digests import canonical
from sekisho.kernel.moments import DAY
from sekisho.notices.operations.contacts import add_contact, end_contact, mark_stale, verify_contact
from sekisho.notices.operations.library import shipped
from sekisho.notices.queries.notices import inbox
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import EndReason, StaleReason
from sekisho.notices.types.kinds import KINDS as NOTICES
from sekisho.notices.types.notices import Notice
from sekisho.project.reactions.telling import TELLINGS, tell
from sekisho.project.reactions.telling_changes import _EXECUTED, _TAMPERED
from sekisho.web.operations.resources import safe

AT = 1_796_600_000_000
A = "authentication"


def happened(kind: str, about: str = "a-1", **payload: Any) -> list[Notice]:
    """Somebody's inbox once the journal has said this and it was told, twice."""
    append(entries=[NewEntry(kind, about, AT, canonical(payload), "this")], at=AT)
    entry = find("this")
    assert entry is not None
    for _ in range(2):
        tell(entry, AT + 1)
    return list(inbox(subject=about))


def told(about: str = "a1") -> list[str]:
    """Everything in the journal is told; the names of the messages, the oldest first."""
    for entry in read(limit=1_000):
        if entry.kind in TELLINGS:
            tell(entry, AT)
    return [notice.template for notice in reversed(inbox(subject=about, limit=1_000))]


def test_every_kind_that_is_told_exists_and_has_its_message() -> None:
    assert set(TELLINGS) <= set(AUTHENTICATION) | set(NOTICES)
    assert {line.template for line in TELLINGS.values()} <= set(shipped())
    assert {*_EXECUTED.values(), *_TAMPERED.values()} <= set(shipped())


@pytest.mark.parametrize(
    ("kind", "payload", "template"),
    [
        (
            f"{A}:delegation:granted",
            {"delegation": "d", "agent": "agent:g-1", "operations": ["withdraw"]},
            "delegate_added",
        ),
        (f"{A}:delegation:revoked", {"delegation": "d", "agent": "agent:g-1"}, "delegate_removed"),
        (f"{A}:apikey:issued", {"scopes": ["orders:place", "unheard:of"]}, "api_token_issued"),
        (f"{A}:apikey:revoked", {"api_key": "k"}, "api_token_revoked"),
        (f"{A}:consent:given", {"client": "budget", "scopes": ["accounts:read"]}, "api_token_issued"),
        (f"{A}:consent:revoked", {"client": "budget"}, "api_token_revoked"),
        (f"{A}:opt_out:made", {"until": AT + DAY}, "opt_out_made"),
        (f"{A}:opt_out:reminded", {"until": AT + DAY}, "opt_out_ending"),
        (f"{A}:opt_out:ended", {"cause": "enrolled", "ends": AT}, "opt_out_ended"),
        (f"{A}:opt_out:ended", {"cause": "forbidden", "ends": AT + DAY}, "opt_out_ending"),
        (f"{A}:enrolment:moved", {"step": "notified", "due_at": AT + DAY}, "setup_campaign"),
        (f"{A}:enrolment:reminded", {"reminder": 2, "due_at": AT + DAY}, "setup_reminder"),
        (f"{A}:recovery:expired", {}, "recovery_ended"),
        (f"{A}:factor:locked", {"factor": "totp"}, "authenticator_suspended"),
        (f"{A}:session:moved", {"session": "s"}, "session_unusual"),
        (f"{A}:operation:tampered", {"code": "withdraw", "operation": "none"}, "withdrawal_refused"),
        (f"{A}:operation:tampered", {"code": "limit_change", "operation": "none"}, "change_refused"),
        (f"{A}:operation:executed", {"code": "limit_change", "operation": "none"}, "change_made"),
        ("notices:executions:silenced", {}, "executions_silenced"),
        ("notices:executions:resumed", {}, "executions_resumed"),
    ],
)
def test_what_happens_is_told_once_in_its_own_words(
    database: str, kind: str, payload: dict[str, Any], template: str
) -> None:
    (notice,) = happened(kind, **payload)

    assert notice.template == template


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        (f"{A}:opt_out:ended", {"cause": "replaced", "ends": AT}),
        (f"{A}:operation:approved", {"code": "order_place", "operation": "none"}),
        (f"{A}:operation:executed", {"code": "api_key_issue", "operation": "none"}),
        (f"{A}:operation:cancelled", {"code": "withdraw", "operation": "none"}),
        (f"{A}:enrolment:moved", {"step": "holds_one", "due_at": None}),
        (f"{A}:enrolment:moved", {"step": "notified", "due_at": None}),
        ("notices:contact:stale", {"contact": "c", "form": "email", "current": False}),
    ],
)
def test_what_is_told_elsewhere_or_is_no_news_is_not_told(database: str, kind: str, payload: dict[str, Any]) -> None:
    assert happened(kind, **payload) == []


def test_a_delegate_is_called_by_his_name_and_what_he_may_do_is_summed_up(database: str) -> None:
    operations = ["withdraw", "order_place", "order_cancel"]
    (notice,) = happened(f"{A}:delegation:granted", delegation="none", agent="agent:g-1", operations=operations)

    assert "相手  g-1" in notice.text
    assert "範囲  複数の範囲" in notice.text


def test_a_delegate_of_an_english_reader_is_told_in_english(database: str) -> None:
    customer("a-1")
    (notice,) = happened(f"{A}:delegation:granted", delegation="none", agent="agent:g-1", operations=["withdraw"])

    assert "範囲  出金" in notice.text


def test_a_withdrawal_is_told_when_signed_and_when_made(fresh_database: str) -> None:
    desk = Desk().open()
    operation = desk.create(OperationCode.WITHDRAW)
    assert told() == ["authenticator_added"]

    consumed = desk.consume(desk.approve(desk.begin(operation)))

    assert consumed is not None
    assert told() == ["authenticator_added", "withdrawal_requested", "withdrawal_made"]
    requested = next(each for each in inbox(subject="a1") if each.template == "withdrawal_requested")
    assert "金額  " in requested.text
    assert "不明" not in requested.text


@pytest.mark.parametrize(
    ("code", "template"),
    [
        (OperationCode.CONTACT_CHANGE, "contact_change"),
        (OperationCode.SECURITIES_TRANSFER_OUT, "transfer_made"),
        (OperationCode.BANK_ACCOUNT_CHANGE, "bank_account_change"),
    ],
)
def test_what_was_signed_is_told_once_it_is_done(fresh_database: str, code: OperationCode, template: str) -> None:
    desk = Desk().open()
    desk.consume(desk.sign(code))

    assert told()[-1] == template
    assert "不明" not in inbox(subject="a1")[0].text


def contact(name: str, kind: ContactKind = ContactKind.EMAIL, *, at: int = AT) -> str:
    add_contact(contact=name, subject="a1", kind=kind, address=ADDRESSES[kind], by="customer:a1", safe=safe(), at=at)
    verify_contact(contact=name, house=HOUSE, at=at)
    return name


def test_the_first_contact_is_no_change_and_every_later_one_is(database: str) -> None:
    contact("ct-1")
    assert told() == []

    contact("ct-2", ContactKind.PHONE, at=AT + 1)
    end_contact(contact="ct-1", reason=EndReason.REPLACED, by="customer:a1", house=HOUSE, at=AT)

    assert told() == ["contact_change", "contact_change"]
    assert "変更  携帯電話番号" in inbox(subject="a1")[1].text


def test_a_contact_that_nothing_reaches_is_told_by_the_others(database: str) -> None:
    contact("ct-1")
    mark_stale(contact="ct-1", reason=StaleReason.BOUNCED, at=AT)

    assert told() == ["contact_stale"]
    assert "連絡先  メールアドレス" in inbox(subject="a1")[0].text


def test_no_notice_tells_more_than_the_customer_may_show(fresh_database: str) -> None:
    desk = Desk().open()
    operation = desk.create(OperationCode.WITHDRAW)
    content = json.dumps(operation.content, ensure_ascii=False)
    desk.consume(desk.approve(desk.begin(operation)))
    told()

    text = "".join(notice.title + notice.text for notice in inbox(subject="a1"))
    assert operation.content["account_number"] in content
    assert str(operation.content["account_number"]) not in text
    assert str(operation.content["payee"]) not in text
