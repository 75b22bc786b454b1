from tests.builders.web import client, opened, signed_in, somebody

from sekisho.authentication.queries.sessions import session_of, sessions_of
from sekisho.authentication.types.sessions import EndReason, SessionState
from sekisho.web.operations.clock import now


def test_a_customer_sees_and_ends_his_sessions_and_not_the_one_he_uses(database: str) -> None:
    """C-22."""
    browser, who = client(language="en"), somebody()
    here = signed_in(browser, who)
    other, _ = opened(who, user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")

    page = browser.get("/sessions").content.decode()
    assert "Firefox on Linux" in page
    assert f'value="{other.ref}"' in page
    assert f'value="{here.ref}"' not in page

    answer = browser.post("/sessions", {"session": other.ref})
    assert "Logged out." in answer.content.decode()
    assert session_of(session=other.ref).ended_reason is EndReason.REVOKED
    assert browser.get("/sessions").status_code == 200


def test_all_others_end_at_once(database: str) -> None:
    browser, who = client(), somebody()
    here = signed_in(browser, who)
    for _ in range(3):
        opened(who)

    browser.post("/sessions", {"session": "others"})

    assert [each.ref for each in sessions_of(principal=who.ref, at=now())] == [here.ref]


def test_nobody_ends_the_session_of_somebody_else_or_his_own_by_this_way(database: str) -> None:
    browser = client()
    here = signed_in(browser)
    foreign, _ = opened(somebody())

    for ref in (foreign.ref, here.ref, "nonsense", ""):
        browser.post("/sessions", {"session": ref})

    assert session_of(session=foreign.ref).state is SessionState.ACTIVE
    assert session_of(session=here.ref).state is SessionState.ACTIVE
