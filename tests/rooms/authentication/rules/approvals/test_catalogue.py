"""Every operation that can be signed has a schema and reads well in both languages (C-03 to C-06, C-21, C-23)."""

from hashlib import sha256

import pytest
from tests.builders.approvals import CONTENTS

from sekisho.authentication.rules.approvals.catalogue import LATEST, SCHEMAS, NotSignableError, schema_of
from sekisho.authentication.rules.approvals.document import display
from sekisho.authentication.rules.approvals.kinds import Choice, Several
from sekisho.authentication.rules.approvals.schemas import checked
from sekisho.authentication.types.catalogue import OPERATIONS, Binding, OperationCode

PUBLISHED = {
    "withdraw@1.1": "dec6df74b09723e4",
    "bank_account_change@1.1": "5eec027799213a28",
    "contact_change@1.1": "c16bbdb27bedd6c6",
    "order_place@1.1": "88074669923b0b58",
    "order_change@1.1": "c23c493d7f993d52",
    "order_cancel@1.1": "e5e5e6327f7a87f5",
    "margin_open@1.1": "f16e56ccdbbaed40",
    "securities_transfer_out@1.1": "415bb59f2ab29309",
    "limit_change@1.1": "2f449eca15e0e7d5",
    "api_key_issue@1.1": "570822f96c668d0e",
    "delegate_add@1.1": "36aabeeb2ec8be5c",
    "authenticator_add@1.1": "60d641d5fdb41c55",
    "authenticator_remove@1.1": "73c5404d73ed62c8",
    "lock_release@1.1": "bfef62f5ca288610",
    "opt_out@1.1": "45745754295eadff",
    "staff_approval@1.1": "bee67e285c35707f",
}


def test_every_operation_whose_floor_asks_for_a_bound_proof_can_be_signed() -> None:
    bound = {code for code, line in OPERATIONS.items() if line.floor_binding is not Binding.NONE}

    assert bound <= set(LATEST)


def test_there_is_an_example_of_every_content() -> None:
    assert set(CONTENTS) == set(LATEST)


@pytest.mark.parametrize("code", LATEST)
def test_examples_fit_their_schema_and_stay_as_they_are_when_checked_again(code: OperationCode) -> None:
    once = checked(schema_of(code), CONTENTS[code])

    assert checked(schema_of(code, 1), once) == once


@pytest.mark.parametrize("code", LATEST)
def test_choices_of_a_field_read_differently_in_each_language(code: OperationCode) -> None:
    for field in schema_of(code).fields:
        kind = field.kind.kind if isinstance(field.kind, Several) else field.kind
        if isinstance(kind, Choice):
            for language in ("ja", "en"):
                shown = [label.read(language) for label in kind.labels.values()]
                assert len(set(shown)) == len(shown), field.name


@pytest.mark.parametrize("code", LATEST)
def test_labels_of_a_content_differ(code: OperationCode) -> None:
    for language in ("ja", "en"):
        labels = [field.label.read(language) for field in schema_of(code).fields]
        assert len(set(labels)) == len(labels)


def test_a_login_is_not_signed_word_for_word() -> None:
    with pytest.raises(NotSignableError):
        schema_of(OperationCode.LOGIN)
    with pytest.raises(NotSignableError):
        schema_of(OperationCode.WITHDRAW, 99)


def test_what_was_published_once_is_shown_in_the_same_words_for_ever() -> None:
    """Old evidence is checked with these words: whoever changes one raises the version or the layout, and adds here."""
    shown = {
        schema.template: sha256(
            "\0".join(
                display(code, version, checked(schema, CONTENTS[code]), language).text for language in ("ja", "en")
            ).encode()
        ).hexdigest()[:16]
        for (code, version), schema in SCHEMAS.items()
    }

    assert shown == PUBLISHED
