import json

import pytest
from tests.builders.signing_in import AT, customer, kinds, opened, visit

from sekisho.authentication.operations.session_watch import watch
from sekisho.authentication.operations.sessions import SessionOverError, end_session
from sekisho.authentication.queries.sessions import session_of
from sekisho.authentication.types.sessions import EndReason
from sekisho.journal.queries.reading import about


def test_a_session_that_stays_where_it_is_writes_nothing(database: str) -> None:
    session = opened(customer())

    assert watch(session=session, visit=visit(), at=AT + 5) is session
    assert kinds() == ["authentication:session:opened"]


def test_a_session_without_its_device_is_ended(database: str) -> None:
    """E-07: a stolen token alone opens nothing."""
    session = opened(customer(), visit=visit(device="dv_1"))

    with pytest.raises(SessionOverError):
        watch(session=session, visit=visit(device=""), at=AT + 5)

    assert session_of(session=session.ref).ended_reason is EndReason.OTHER_DEVICE


def test_another_network_or_program_is_news_for_whoever_judges_risk(database: str) -> None:
    """E-18: where a stolen session cannot be stopped it is noticed."""
    session = opened(customer())

    moved = watch(session=session, visit=visit(ip="198.51.100.1", user_agent="curl/8"), at=AT + 5)
    again = watch(session=moved, visit=visit(ip="198.51.100.2", user_agent="curl/8"), at=AT + 6)

    assert (moved.ip, moved.user_agent) == ("198.51.100.1", "curl/8")
    assert again is moved
    payload = json.loads(about("a-1")[-1].payload)
    assert (payload["network_changed"], payload["program_changed"]) == (True, True)
    assert kinds() == ["authentication:session:opened", "authentication:session:moved"]


def test_two_requests_side_by_side_tell_of_one_move(database: str) -> None:
    session = opened(customer())

    for _ in range(2):
        watch(session=session, visit=visit(ip="198.51.100.1"), at=AT + 5)

    assert kinds().count("authentication:session:moved") == 1


def test_a_session_that_ended_meanwhile_is_over(database: str) -> None:
    session = opened(customer())
    end_session(session=session.ref, reason=EndReason.LOGOUT, by=session.principal, at=AT + 1)

    with pytest.raises(SessionOverError):
        watch(session=session, visit=visit(), at=AT + 120_000)
