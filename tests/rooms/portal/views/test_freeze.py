from tests.builders.delegating import delegated
from tests.builders.web import client, opened, signed_in, somebody

from sekisho.authentication.queries.freezes import freezes_of, in_force
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.freezes import KILL_SWITCH, FreezeSource
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.web.operations.clock import now
from sekisho.web.types.calls import SESSION_COOKIE


def test_one_press_stops_everything_on_every_device(database: str) -> None:
    """C-20: with the weakest session too, since stopping is always safe."""
    browser, who = client(), somebody()
    signed_in(browser, who, acr=Acr.PASSWORD)
    opened(who)

    answer = browser.post("/freeze")

    assert answer.status_code == 200
    assert "停止しています" in answer.content.decode()
    assert answer.cookies[SESSION_COOKIE].value == ""
    assert in_force(account=who.account, at=now()) == KILL_SWITCH
    assert sessions_of(principal=who.ref, at=now()) == ()
    assert browser.get("/sessions").status_code == 302


def test_a_delegate_can_stop_the_account_he_acts_for(database: str) -> None:
    browser, owner, agent = client(), somebody(), somebody(PrincipalKind.AGENT)
    delegated(agent.ref, owner.account, at=now())
    signed_in(browser, agent, acting=owner.account)

    browser.post("/freeze")

    assert [each.source for each in freezes_of(account=owner.account)] == [FreezeSource.AGENT]


def test_strangers_are_shown_the_ways_and_stop_nothing(database: str) -> None:
    who = somebody()

    page = client().post("/freeze").content.decode()

    assert 'href="/not-me"' in page
    assert "data-webauthn" in page
    assert freezes_of(account=who.account) == ()
