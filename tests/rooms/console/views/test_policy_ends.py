"""The end of a factor is moved by a proposal, two signatures and a publication (C-14)."""

import pytest
from tests.builders.console import Desk, desk
from tests.builders.officers import AUTHOR, ONE, REASONS, TWO, in_days, officers, page, place_of, signed

from sekisho.authentication.queries.policies import effective
from sekisho.authentication.queries.policy_desk import sunset_record, sunset_records
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy_versions import PolicyState
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now

FORM = {"factor": "totp", "stop_enrol": in_days(20), "stop_use": in_days(80), **REASONS}


def proposed(**changes: str) -> str:
    return place_of(desk(AUTHOR).post("/staff/policy/ends/new", {**FORM, **changes}))


def ends(factor: FactorCode) -> list[int]:
    return [each.stop_use for each in effective(now() + DAY).sunsets if each.factor is factor]


def test_two_sign_and_it_is_published(fresh_database: str) -> None:
    officers()
    name = proposed()
    one, two = Desk(ONE), Desk(TWO)
    assert Desk(AUTHOR).asks("sunset", name).status_code == 409

    signed("sunset", name, one, two)
    assert "/publish" in page(f"/staff/policy/ends/{name}", TWO)
    two.browser.post(f"/staff/policy/ends/{name}/publish")

    assert sunset_record(identifier=name).state is PolicyState.PUBLISHED
    assert ends(FactorCode.TOTP) == [sunset_record(identifier=name).sunset.stop_use]
    assert "evidence" in page(f"/staff/policy/ends/{name}")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stop_use": "never"}, "as the fields show them"),
        ({"stop_use": in_days(10)}, "The policy has mistakes"),
        ({"stop_use": in_days(-1), "stop_enrol": in_days(-2)}, ""),
        ({"reason_ja": ""}, "Please give the reason"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept_in_the_form(database: str, changes: dict[str, str], words: str) -> None:
    officers()

    answer = desk(AUTHOR, language="en").post("/staff/policy/ends/new", {**FORM, **changes})

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert "to try it" in answer.content.decode()
    assert sunset_records() == ()


def test_a_draft_can_be_taken_back(database: str) -> None:
    officers()
    name = proposed()

    desk(AUTHOR).post(f"/staff/policy/ends/{name}/withdraw", {"why": "too early"})

    assert sunset_record(identifier=name).state is PolicyState.WITHDRAWN
    assert desk(TWO).post(f"/staff/policy/ends/{name}/publish").status_code == 409
    assert desk(TWO).get("/staff/policy/ends/none").status_code == 404
