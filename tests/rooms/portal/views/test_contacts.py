"""A customer sees which of his contacts still reach him (C-17, E-05)."""

from typing import Any

import pytest
from django.test import Client
from tests.builders.notices import HOUSE
from tests.builders.web import client, signed_in, somebody

from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text
from sekisho.notices.operations.contacts import add_contact, end_contact, mark_stale, verify_contact
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import EndReason, StaleReason
from sekisho.portal.views.contacts import FORMER, OLD, REACHED, STALE, UNPROVEN
from sekisho.web.operations.clock import now
from sekisho.web.operations.resources import safe

YEARS = 400 * DAY


@pytest.fixture
def browser(database: str) -> Client:
    made = client(language="en")
    signed_in(made, somebody(identifier_="a-1"))
    return made


def there(*, age: int = 0, proven: bool = True) -> None:
    at = now() - age
    add_contact(
        contact="ct-1", subject="a-1", kind=ContactKind.EMAIL, address="hanako@example.jp", by="x", safe=safe(), at=at
    )  # fmt: skip
    if proven:
        verify_contact(contact="ct-1", house=HOUSE, at=at)


def shown(browser: Client) -> str:
    return browser.get("/contacts").content.decode()


def test_a_contact_that_works_is_shown_so_that_only_its_owner_knows_it(browser: Client) -> None:
    there()

    page = shown(browser)

    assert REACHED.en in page
    assert "h***@e***" in page
    assert "hanako@example.jp" not in page
    assert "Notices do not reach you" not in page


@pytest.mark.parametrize(
    ("how", "state"), [({"proven": False}, UNPROVEN), ({"age": YEARS}, OLD)], ids=["unproven", "old"]
)
def test_a_contact_that_nobody_confirmed_lately_is_called_so(browser: Client, how: dict[str, Any], state: Text) -> None:
    there(**how)

    page = shown(browser)

    assert state.en in page
    assert "Notices do not reach you" in page


def test_a_contact_that_fails_is_called_so(browser: Client) -> None:
    there()
    mark_stale(contact="ct-1", reason=StaleReason.BOUNCED, at=now())

    assert STALE.en in shown(browser)


def test_a_former_contact_is_named_as_long_as_it_hears_of_changes(browser: Client) -> None:
    there()
    end_contact(contact="ct-1", reason=EndReason.REPLACED, by="x", house=HOUSE, at=now())

    assert FORMER.en in shown(browser)


def test_somebody_without_contacts_is_told_what_that_means(browser: Client) -> None:
    page = shown(browser)

    assert "No contact is registered." in page
    assert "Notices do not reach you" in page
