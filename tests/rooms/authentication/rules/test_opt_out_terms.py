import tomllib
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st
from tests.builders.opt_outs import LATER, LOGIN, OFFERED, TOTP, WITHDRAW, policy, rule

from sekisho.authentication.rules.opt_out_terms import forbidden, terms_by, together
from sekisho.authentication.rules.policy.loading import plain
from sekisho.authentication.rules.policy.reading import read_policy
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy import Mode, OptOutTerms, Policy, Segment
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text

OVERSEAS = Segment(code="overseas", label=Text("海外", "Abroad"), where={"fact": "residence", "is": "US"})


def _terms(found: Policy, *, at: int = LATER, **facts: object) -> OptOutTerms | None:
    return terms_by(found, operations=[LOGIN], facts=facts, at=at)[LOGIN]


def _forbidden(found: Policy, *operations: OperationCode, at: int = LATER, **facts: object) -> set[OperationCode]:
    return set(forbidden(found, operations=operations or (LOGIN,), facts=facts, at=at))


def test_a_policy_offers_its_terms_from_its_day_on() -> None:
    assert _terms(policy(rule())) == OFFERED
    assert _terms(policy(rule()), at=rule().enforce_from - 1) is None


def test_where_nothing_is_asked_there_is_nothing_to_decline_and_nothing_forbidden() -> None:
    quiet = policy(rule(mode=Mode.OBSERVE, opt_out=None))

    assert _terms(quiet) is None
    assert _forbidden(quiet) == set()


def test_one_rule_without_terms_forbids_it_whatever_the_others_say() -> None:
    strict = policy(rule(), rule(id="strict", opt_out=None))

    assert _terms(strict) is None
    assert _forbidden(strict) == {LOGIN}


def test_a_rule_for_others_or_for_a_case_does_not_forbid_it() -> None:
    cases = rule(id="high", opt_out=None, condition={"score_at_least": 0.9})
    abroad = rule(id="abroad", opt_out=None, segment="overseas", unknown_matches=False)
    found = policy(rule(), cases, abroad, segments=(OVERSEAS,))

    assert _terms(found) == _terms(found, residence="JP") == OFFERED
    assert _forbidden(found, residence="US") == {LOGIN}


def test_the_floor_forbids_what_no_policy_can_allow() -> None:
    """The statutory operations cannot be declined (C-13, authentication.md 5.4)."""
    assert _forbidden(policy(rule(), rule(id="w", operation=WITHDRAW)), LOGIN, WITHDRAW) == {WITHDRAW}


def test_together_the_strictest_counts() -> None:
    other = OptOutTerms(alternatives=frozenset({TOTP}), controls=frozenset({"call_back"}), valid_days=30)
    found = together([OFFERED, other])

    assert found is not None
    assert (found.alternatives, found.controls, found.valid_days) == (
        {TOTP}, {"lower_limits", "call_back"}, 30,
    )  # fmt: skip
    assert together([]) is None


@given(st.sets(st.sampled_from(list(FactorCode)), max_size=4), st.sampled_from(list(Mode)))
def test_no_rule_that_is_added_opens_what_the_floor_closes(factors: set[FactorCode], mode: Mode) -> None:
    terms = OptOutTerms(alternatives=frozenset(factors))
    closed = [code for code, line in OPERATIONS.items() if not line.opt_out]
    found = policy(*[rule(id=code, operation=code, opt_out=terms, mode=mode) for code in closed])

    assert not any(terms_by(found, operations=closed, facts={}, at=LATER).values())
    assert _forbidden(found, *closed) == set(closed)


def test_the_shipped_policy_lets_people_decline_logins_and_never_withdrawals() -> None:
    """authentication.md 5.8."""
    text = files("sekisho.authentication").joinpath("data/policy.toml").read_text(encoding="utf-8")
    reading = read_policy(plain(tomllib.loads(text)), version=1)
    found = terms_by(reading.policy, operations=[LOGIN, WITHDRAW], facts={}, at=LATER + 3_650 * DAY)

    assert found[LOGIN] is not None
    assert found[LOGIN].valid_days == 180
    assert found[WITHDRAW] is None
