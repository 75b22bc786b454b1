"""Modes, dates, grace, counted skips, exemptions and emergencies."""

from typing import Any

import pytest
from tests.builders.policies import AT, WHY, Op, a_policy, a_question, a_rule

from sekisho.authentication.rules.policy.enforcing import Weight, weigh
from sekisho.authentication.rules.policy.matching import index_of, matching
from sekisho.authentication.types.policy import EnrolmentView, Mode, Override, Policy, Reason
from sekisho.kernel.moments import DAY, HOUR

BEGUN = AT - 30 * DAY


def weighed(*rules: Any, strong: bool = False, overrides: tuple[Override, ...] = (), **enrolment: Any) -> Weight:
    policy: Policy = a_policy(*rules, overrides=overrides)
    question = a_question(Op.LOGIN, enrolment=EnrolmentView(**enrolment))
    return weigh(policy, matching(index_of(policy), question), question, strong=strong)


def rule(mode: Mode = Mode.ENFORCE_ALL, **changes: Any) -> Any:
    return a_rule(Op.LOGIN, mode=mode, **changes)


@pytest.mark.parametrize(
    ("mode", "enrolment", "binds"),
    [
        (Mode.ENFORCE_ALL, {}, True),
        (Mode.ENFORCE_NEW, {"created": BEGUN}, True),
        (Mode.ENFORCE_NEW, {"created": BEGUN - 1}, False),
        (Mode.ENFORCE_NEW, {"created": 0, "enrolled_at": BEGUN}, True),
        (Mode.ENFORCE_NEW, {"created": 0, "enrolled_at": BEGUN - 1}, False),
        (Mode.NUDGE, {}, False),
        (Mode.OBSERVE, {}, False),
    ],
)
def test_a_mode_binds_whom_it_says(mode: Mode, enrolment: dict[str, int], *, binds: bool) -> None:
    assert bool(weighed(rule(mode), **enrolment).binding) is binds


def test_before_its_date_a_rule_only_watches() -> None:
    found = weighed(rule(enforce_from=AT + 1))

    assert (len(found.binding), len(found.observed), found.nudge) == (0, 1, None)


def test_what_asks_without_binding_is_a_nudge() -> None:
    assert weighed(rule(Mode.NUDGE)).nudge is not None
    assert weighed(rule(Mode.NUDGE), strong=True).nudge is None
    assert weighed(rule(Mode.NUDGE), strong=True).binding


@pytest.mark.parametrize(
    ("changes", "enrolment", "due"),
    [
        ({"grace_days": 40}, {}, BEGUN + 40 * DAY),
        ({"grace_days": 40}, {"created": AT - 5 * DAY}, AT + 35 * DAY),
        ({"grace_days": 40}, {"asked_at": AT - DAY}, AT + 39 * DAY),
        ({}, {"exempt_until": AT + DAY}, AT + DAY),
    ],
)
def test_grace_runs_from_when_the_rule_came_to_concern_him(
    changes: dict[str, int], enrolment: dict[str, int], due: int
) -> None:
    found = weighed(rule(**changes), **enrolment)

    assert (found.binding, found.until) == ((), due)
    assert found.cause is (Reason.EXEMPT if "exempt_until" in enrolment else Reason.GRACE)


def test_grace_ends() -> None:
    assert weighed(rule(grace_days=30)).binding
    assert not weighed(rule(grace_days=31)).binding


def test_without_grace_it_does_not_matter_when_somebody_was_asked() -> None:
    assert weighed(rule(), rule(Mode.NUDGE, id="other"), asked_at=AT + DAY).binding


@pytest.mark.parametrize(("used", "left", "bound"), [(0, 3, False), (2, 1, False), (3, None, True), (9, None, True)])
def test_skips_are_counted(used: int, left: int | None, *, bound: bool) -> None:
    found = weighed(rule(Mode.NUDGE, max_skips=3), skips_used=used)

    assert bool(found.binding) is bound
    assert (found.nudge.skips_left if found.nudge else None) == left


def test_who_cannot_be_asked_yet_is_bound_by_no_counted_skips() -> None:
    """E-05."""
    assert not weighed(rule(max_skips=0), exempt_until=AT + 1).binding
    assert weighed(rule(max_skips=0), exempt_until=AT).binding
    assert weighed(rule(max_skips=0), exempt_until=AT + 1, strong=True).binding


def emergency(**changes: Any) -> Override:
    usual = {"id": "ov", "rules": frozenset({"login"}), "starts": AT - HOUR, "ends": AT + HOUR, "reason": WHY}
    return Override(**{**usual, **changes})


def test_an_emergency_lifts_the_rules_it_names_and_no_others() -> None:
    found = weighed(rule(), rule(id="other"), rule(id="later", grace_days=90), overrides=(emergency(),))

    assert [each.id for each in found.lifted] == ["login"]
    assert [each.id for each in found.binding] == ["other"]
    assert (found.cause, found.until) == (Reason.OVERRIDE, AT + HOUR)


@pytest.mark.parametrize(
    "changes",
    [
        {"rules": frozenset({"other"})},
        {"operations": frozenset({Op.WITHDRAW})},
        {"channels": frozenset({"app"})},
        {"starts": AT + 1},
        {"ends": AT},
    ],
)
def test_an_emergency_outside_its_scope_does_nothing(changes: dict[str, Any]) -> None:
    assert weighed(rule(), overrides=(emergency(**changes),)).binding


def test_within_its_scope_an_emergency_counts_and_the_one_that_ends_first_wins() -> None:
    scoped = emergency(id="a", operations=frozenset({Op.LOGIN}), channels=frozenset({"web"}))
    found = weighed(rule(), overrides=(scoped, emergency(id="b", ends=AT + 1)))

    assert found.override is not None
    assert found.override.id == "b"
