"""What staff read when they make a policy."""

import pytest
from tests.builders.factors import totp_secret, with_totp
from tests.builders.policies import AT, drafted, people, policy_text, published
from tests.builders.signing_in import agent, customer

from sekisho.authentication.queries.policy_desk import (
    ASKED_OF_EACH,
    NoChangeError,
    changes_of,
    override_record,
    policy_of,
    read_policy_text,
    sample_questions,
    sunset_record,
    versions,
)


def test_every_version_is_listed_the_newest_first(database: str) -> None:
    people()
    published()
    drafted("po_2", at=AT + 10)

    assert [each.id for each in versions()] == ["po_2", "po_1"]
    assert policy_of(versions()[1]).version == 1


def test_a_text_is_read_with_its_mistakes_by_line() -> None:
    assert read_policy_text(policy_text()).faults == ()
    assert read_policy_text("title = 1\n").faults[0].line == 1


def test_the_shipped_text_differs_from_itself_in_nothing(database: str) -> None:
    people()

    assert changes_of(drafted(), at=AT) == ()


def test_a_sample_asks_about_customers_with_what_they_hold(database: str) -> None:
    for account in ("a-1", "a-2", "a-3"):
        customer(account)
    with_totp("customer:a-1", secret=totp_secret())
    agent()

    found = list(sample_questions(at=AT, customers=2))

    assert len(found) == 2 * len(ASKED_OF_EACH)
    assert len(list(sample_questions(at=AT))) == 3 * len(ASKED_OF_EACH)
    assert any(question.held for question in sample_questions(at=AT))


def test_a_change_that_is_not_there_is_told(database: str) -> None:
    for read in (sunset_record, override_record):
        with pytest.raises(NoChangeError):
            read(identifier="none")
