"""What the customer has let other services read, and how he ends it (C-25)."""

from typing import Any

from tests.builders.web import client, signed_in, somebody

from sekisho.authentication import models
from sekisho.authentication.types.principals import Principal
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now


def consent(who: Principal, **fields: Any) -> models.Consent:
    at = now()
    return models.Consent.objects.create(
        **{
            "id": f"cn_{who.ref[-8:]}", "principal_id": who.ref, "account": who.account, "client_id": "household",
            "scopes": ["openid", "accounts:read"], "text": "read", "language": "en", "version": "consent@1", "acr": 3,
            "auth_time": at, "session": "se_1", "given": at, "expires": at + DAY, **fields,
        }
    )  # fmt: skip


def token_of(given: models.Consent) -> models.Grant:
    """A grant that rests on the consent, and a token taken from it."""
    at = now()
    grant = models.Grant.objects.create(
        id=f"gr{given.pk[2:]}", kind="login", client_id=given.client_id, principal=given.principal,
        account=given.account, session="se_1", consent=given, scopes=given.scopes, acr=3, auth_time=at, created=at,
        expires=at + DAY, state="active",
    )  # fmt: skip
    models.AccessToken.objects.create(
        jti=f"at{given.pk[2:]}", client_id=given.client_id, grant=grant, scopes=given.scopes, issued=at,
        expires=at + 1_000,
    )  # fmt: skip
    return grant


def test_a_customer_sees_in_plain_words_what_a_service_may_read(database: str) -> None:
    browser, who = client(language="en"), somebody()
    signed_in(browser, who)
    consent(who)

    page = browser.get("/consents").content.decode()

    assert "household" in page
    assert "See balances and past trades (reading only)" in page
    assert "Not lately" in page


def test_one_press_ends_it_with_all_that_came_from_it(database: str) -> None:
    browser, who = client(language="en"), somebody()
    signed_in(browser, who)
    given = consent(who)
    grant = token_of(given)
    assert "Not lately" not in browser.get("/consents").content.decode()

    first = browser.post("/consents", {"consent": given.pk})
    again = browser.post("/consents", {"consent": given.pk})

    assert "Disconnected" in first.content.decode()
    assert "It had ended already." in again.content.decode()
    grant.refresh_from_db()
    assert (grant.state, grant.ended_reason) == ("ended", "consent")


def test_nobody_ends_what_somebody_else_allowed(database: str) -> None:
    browser, other = client(), somebody()
    signed_in(browser)
    given = consent(other)

    browser.post("/consents", {"consent": given.pk})

    given.refresh_from_db()
    assert given.ended is None
    assert "household" not in browser.get("/consents").content.decode()
