"""What a firm says of a customer is read whole, and everything wrong in it is named at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.notices.types.channels import ContactKind
from sekisho.web.rules.customers import customer_in
from sekisho.web.types.customers import NewContact, WrongCustomerError

MAIL = {"kind": "email", "address": "hanako@example.jp", "proven": True}
WHOLE = {
    "account": "a-1", "login": "hanako", "language": "en", "facts": {"person": "individual", "api_user": False},
    "contacts": [MAIL, {"kind": "phone", "address": "090-1234-5678"}], "password": "correct horse battery",
}  # fmt: skip


def wrong(document: dict[str, object], account: str | None = None) -> list[str]:
    with pytest.raises(WrongCustomerError) as refused:
        customer_in(document, account=account)
    assert all(each.text.ja and each.text.en for each in refused.value.wrong)
    return [each.field for each in refused.value.wrong]


def test_everything_that_is_said_is_read() -> None:
    found = customer_in(WHOLE)

    assert (found.account, found.login, found.language) == ("a-1", "hanako", "en")
    assert found.facts == {"person": "individual", "api_user": False}
    assert found.contacts == (
        NewContact(kind=ContactKind.EMAIL, address="hanako@example.jp", proven=True),
        NewContact(kind=ContactKind.PHONE, address="090-1234-5678", proven=False),
    )
    assert found.password == WHOLE["password"]


def test_only_a_name_and_a_login_are_needed() -> None:
    found = customer_in({"login": "hanako"}, account="a-1")

    assert (found.account, found.language, found.contacts, found.password) == ("a-1", "ja", (), None)


def test_a_password_is_not_shown_where_the_value_is_printed() -> None:
    assert "horse" not in repr(customer_in(WHOLE))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account", "a/1"), ("account", "x" * 65), ("account", ""), ("account", 7), ("login", " hanako"), ("login", ""),
        ("login", "x" * 129), ("login", "a\nb"), ("language", "fr"), ("language", ["ja"]), ("facts", []),
        ("facts", {"Person": 1}), ("facts", {"person": None}), ("facts", {"person": "x" * 65}),
        ("facts", {f"f{n}": 1 for n in range(33)}), ("contacts", {}), ("contacts", [MAIL] * 21), ("password", 7),
        ("password", ""), ("password", "x" * 1025),
    ],
)  # fmt: skip
def test_a_field_that_does_not_do_is_named(field: str, value: object) -> None:
    assert wrong({**WHOLE, field: value}) == [field]


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        ("hanako@example.jp", "contacts[1]"), ({**MAIL, "colour": "red"}, "contacts[1]"),
        ({**MAIL, "kind": "fax"}, "contacts[1].kind"), ({**MAIL, "kind": 1}, "contacts[1].kind"),
        ({**MAIL, "address": None}, "contacts[1].address"), ({**MAIL, "proven": "yes"}, "contacts[1].proven"),
    ],
)  # fmt: skip
def test_a_contact_that_does_not_do_is_named_with_its_place(contact: object, field: str) -> None:
    assert wrong({**WHOLE, "contacts": [MAIL, contact]}) == [field]


def test_all_faults_are_told_together_unknown_fields_too() -> None:
    assert wrong({"account": "a-1", "logn": "hanako", "language": "fr"}) == ["login", "language", "logn"]


def test_a_document_cannot_speak_of_another_account_than_its_address() -> None:
    assert wrong(WHOLE, account="a-2") == ["account"]


WORDS = st.text("aA-1 .\n海", max_size=140)


@given(st.dictionaries(st.sampled_from([*WHOLE, "x"]), st.none() | st.integers() | WORDS | st.lists(WORDS)))
def test_whatever_is_said_is_read_or_refused_by_name(document: dict[str, object]) -> None:
    try:
        found = customer_in(document)
    except WrongCustomerError as refused:
        right = bool(refused.wrong)
    else:
        right = (found.account, found.login) == (document["account"], document["login"])

    assert right
