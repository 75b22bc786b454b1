"""A recovery begins with a proof and never with a name alone; strangers learn nothing and block nobody (C-09, C-11)."""

import pytest
from tests.builders.notices import kinds
from tests.builders.recovering import begun, case_of, with_codes
from tests.builders.web import client, somebody

from sekisho.authentication.queries.recoveries import recovery_queue
from sekisho.authentication.types.recovery import CaseState, Path, ProofKind, Trigger
from sekisho.portal.recovering import COOKIE


def test_the_ways_are_shown_the_quickest_first_and_none_asks_for_a_name(database: str) -> None:
    page = client(language="en").get("/recovery").content.decode()

    places = [page.index(each) for each in ("/login?next=/security", "/recovery/code", "At a branch")]
    assert places == sorted(places)
    assert "<input" not in page


def test_a_saved_code_opens_a_recovery_and_leads_to_its_page(fresh_database: str) -> None:
    who, codes = with_codes()

    browser, answer = begun(who, codes[0])

    case = case_of(who)
    assert (answer.status_code, answer["Location"]) == (302, "/recovery/status")
    assert (case.path, case.trigger, case.state) == (Path.SAVED_CODE, Trigger.STOLEN, CaseState.OPEN)
    assert [proof.kind for proof in case.proofs] == [ProofKind.SAVED_CODE]
    assert "authentication:recovery:opened" in kinds("a-1"), "all contacts hear of it by a reaction"
    assert b"Number of this recovery" in browser.get("/recovery/status").content


@pytest.mark.parametrize("name", ["known", "unknown", "without codes"])
def test_a_wrong_code_and_an_unknown_login_read_alike(fresh_database: str, name: str) -> None:
    who, _ = with_codes()
    login = {"known": who.login, "unknown": "nobody", "without codes": somebody(identifier_="a-2").login}[name]

    answer = client(language="en").post("/recovery/code", {"login": login, "code": "AAAA-BBBB-CCCC-DDDD"})

    assert answer.status_code == 401
    assert b"The login or the recovery code is wrong." in answer.content
    assert recovery_queue() == ()
    assert "authentication:recovery:opened" not in kinds()


def test_a_code_counts_once(fresh_database: str) -> None:
    who, codes = with_codes()
    begun(who, codes[0])

    _, again = begun(who, codes[0])

    assert again.status_code == 401


def test_a_second_recovery_does_not_take_the_place_of_the_first(fresh_database: str) -> None:
    who, codes = with_codes()
    begun(who, codes[0])
    first = case_of(who)

    _, answer = begun(who, codes[1])

    assert answer.status_code == 409
    assert b"freeze your account at once" in answer.content
    assert case_of(who).id == first.id


def test_whoever_guesses_is_stopped_and_nobody_hears_of_it(fresh_database: str) -> None:
    who, codes = with_codes()
    statuses = [begun(who, "AAAA-AAAA-AAAA-AAAA")[1].status_code for _ in range(12)]

    _, honest = begun(who, codes[0])

    assert statuses == [401] * 10 + [429] * 2
    assert honest.status_code == 429
    assert recovery_queue() == ()


def test_a_card_that_is_not_offered_says_where_to_go(database: str) -> None:
    answer = client(language="en").get("/recovery/with/jpki")

    assert answer.status_code == 404
    assert b"To the list of ways" in answer.content


def test_the_pass_is_kept_from_scripts_and_other_hosts(fresh_database: str) -> None:
    who, codes = with_codes()

    _, answer = begun(who, codes[0])

    kept = answer.cookies[COOKIE]
    assert (kept["httponly"], kept["secure"], kept["samesite"]) == (True, True, "Lax")
