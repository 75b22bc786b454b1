import json
from typing import Any

import pytest
from tests.builders.notices import HOUSE
from tests.builders.signing_in import AT, customer, opened, visit

from sekisho.authentication.types.factors import FactorCode
from sekisho.journal.queries.reading import latest
from sekisho.journal.types.entry import Entry
from sekisho.kernel.moments import HOUR
from sekisho.notices.operations.contacts import add_contact, verify_contact
from sekisho.notices.queries.notices import deliveries_of, inbox
from sekisho.notices.types.channels import ContactKind
from sekisho.project.reactions.telling import tell
from sekisho.web.operations.resources import safe

PASSKEY = FactorCode.PASSKEY_SYNCED.value


def entry(kind: str, *, about: str = "a-1", position: int = 5, **payload: Any) -> Entry:
    return Entry(position, 2, kind, about, AT, json.dumps(payload).encode(), None, bytes(32))


def reachable(subject: str = "a-1") -> None:
    for number, kind in enumerate((ContactKind.EMAIL, ContactKind.APP)):
        address = "hanako@customer.test" if kind is ContactKind.EMAIL else "device-token-0001"
        name = f"ct-{subject}-{number}"
        add_contact(
            contact=name, subject=subject, kind=kind, address=address, by="customer:a-1", safe=safe(), at=AT - HOUR
        )
        verify_contact(contact=name, house=HOUSE, at=AT - HOUR)


def told(subject: str = "a-1") -> list[str]:
    return [notice.template for notice in inbox(subject=subject)]


@pytest.mark.parametrize(("known", "template"), [(True, "login"), (False, "login_new_device")])
def test_a_login_says_where_and_how(database: str, known: object, template: str) -> None:
    reachable()
    agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
    session = opened(customer(), visit=visit(user_agent=agent))

    tell(entry("authentication:login:succeeded", session=session.ref, known_device=known, factors=[PASSKEY]), AT)

    assert told() == [template]
    text = inbox(subject="a-1")[0].text
    assert "パスキー（同期）" in text
    assert "Windows" in text


def test_the_way_somebody_came_by_is_not_the_way_he_is_told_on(database: str) -> None:
    """C-17."""
    customer()
    reachable()

    tell(entry("authentication:lockout:placed", until=AT + HOUR, channel="app"), AT)
    tell(entry("authentication:login:refused", position=6, factors=["email_otp"]), AT)

    first, second = (inbox(subject="a-1")[1], inbox(subject="a-1")[0])
    assert [each.channel.value for each in deliveries_of(notice=first.id)] == ["email"]
    assert [each.channel.value for each in deliveries_of(notice=second.id)] == ["push"]


def test_logging_out_oneself_is_no_news(database: str) -> None:
    customer()

    tell(entry("authentication:session:ended", reason="logout"), AT)
    tell(entry("authentication:freeze:placed", about=""), AT)

    assert told() == []


def test_the_same_entry_twice_is_told_once(database: str) -> None:
    customer()
    reachable()

    for _ in range(2):
        tell(entry("authentication:freeze:placed"), AT)

    assert told() == ["freeze_placed"]


def test_members_of_staff_get_no_messages_and_raise_no_alarm_for_want_of_a_contact(database: str) -> None:
    tell(entry("authentication:authenticator:added", about="staff:sato", factor=PASSKEY), AT)

    assert told("staff:sato") == []
    assert latest(kind="notices:").entries == []
