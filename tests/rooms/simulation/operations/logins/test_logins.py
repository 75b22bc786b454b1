"""The whole comparison, small."""

import pytest

from sekisho.activity.types.facts import INDEX, FactRow
from sekisho.kernel.moments import DAY
from sekisho.simulation.operations.logins import compare
from sekisho.simulation.types.login_bench import ATTACKERS, LoginBench, LoginPlan, Pace

PLAN = LoginPlan(
    seed=4, accounts=250, replicates=20, history=3, chance=0.5,
    paces=(Pace("daily", DAY, 16), Pace("second", 2 * DAY, 4)),
)  # fmt: skip
NEW = INDEX["new_device"]


class NewDevices:
    """A model that trusts known devices."""

    name = "new-devices@1"

    def score(self, facts: FactRow) -> float:
        """1 on a new device."""
        return 1.0 if facts[NEW] else 0.0


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int]]:
    """What was said of the progress."""
    return []


@pytest.fixture(scope="module")
def result(told: list[tuple[int, int]]) -> LoginBench:
    return compare(plan=PLAN, scorer=NewDevices(), progress=lambda done, days: told.append((done, days)))


def test_every_method_meets_every_attacker(result: LoginBench) -> None:
    methods = [
        "freeman_notebook",
        "freeman_paper",
        "session_risk",
        "session_risk_no_cookie",
        "score",
        "score_no_cookie",
    ]

    daily = [(row.attacker, row.method) for row in result.rows if row.pace == "daily"]
    assert daily == [(attacker, method) for attacker in ATTACKERS for method in methods]


def test_all_methods_judge_the_same_logins(result: LoginBench) -> None:
    for attacker in ATTACKERS:
        rows = [row for row in result.rows if row.attacker == attacker and row.pace == "daily"]
        assert len({(row.attacks, row.honest) for row in rows}) == 1
        assert rows[0].attacks > 3
        assert rows[0].honest > 100


def test_without_the_cookie_a_model_of_cookies_knows_nothing(result: LoginBench) -> None:
    rows = {(row.attacker, row.method): row for row in result.rows if row.pace == "daily"}

    assert (rows["very_targeted", "score"].area.value or 0) > 0.9
    assert rows["very_targeted", "score_no_cookie"].area.value == pytest.approx(0.5, abs=0.01)


def test_the_notebook_variant_tells_a_naive_attacker_better_than_a_targeted_one(result: LoginBench) -> None:
    rows = {(row.attacker, row.method): row.area.value or 0 for row in result.rows if row.pace == "daily"}

    assert rows["naive", "freeman_notebook"] > rows["targeted", "freeman_notebook"]


def test_the_model_is_named_and_progress_is_told_over_all_paces(
    result: LoginBench, told: list[tuple[int, int]]
) -> None:
    assert result.model == "new-devices@1"
    assert {days for _, days in told} == {20}
    assert max(done for done, _ in told) == 19


def test_without_a_model_our_own_rule_of_thumb_still_runs() -> None:
    plan = LoginPlan(accounts=50, replicates=5, paces=(Pace("daily", DAY, 3),))

    bare = compare(plan=plan, scorer=None, progress=lambda done, days: None)  # noqa: ARG005 - told and not needed

    assert bare.model == "none"
    assert {row.method for row in bare.rows} >= {"session_risk", "freeman_paper"}
    assert not [row for row in bare.rows if row.method.startswith("score")]


def test_the_same_plan_gives_the_same_figures() -> None:
    plan = LoginPlan(accounts=60, replicates=5, history=0, chance=0.5, paces=(Pace("daily", DAY, 5),))
    first, second = (compare(plan=plan, scorer=None, progress=lambda done, days: None) for _ in range(2))  # noqa: ARG005 - as above

    assert first == second
