"""A customer is taken in whole or not at all, and what he has is changed by nobody else (C-24, E-05)."""

import pytest
from tests.builders.notices import kinds

from sekisho.authentication.operations.principals import AlreadyRegisteredError
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.principals import NobodyError
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.principals import Principal, Visit
from sekisho.notices.queries.contacts import contacts_of, is_reachable
from sekisho.notices.types.channels import ContactKind
from sekisho.web.operations.registering import AlreadyThereError, change, register, registered
from sekisho.web.types.customers import NewContact, NewCustomer, WrongCustomerError

AT = 1_780_000_000_000
MAIL = NewContact(kind=ContactKind.EMAIL, address="hanako@example.jp", proven=True)
HANAKO = NewCustomer(account="a-1", login="hanako", facts={"person": "individual"}, contacts=(MAIL,))
LONG = "a sentence that nobody guesses"


def taken(customer: NewCustomer = HANAKO) -> Principal:
    return register(customer=customer, by="client:broker", visit=Visit(channel="api"), at=AT)


def altered(**fields: object) -> NewCustomer:
    values = {name: getattr(HANAKO, name) for name in ("account", "login", "language", "facts", "contacts")}
    return NewCustomer(**{**values, **fields})


def test_a_customer_is_registered_with_what_reaches_him(database: str) -> None:
    made = taken()

    assert registered("a-1") == made
    assert (made.login, made.facts, len(made.handle)) == ("hanako", {"person": "individual"}, 32)
    assert is_reachable(subject="a-1", at=AT)
    assert kinds("a-1") == [
        "authentication:principal:registered", "notices:contact:added", "notices:contact:verified",
    ]  # fmt: skip


def test_a_contact_that_nobody_has_seen_work_is_told_nothing(database: str) -> None:
    taken(altered(contacts=(NewContact(kind=ContactKind.EMAIL, address="hanako@example.jp"),)))

    assert not is_reachable(subject="a-1", at=AT)


def test_a_first_password_is_hashed_and_kept(database: str) -> None:
    made = taken(altered(password=LONG))

    assert [each.factor for each in authenticators_of(principal=made.ref)] == [FactorCode.PASSWORD]


def test_a_weak_password_leaves_nobody_registered(database: str) -> None:
    with pytest.raises(WrongCustomerError) as refused:
        taken(altered(password=HANAKO.login))

    assert {each.field for each in refused.value.wrong} == {"password"}
    assert registered("a-1") is None


@pytest.mark.parametrize(
    ("contacts", "field"),
    [
        ((MAIL, NewContact(kind=ContactKind.PHONE, address="call me")), "contacts[1].address"),
        ((MAIL, NewContact(kind=ContactKind.EMAIL, address="hanako@EXAMPLE.jp")), "contacts[1].address"),
    ],
)
def test_one_bad_contact_leaves_nobody_registered(database: str, contacts: tuple[NewContact, ...], field: str) -> None:
    with pytest.raises(WrongCustomerError) as refused:
        taken(altered(contacts=contacts))

    assert [each.field for each in refused.value.wrong] == [field]
    assert registered("a-1") is None
    assert contacts_of(subject="a-1") == ()


def test_a_login_belongs_to_one_customer(database: str) -> None:
    taken()

    with pytest.raises(AlreadyRegisteredError):
        taken(altered(account="a-2", contacts=()))


def test_what_is_known_is_brought_up_to_date_and_the_rest_stays(database: str) -> None:
    taken()

    changed = change(customer=altered(login="hanako2", language="en", contacts=()), at=AT + 1)

    assert (changed.login, changed.language, changed.facts) == ("hanako2", "en", {"person": "individual"})
    assert len(contacts_of(subject="a-1")) == 1
    assert kinds("a-1")[-1] == "authentication:principal:changed"


def test_the_same_said_again_changes_and_writes_nothing(database: str) -> None:
    taken()

    change(customer=altered(contacts=()), at=AT + 1)

    assert "authentication:principal:changed" not in kinds("a-1")


@pytest.mark.parametrize("more", [{"password": LONG, "contacts": ()}, {}])
def test_neither_password_nor_contact_of_a_registered_customer_is_changed(
    database: str, more: dict[str, object]
) -> None:
    taken()

    with pytest.raises(AlreadyThereError):
        change(customer=altered(**more), at=AT + 1)

    assert authenticators_of(principal="customer:a-1") == ()


def test_a_stranger_is_not_brought_up_to_date(database: str) -> None:
    with pytest.raises(NobodyError):
        change(customer=altered(contacts=()), at=AT)


def test_a_login_is_not_taken_from_somebody_else(database: str) -> None:
    taken()
    taken(altered(account="a-2", login="taro", contacts=()))

    with pytest.raises(AlreadyRegisteredError):
        change(customer=altered(login="taro", contacts=()), at=AT + 1)
