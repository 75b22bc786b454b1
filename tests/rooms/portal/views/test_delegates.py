"""The holder sees and ends what others may do for him; a delegate chooses, and always sees, for whom he acts (C-23)."""

from typing import Any

from django.test import Client
from tests.builders.web import client, opened, signed_in, somebody

from sekisho.authentication import models
from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.queries.sessions import session_of
from sekisho.authentication.types.freezes import KILL_SWITCH, FreezeSource
from sekisho.authentication.types.principals import Principal, PrincipalKind, Visit
from sekisho.authentication.types.sessions import SessionState
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier


def delegation(holder: Principal, agent: Principal, **fields: Any) -> models.Delegation:
    at = now()
    return models.Delegation.objects.create(
        **{
            "id": identifier("dg"), "agent_id": agent.ref, "account": holder.account, "granted_by_id": holder.ref,
            "name": "関所 <b>花子</b>", "relation": "長女", "operations": ["order_place", "order_cancel"],
            "limit_yen": 500_000, "start": at - 1, "until": at + DAY, "operation": identifier("op"),
            "state": "active", **fields,
        }
    )  # fmt: skip


def people(*, language: str = "ja") -> tuple[Client, Principal, Principal]:
    return client(language=language), somebody(), somebody(PrincipalKind.AGENT)


def test_the_holder_sees_in_words_who_may_do_what(database: str) -> None:
    browser, holder, agent = people()
    signed_in(browser, holder)
    delegation(holder, agent)

    page = browser.get("/delegates").content.decode()

    assert "関所 &lt;b&gt;花子&lt;/b&gt;" in page
    assert "500,000円" in page
    assert "まだ使っていません" in page


def test_one_press_ends_it_and_logs_the_delegate_out(database: str) -> None:
    browser, holder, agent = people(language="en")
    signed_in(browser, holder)
    made = delegation(holder, agent)
    session, _ = opened(agent, acting=holder.account)
    assert "Not used yet" not in browser.get("/delegates").content.decode()

    assert "Taken back" in browser.post("/delegates", {"delegation": made.pk}).content.decode()
    assert "It had ended already." in browser.post("/delegates", {"delegation": made.pk}).content.decode()

    assert session_of(session=session.ref).state is SessionState.ENDED


def test_nobody_ends_what_is_not_his(database: str) -> None:
    browser, holder, agent = people()
    made = delegation(holder, agent)
    for stranger in (somebody(), somebody(PrincipalKind.AGENT)):
        signed_in(browser, stranger)
        browser.post("/delegates", {"delegation": made.pk})

    made.refresh_from_db()
    assert made.state == "active"


def test_a_delegate_chooses_once_and_sees_on_every_page_for_whom_he_acts(database: str) -> None:
    browser, holder, agent = people(language="en")
    session = signed_in(browser, agent)
    other = somebody()
    delegation(holder, agent)
    delegation(other, agent)
    assert "Choose the account to act on" in browser.get("/sessions").content.decode()
    before = {name: morsel.value for name, morsel in browser.cookies.items()}

    assert browser.post("/delegates/act", {"account": holder.account})["Location"] == "/"

    assert session_of(session=session.ref).acting == holder.account
    for path in ("/", "/sessions", "/delegates", "/history"):
        assert f"You are acting for account {holder.account}" in browser.get(path).content.decode()
    second = browser.post("/delegates/act", {"account": other.account})  # a second tab
    assert second.status_code == 409
    assert session_of(session=session.ref).acting == holder.account
    stale = client()
    for name, value in before.items():
        stale.cookies[name] = value
    assert stale.get("/sessions").status_code == 302  # the old token is worth nothing


def test_a_delegate_widens_nothing(database: str) -> None:
    browser, holder, agent = people()
    session = signed_in(browser, agent)
    delegation(holder, agent, start=now() - 2 * DAY, until=now() - DAY)

    for account in (holder.account, somebody().account, "", "x" * 200):
        assert browser.post("/delegates/act", {"account": account}).status_code == 409
    assert browser.post("/api-keys/new", {}).status_code == 403

    assert session_of(session=session.ref).acting == ""


def test_a_frozen_account_is_not_acted_on(database: str) -> None:
    browser, holder, agent = people()
    signed_in(browser, agent)
    delegation(holder, agent)
    place_freeze(
        freeze=identifier("fz"), account=holder.account, source=FreezeSource.CUSTOMER, by=holder.ref,
        reason="customer_request", visit=Visit(), at=now(), scopes=KILL_SWITCH,
    )  # fmt: skip

    assert browser.post("/delegates/act", {"account": holder.account}).status_code == 409


def test_a_delegate_who_gives_it_up_while_acting_is_logged_out(database: str) -> None:
    browser, holder, agent = people()
    made = delegation(holder, agent)
    session = signed_in(browser, agent, acting=holder.account)

    assert browser.post("/delegates", {"delegation": made.pk})["Location"] == "/login"

    assert session_of(session=session.ref).state is SessionState.ENDED
