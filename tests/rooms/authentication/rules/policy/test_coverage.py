"""No way in lacks what is required, on no date (E-03, E-04)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.policies import AT, WHY, F, Op, a_policy, a_rule, a_sunset, document, paths_text

from sekisho.authentication.rules.policy.coverage import cell, leaving, matrix, turning_points, uncovered
from sekisho.authentication.rules.policy.paths import load_paths
from sekisho.authentication.rules.policy.reading import read_policy
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.paths import Coverage, Path
from sekisho.authentication.types.policy import Mode
from sekisho.kernel.moments import DAY, from_rfc3339

SHIPPED = read_policy(document()).policy
PATHS = load_paths(paths_text(), source="paths.toml").paths
START = from_rfc3339("2026-12-01T00:00:00+09:00")


def a_path(*methods: F, **changes: Any) -> Path:
    usual: dict[str, Any] = {"code": "x", "channel": "web", "label": WHY, "methods": frozenset(methods)}
    usual["operations"] = frozenset({Op.LOGIN, Op.WITHDRAW})
    return Path(**{**usual, **changes})


@pytest.mark.parametrize("at", turning_points(SHIPPED, PATHS, at=START))
def test_the_shipped_ways_in_can_do_what_the_shipped_policy_requires_on_every_date(at: int) -> None:
    assert uncovered(SHIPPED, PATHS, at=at) == ()


@pytest.mark.parametrize(
    ("path", "rule", "coverage"),
    [
        (a_path(F.PASSKEY_SYNCED), a_rule(), Coverage.FULL),
        (a_path(F.TOTP), a_rule(), Coverage.MISSING),
        (a_path(), a_rule(), Coverage.MISSING),
        (a_path(F.JPKI_USER), a_rule(), Coverage.MISSING),
        (a_path(F.PUSH_NUMBER), a_rule(interim=frozenset({F.PUSH_NUMBER})), Coverage.INTERIM),
        (a_path(F.PUSH_NUMBER), a_rule(interim=frozenset({F.PUSH_NUMBER}), interim_until=AT), Coverage.MISSING),
        (a_path(F.PASSKEY_SYNCED), a_rule(acr=Acr.PHRH, condition={"amount_at_least": 10}), Coverage.LIMITED),
        (a_path(F.PASSKEY_BOUND), a_rule(profile="strict"), Coverage.FULL),
        (a_path(F.PASSKEY_SYNCED, closed=True), a_rule(), Coverage.CLOSED),
        (a_path(F.TOTP, until=AT), a_rule(), Coverage.CLOSED),
        (a_path(F.TOTP, until=AT + 1), a_rule(), Coverage.MISSING),
        (a_path(F.APP_KEY, channel="app"), a_rule(acr=Acr.PHRH, channels=frozenset({"app"})), Coverage.MISSING),
    ],
)  # fmt: skip
def test_a_path_serves_an_operation_or_not(path: Path, rule: Any, coverage: Coverage) -> None:
    assert cell(a_policy(rule), path, Op.WITHDRAW, at=AT).coverage is coverage


def test_what_needs_no_proof_is_free() -> None:
    assert cell(a_policy(), a_path(), Op.ORDER_CANCEL, at=AT).coverage is Coverage.FREE


def test_a_trial_is_looked_at_as_if_it_were_none() -> None:
    assert cell(a_policy(a_rule(), observing=True), a_path(F.TOTP), Op.WITHDRAW, at=AT).coverage is Coverage.MISSING


def test_the_methods_that_are_enough_are_named() -> None:
    found = cell(a_policy(a_rule()), a_path(F.PASSKEY_SYNCED, F.JPKI_USER, F.SECURITY_KEY, F.TOTP), Op.WITHDRAW, at=AT)

    assert found.methods == (F.PASSKEY_SYNCED, F.SECURITY_KEY)


def test_what_is_missing_is_told_at_its_place_with_the_date() -> None:
    """A side door that was forgotten: the old app can log in by code only."""
    paths = (a_path(F.PASSKEY_SYNCED), a_path(F.TOTP, code="old", operations=frozenset({Op.LOGIN})))

    (found,) = uncovered(a_policy(a_rule(Op.LOGIN)), paths, at=AT)

    assert (found.key, found.code) == ("path.1.methods", "path:method:missing")
    assert "1 July 2027" in found.text.en
    assert "Login" in found.text.en


@given(st.frozensets(st.sampled_from(F)), st.frozensets(st.sampled_from(F)))
def test_a_method_more_never_makes_a_path_worse(some: frozenset[F], more: frozenset[F]) -> None:
    policy = a_policy(a_rule(), a_rule(Op.LOGIN, interim=frozenset({F.TOTP})))
    for operation in (Op.LOGIN, Op.WITHDRAW):
        before = cell(policy, a_path(*some), operation, at=AT).coverage
        after = cell(policy, a_path(*some, *more), operation, at=AT).coverage
        assert before is Coverage.MISSING or after is not Coverage.MISSING


def test_the_matrix_has_a_field_for_everything_that_can_be_done_somewhere() -> None:
    cells = matrix(SHIPPED, PATHS, at=START)

    assert len(cells) == sum(len(path.operations) for path in PATHS)
    assert {cell.coverage for cell in cells} == {Coverage.FULL, Coverage.FREE, Coverage.INTERIM}


def test_every_later_date_on_which_something_changes_is_looked_at() -> None:
    rule = a_rule(Op.LOGIN, enforce_from=AT + 3 * DAY, interim=frozenset({F.TOTP}), interim_until=AT + 5 * DAY)
    policy = a_policy(rule, sunsets=(a_sunset(stop_enrol=AT + DAY, stop_use=AT + 2 * DAY),))
    path = a_path(F.TOTP, until=AT + 4 * DAY)

    assert turning_points(policy, (path, a_path()), at=AT) == tuple(AT + day * DAY for day in range(6))


def test_old_clients_that_will_be_left_behind_are_listed_with_their_date() -> None:
    """E-04."""
    policy = a_policy(a_rule(Op.LOGIN, enforce_from=AT + DAY))
    old, never = a_path(F.TOTP, legacy=True, until=AT + 9 * DAY), a_path(F.TOTP, code="never", legacy=True)
    fine, gone = a_path(F.PASSKEY_SYNCED, legacy=True), a_path(F.TOTP, legacy=True, until=AT)

    ways = [replace(each, operations=frozenset({Op.LOGIN})) for each in (never, fine, gone, old, a_path(F.TOTP))]
    found = leaving(policy, ways, at=AT)

    assert [path.code for path in found] == ["x", "never"]
    assert found[0].until == AT + 9 * DAY


def test_a_suggestion_does_not_close_a_path() -> None:
    policy = a_policy(a_rule(Op.ORDER_PLACE, mode=Mode.NUDGE))

    assert cell(policy, a_path(F.TOTP), Op.ORDER_PLACE, at=AT).coverage is Coverage.FREE
