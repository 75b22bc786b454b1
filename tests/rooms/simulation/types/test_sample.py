"""What the evaluation reads."""

from tests.builders.evaluation import sample

from sekisho.activity.types.events import DECIDED
from sekisho.simulation.types.sample import KINDS, LOGIN, LOGIN_FAILED


def test_kinds_are_the_decided_event_types_with_failed_logins_apart() -> None:
    assert tuple(kind for place, kind in enumerate(KINDS) if place != LOGIN_FAILED) == DECIDED
    assert KINDS[LOGIN] == "login"


def test_beneficiaries_are_told_by_campaign() -> None:
    assert list(sample(beneficiaries={"Z": "case-a", "Y": "other"}).beneficiaries_of("case-a")) == ["Z"]
