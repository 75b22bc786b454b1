"""An authenticator is removed only by a signature over its removal, and ends every other session (C-06, C-07, C-22)."""

from django.db.models import F
from tests.builders.web import opened, somebody
from tests.harness.browser import Person
from tests.harness.node import Node
from tests.harness.signing import sign_in

from sekisho.authentication import models
from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now


def test_a_lost_phone_is_removed_with_the_spare_key(  # noqa: PLR0915 - one story
    node: Node, desktop: Person
) -> None:
    customer, page = somebody(), desktop.page
    sign_in(desktop, node, customer, acr=Acr.MFA)
    phone = desktop.authenticator()
    page.goto(node.url("/enrol"))
    page.get_by_label("Name").fill("old phone")
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url(node.url("/enrolled"))
    page.goto(node.url("/confirm?next=/enrol"))
    page.get_by_role("button", name="Confirm with a passkey").click()
    page.wait_for_url(node.url("/enrol"))
    phone.remove()
    desktop.authenticator(transport="usb")
    page.get_by_label("Name").fill("spare key")
    page.get_by_label("On a security key").check()
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url(node.url("/enrolled"))
    models.Authenticator.objects.update(hold_until=None, created=F("created") - DAY)  # a day has passed
    opened(customer)

    page.goto(node.url("/security"))
    page.get_by_text("Rename or remove").first.click()
    page.get_by_role("link", name="Go on to remove it").first.click()
    desktop.shot("remove")
    page.get_by_role("button", name="Remove it").click()
    page.get_by_role("heading", name="Please read this").wait_for()
    desktop.shot("approve-removal")
    assert page.locator("#displayed").get_by_text("old phone").is_visible()
    page.get_by_role("button", name="Approve exactly this").click()
    page.wait_for_url(node.url("/security?done=removed"))
    desktop.shot("removed")

    assert [each.name for each in passkeys_of(principal=customer.ref)] == ["spare key"]
    assert len(sessions_of(principal=customer.ref, at=now())) == 1
