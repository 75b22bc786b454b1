import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.approvals import CONTENTS

from sekisho.authentication.rules.grants.details import MOST, TYPES, details_of
from sekisho.authentication.types.catalogue import OPERATIONS, OperationClass, OperationCode
from sekisho.authentication.types.grants.faults import Fault, OAuthError

WITHDRAWAL = {"type": "sekisho_withdrawal", "content": CONTENTS[OperationCode.WITHDRAW]}


def refused(text: str) -> str:
    with pytest.raises(OAuthError) as told:
        details_of(text)
    assert told.value.fault is Fault.INVALID_AUTHORIZATION_DETAILS
    assert told.value.description.isascii()
    return told.value.description


def test_a_client_asks_for_what_a_customer_can_sign() -> None:
    order = {"type": "sekisho_order", "content": CONTENTS[OperationCode.ORDER_PLACE]}

    found = details_of(json.dumps([WITHDRAWAL, order]))

    assert [detail.operation for detail in found] == [OperationCode.WITHDRAW, OperationCode.ORDER_PLACE]
    assert found[0].content == WITHDRAWAL["content"]
    assert details_of("") == ()


@pytest.mark.parametrize("name", sorted(set(TYPES) - {"sekisho_withdrawal", "sekisho_order"}))
def test_every_type_takes_its_own_content(name: str) -> None:
    assert details_of(json.dumps([{"type": name, "content": CONTENTS[TYPES[name]]}]))[0].operation is TYPES[name]


def test_keys_delegates_and_authenticators_are_asked_for_on_our_own_pages_only() -> None:
    asked = set(TYPES.values())

    assert not asked & {OperationCode.API_KEY_ISSUE, OperationCode.DELEGATE_ADD, OperationCode.LOCK_RELEASE}
    assert not {code for code in asked if OPERATIONS[code].kind is OperationClass.AUTHENTICATOR}


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("{", "JSON"),
        ("[" * 5_000, "JSON"),
        ("{}", "array"),
        ("[]", "array"),
        (json.dumps([WITHDRAWAL] * (MOST + 1)), "array"),
        ('"' + "x" * 20_000 + '"', "array"),
        ("[5]", "type and content"),
        (json.dumps([{**WITHDRAWAL, "locations": []}]), "type and content"),
        (json.dumps([{**WITHDRAWAL, "type": "payment"}]), "type is not known"),
        (json.dumps([{**WITHDRAWAL, "type": 5}]), "type is not known"),
        (json.dumps([{**WITHDRAWAL, "content": "all"}]), "object"),
        (json.dumps([{**WITHDRAWAL, "content": {**CONTENTS[OperationCode.WITHDRAW], "amount": "-1"}}]), "amount"),
        (json.dumps([{**WITHDRAWAL, "content": {**CONTENTS[OperationCode.WITHDRAW], "金額": "1"}}]), "content of"),
    ],
)
def test_what_is_wrong_is_named(given: str, word: str) -> None:
    assert word in refused(given)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_other_json_is_refused_in_oauths_words(value: Any) -> None:
    refused(json.dumps(value))
