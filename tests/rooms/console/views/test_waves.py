"""A wave is planned by one, asks its customers by itself, and is enforced by two where nobody is left behind (E-05)."""

import pytest
from tests.builders.console import Desk, desk
from tests.builders.notices import registered
from tests.builders.officers import AUTHOR, ONE, in_days, officers, page, place_of
from tests.builders.rollout import with_passkey
from tests.builders.signing_in import customer

from sekisho.authentication import models
from sekisho.authentication.queries.enrolments import enrolment_of
from sekisho.authentication.queries.waves import members_of, standing_of, standings
from sekisho.authentication.types.enrolment import EnrolmentState
from sekisho.authentication.types.rollout import WaveState
from sekisho.kernel.moments import DAY
from sekisho.project.reactions.chores import continue_waves
from sekisho.web.operations.clock import now

FORM = {
    "title_ja": "春の登録", "title_en": "Spring", "campaign": "spring", "low": "0", "high": "100", "fact": "", "is": "",
    "begins": in_days(0), "enforce_at": in_days(60),
}  # fmt: skip


def planned(**changes: str) -> str:
    return place_of(desk(AUTHOR).post("/staff/waves/new", {**FORM, **changes}))


def due(name: str) -> None:
    """Its date of enforcement has come."""
    models.Wave.objects.filter(pk=name).update(begins=now() - 60 * DAY, enforce_at=now() - 1_000)


def test_a_plan_is_kept_as_it_was_typed(database: str) -> None:
    officers()

    name = planned(low="2.5", high="50", fact="person", **{"is": "corporate"})

    plan = standing_of(wave=name).wave
    assert (plan.low, plan.high, plan.campaign) == (250, 5_000, "spring")
    assert plan.where == {"fact": "person", "is": "corporate"}
    assert [plan.enforce_at - plan.begins - each for each in plan.reminders] == [30 * DAY, 14 * DAY, 7 * DAY, DAY]
    shown = page(f"/staff/waves/{name}")
    assert "2.5–50 % · person = corporate" in shown
    assert "Spring" in page("/staff/waves")


def test_a_condition_that_only_a_program_can_have_planned_is_shown_as_it_stands(database: str) -> None:
    officers()
    name = planned()
    models.Wave.objects.filter(pk=name).update(where={"not": {"fact": "residence", "is": "JP"}})

    shown = page(f"/staff/waves/{name}")

    assert "residence" in shown
    assert "residence" in page("/staff/waves")


@pytest.mark.parametrize(
    "change",
    [
        {"begins": "soon"}, {"low": "60", "high": "50"}, {"high": "all"}, {"enforce_at": in_days(-3)},
        {"low": "-5"},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_kept_in_the_form(database: str, change: dict[str, str]) -> None:
    officers()

    answer = desk(AUTHOR).post("/staff/waves/new", {**FORM, **change})

    assert answer.status_code == 400
    assert 'id="refused"' in answer.content.decode()
    assert "春の登録" in answer.content.decode()
    assert standings() == ()


def test_two_begin_the_enforcement_and_those_who_lack_something_are_left_alone(fresh_database: str) -> None:
    officers()
    name = planned()
    for account in ("a-1", "a-2"):
        customer(account, at=now() - 300 * DAY)
    with_passkey("customer:a-1", at=now())
    continue_waves(now())
    assert "/enforce" not in page(f"/staff/waves/{name}")
    due(name)

    shown = page(f"/staff/waves/{name}")
    assert "1: No contact reaches the customer" in shown
    assert "1: There is no method that works" in shown
    desk(AUTHOR).post(f"/staff/waves/{name}/enforce", {"exempt_until": in_days(90)})
    assert Desk(AUTHOR).asks("wave", name).status_code == 409
    Desk(ONE).decides("wave", name)

    assert standing_of(wave=name).state is WaveState.ENFORCED
    assert members_of(wave=name) == ("customer:a-1", "customer:a-2")
    assert enrolment_of(principal="customer:a-2").state is EnrolmentState.EXEMPT_PENDING


def test_it_stays_shut_where_somebody_would_be_left_behind(fresh_database: str) -> None:
    officers()
    name = planned()
    customer("a-1", at=now() - 300 * DAY)
    continue_waves(now())
    due(name)
    desk(AUTHOR).post(f"/staff/waves/{name}/enforce", {"exempt_until": ""})

    answer = Desk(ONE).decides("wave", name)

    assert answer.status_code == 409
    assert standing_of(wave=name).state is WaveState.BEGUN


def test_who_is_reached_and_has_a_device_is_ready(database: str) -> None:
    officers()
    name = planned()
    customer("a-1", at=now() - 300 * DAY, capable_device=True)
    registered(subject="a-1", at=now() - DAY)
    continue_waves(now())

    assert "Ready: 1" in page(f"/staff/waves/{name}")


def test_a_wave_is_stopped_and_asks_nobody_any_more(database: str) -> None:
    officers()
    name = planned()

    desk(AUTHOR).post(f"/staff/waves/{name}/stop", {"reason": "too many calls"})
    customer("a-1", at=now() - DAY)
    continue_waves(now())

    assert standing_of(wave=name).state is WaveState.STOPPED
    assert members_of(wave=name) == ()
    assert desk(AUTHOR).post(f"/staff/waves/{name}/enforce").status_code == 409
    assert desk(AUTHOR).post(f"/staff/waves/{name}/enforce", {"exempt_until": "soon"}).status_code == 409
    assert desk(AUTHOR).get("/staff/waves/none").status_code == 404
