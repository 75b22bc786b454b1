"""What is signed says all of what is done, and nothing else leads to the same digest (C-03, C-04)."""

import hashlib
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.approvals import CONTENTS

from sekisho.authentication.operations.approvals import operation_hash
from sekisho.authentication.rules.approvals.catalogue import LATEST, NotSignableError, schema_of
from sekisho.authentication.rules.approvals.document import challenge, display, document, hash_of_checked
from sekisho.authentication.rules.approvals.schemas import BadContentError, checked
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.kernel.bytes64 import b64

CODES = sorted(LATEST)
NAMES = st.text("あいうアイウ山田花子 abc・ー", min_size=1, max_size=20).map(str.strip).filter(bool)


def _document(**changes: Any) -> dict[str, Any]:
    code = changes.pop("code", OperationCode.WITHDRAW)
    language = changes.pop("language", "ja")
    content = checked(schema_of(code), {**CONTENTS[code], **changes.pop("content", {})})
    asked: dict[str, Any] = {
        "identifier": "op_1", "account": "a1", "salt": b"s" * 16, "handle": b"h" * 32, "rp_id": "localhost",
        "policy": 7, "nonce": b"n" * 16, "expires": 1_000,
    }  # fmt: skip
    shown = display(code, 1, content, language)
    return document(code=code, version=1, content=content, shown_as=shown, **{**asked, **changes})


def test_a_withdrawal_reads_plainly_in_japanese_and_english() -> None:
    content = checked(schema_of(OperationCode.WITHDRAW), CONTENTS[OperationCode.WITHDRAW])

    assert display(OperationCode.WITHDRAW, 1, content, "ja").text == (
        "出金の内容\n出金額：1,200,000円\n金融機関：みずほ銀行\n支店：丸の内支店\n口座の種類：普通\n"
        "口座番号：012 3456\n口座名義：ヤマダ　ハナコ"
    )
    assert display(OperationCode.WITHDRAW, 1, content, "en").text == (
        "Withdrawal\nAmount: JPY 1,200,000\nBank: みずほ銀行\nBranch: 丸の内支店\nKind of account: Ordinary\n"
        "Account number: 012 3456\nAccount holder: ヤマダ　ハナコ"
    )


def test_an_order_without_a_price_still_shows_its_currency() -> None:
    content = {
        name: value for name, value in CONTENTS[OperationCode.ORDER_PLACE].items() if name not in {"price", "notional"}
    }
    read = checked(schema_of(OperationCode.ORDER_PLACE), {**content, "kind": "market"})

    assert "通貨：USD" in display(OperationCode.ORDER_PLACE, 1, read, "ja").text


@given(st.sampled_from(["bank", "branch", "payee"]), NAMES, NAMES)
def test_two_different_contents_are_never_shown_alike(field: str, one: str, two: str) -> None:
    schema = schema_of(OperationCode.WITHDRAW)
    contents = [checked(schema, {**CONTENTS[OperationCode.WITHDRAW], field: name}) for name in (one, two)]

    for language in ("ja", "en"):
        shown = {display(OperationCode.WITHDRAW, 1, content, language).text for content in contents}
        assert len(shown) == len({content[field] for content in contents})


@pytest.mark.parametrize("code", CODES)
def test_every_field_of_a_content_is_shown(code: OperationCode) -> None:
    content = checked(schema_of(code), CONTENTS[code])
    fields = {field.name: field for field in schema_of(code).fields}
    shown = display(code, 1, content, "ja")

    money = {fields[name].money for name in content if fields[name].money}
    assert [line.label for line in shown.lines] == [
        field.label.ja for name, field in fields.items() if name in content and name not in money
    ]
    assert all(line.value for line in shown.lines)


@pytest.mark.parametrize(
    "change",
    [
        {"content": {"amount": "1200001"}},
        {"content": {"account_number": "0123457"}},
        {"content": {"payee": "ヤマダ　タロウ"}},
        {"account": "a2"},
        {"identifier": "op_2"},
        {"salt": b"t" * 16},
        {"nonce": b"m" * 16},
        {"handle": b"i" * 32},
        {"rp_id": "example.jp"},
        {"policy": 8},
        {"expires": 1_001},
        {"language": "en"},
        {"code": OperationCode.BANK_ACCOUNT_CHANGE},
    ],
)
def test_whatever_changes_another_challenge_is_signed(change: dict[str, Any]) -> None:
    assert challenge(_document(**change)) != challenge(_document())


def test_the_challenge_is_the_digest_of_the_canonical_document() -> None:
    signed = _document()

    assert challenge(signed) == hashlib.sha256(rfc8785.dumps(signed)).digest()
    assert signed["display"]["sha256"] == b64(
        hashlib.sha256(display(OperationCode.WITHDRAW, 1, signed["content"], "ja").text.encode()).digest()
    )


def test_a_broker_with_other_software_computes_the_same_operation_hash() -> None:
    content = CONTENTS[OperationCode.WITHDRAW]
    by_hand = {
        "format": "sekisho-operation/1", "operation": "withdraw", "version": 1, "operation_id": "op_1",
        "account": "a1", "nonce": b64(b"n" * 16), "content": content,
    }  # fmt: skip

    assert (
        operation_hash(
            operation="withdraw", version=1, identifier="op_1", account="a1", content=content, nonce=b"n" * 16
        )
        == hashlib.sha256(rfc8785.dumps(by_hand)).digest()
    )


@pytest.mark.parametrize("code", CODES)
def test_any_other_content_has_another_operation_hash(code: OperationCode) -> None:
    content = checked(schema_of(code), CONTENTS[code])
    hashes = {
        hash_of_checked(code=code, version=1, identifier="op_1", account="a1", content=each, nonce=b"n" * 16)
        for each in (content, *({**content, name: "other"} for name in content))
    }

    assert len(hashes) == 1 + len(content)


def test_no_hash_is_made_of_what_cannot_be_signed() -> None:
    asked: dict[str, Any] = {"version": 1, "identifier": "op_1", "account": "a1", "nonce": b"n" * 16}

    with pytest.raises(NotSignableError):
        operation_hash(operation="login", content={}, **asked)
    with pytest.raises(BadContentError):
        operation_hash(operation="withdraw", content={}, **asked)
    with pytest.raises(ValueError, match="dance"):
        operation_hash(operation="dance", content={}, **asked)
