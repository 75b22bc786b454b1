"""A carrier takes a message and later says over real HTTP that nobody is there (C-17)."""

from tests.builders.notices import HOUSE, announced
from tests.harness.carrier import CALLBACK_KEY, KEY, carrier
from tests.harness.node import Node

from sekisho.notices.operations.contacts import add_contact, verify_contact
from sekisho.notices.operations.outlets.carrier import CarrierOutlet, client_for
from sekisho.notices.operations.sending import send_due
from sekisho.notices.queries.contacts import contact_of
from sekisho.notices.types.channels import Channel, ContactKind
from sekisho.web.operations.clock import now
from sekisho.web.operations.resources import safe


def test_a_carriers_report_makes_a_contact_stale(fresh_database: str) -> None:
    at = now()
    add_contact(
        contact="ct-1", subject="a-1", kind=ContactKind.PHONE, address="090-1234-5678", by="customer:a-1", safe=safe(),
        at=at,
    )  # fmt: skip
    verify_contact(contact="ct-1", house=HOUSE, at=at)
    announced("login", at=at)
    with carrier() as house, client_for(url=house.url, key=KEY) as line:
        send_due(outlets={Channel.SMS: CarrierOutlet(client=line, channel=Channel.SMS)}, safe=safe(), clock=now)
        (taken,) = house.taken.values()
        said = {"reference": taken["reference"], "status": "failed", "reason": "not_in_service"}
        with Node(fresh_database, role="web", SEKISHO_SMS_CALLBACK_KEY=CALLBACK_KEY) as node:
            address = node.url("/carriers/sms/reports")
            forged = house.report(address, **said, key="some other key of thirty-two signs", at=now())
            assert (forged.status_code, contact_of(contact="ct-1").stale_since) == (401, None)

            told = house.report(address, **said, at=now())

    assert (told.status_code, told.json()) == (200, {"known": True})
    assert contact_of(contact="ct-1").stale_since is not None
