"""An emergency takes two signatures, ends by itself, and somebody looks back (E-02)."""

import pytest
from tests.builders.console import Desk, desk
from tests.builders.officers import AUTHOR, ONE, REASONS, TWO, in_hours, officers, page, place_of, signed

from sekisho.authentication.queries.policies import effective
from sekisho.authentication.queries.policy_desk import override_record, override_records
from sekisho.authentication.types.policy_versions import PolicyState
from sekisho.kernel.moments import HOUR
from sekisho.web.operations.clock import now

FORM = {
    "rule": ["login-all"], "ends": in_hours(24), "control": ["call_back", "nonsense"], "public": "yes", **REASONS,
}  # fmt: skip


def asked(**changes: object) -> str:
    return place_of(desk(AUTHOR).post("/staff/policy/emergencies/new", {**FORM, **changes}))


def standing(at: int) -> list[str]:
    return [each.id for each in effective(at).overrides if each.active(at)]


def test_two_sign_and_the_rules_rest_until_the_hard_end(fresh_database: str) -> None:
    officers()
    name = asked()
    one, two = Desk(ONE), Desk(TWO)
    assert Desk(AUTHOR).asks("emergency", name).status_code == 409

    signed("emergency", name, one)
    assert standing(now() + 1_000) == []
    signed("emergency", name, two)

    assert standing(now() + 1_000) == [name]
    assert standing(now() + 25 * HOUR) == []
    assert "It stands now" in page(f"/staff/policy/emergencies/{name}")
    assert "login-all" in page("/staff/policy")


def test_anybody_who_may_ask_ends_it_early_and_another_looks_back(fresh_database: str) -> None:
    officers()
    name = asked()
    one, two = Desk(ONE), Desk(TWO)
    signed("emergency", name, one, two)
    early = two.browser.post(f"/staff/policy/emergencies/{name}/examine", {"result": "x"})

    two.browser.post(f"/staff/policy/emergencies/{name}/end")
    one.browser.post(f"/staff/policy/emergencies/{name}/examine", {"result": "Nobody was harmed."})

    found = override_record(identifier=name)
    assert early.status_code == 409
    assert standing(now() + 1_000) == []
    assert (found.state, found.result, found.examiner) == (
        PolicyState.EXAMINED, "Nobody was harmed.", f"staff:{ONE}",
    )  # fmt: skip
    assert "Nobody was harmed." in page(f"/staff/policy/emergencies/{name}")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends": in_hours(80)}, "at most 72 hours"),
        ({"ends": "tomorrow"}, "as the fields show them"),
        ({"starts": in_hours(-9), "ends": in_hours(-2)}, ""),
        ({"rule": []}, "does not have"),
        ({"control": []}, "what protects customers"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept_in_the_form(
    database: str, changes: dict[str, object], words: str
) -> None:
    officers()

    answer = desk(AUTHOR, language="en").post("/staff/policy/emergencies/new", {**FORM, **changes})

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert "to try it" in answer.content.decode()
    assert override_records() == ()


def test_a_draft_can_be_taken_back(database: str) -> None:
    officers()
    name = asked()

    desk(AUTHOR).post(f"/staff/policy/emergencies/{name}/withdraw", {"why": "over already"})

    assert override_record(identifier=name).state is PolicyState.WITHDRAWN
    assert desk(TWO).get("/staff/policy/emergencies/none").status_code == 404
