"""The reference notebook's arithmetic, worked out by hand on four logins.

A logs in twice from home by PC, B once from the office and once from abroad by phone: N = 4 logins, 2 users, so the
account's share (1/2) / (2/4) is 1 for both and the score is the product of the two features' ratios.
"""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.freeman import HOME, NOWHERE, OFFICE, PC, PHONE, TABLET, attempt, taught

from sekisho.activity.rules.freeman import ADDRESS_WEIGHTS, AGENT_WEIGHTS, FreemanNotebook
from sekisho.activity.types.attempts import LoginAttempt

# Agent, everybody's side of the PC: M = 2 browsers + 2 systems + 2 device types + 1 = 7; p̃ = 2/4 · (1 − 7/11);
# w = a/(a+m) with a = 2 seen + 1 judged = 3 and m = 1 + 1 + 1 + 1 = 4; the coarse levels are shown by 2 of 4 logins.
PC_RATIO = AGENT_WEIGHTS[0] * (3 / 7) * (2 / 4) * (4 / 11) + sum(AGENT_WEIGHTS[1:]) * (2 / 4)

CHAINS = st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 1))
AGENTS = st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 2), st.integers(0, 1))
ATTEMPTS = st.builds(attempt, account=st.sampled_from("ABC"), address=CHAINS, agent=AGENTS)


def test_weights_of_each_feature_sum_to_one() -> None:
    assert sum(ADDRESS_WEIGHTS) == pytest.approx(1)
    assert sum(AGENT_WEIGHTS) == pytest.approx(1)


def test_a_first_login_is_not_scored() -> None:
    assert taught(FreemanNotebook()).score(attempt(account="C")) is None


def test_the_usual_place_and_agent_score_as_worked_out_by_hand() -> None:
    # Address: M = 2 operators + 2 countries + 1 = 5; p̃ = 2/4 · (1 − 5/9) = 2/9; w = 3/(3+3); account's side 1.
    address = 0.6 * (1 / 2) * (2 / 9) + 0.3 * (3 / 4) + 0.1 * (3 / 4)

    assert taught(FreemanNotebook()).score(attempt()) == pytest.approx(address * PC_RATIO, rel=1e-12)


def test_a_new_address_of_the_usual_operator_scores_as_worked_out_by_hand() -> None:
    # The office's address: p̃ = 1/4 · (1 − 5/9) = 1/9; w = 2/(2+3); A knows operator and country: .3 + .1.
    address = (0.6 * (2 / 5) * (1 / 9) + 0.4 * (3 / 4)) / 0.4

    assert taught(FreemanNotebook()).score(attempt(address=OFFICE)) == pytest.approx(address * PC_RATIO, rel=1e-12)


def test_a_feature_of_which_the_account_knows_nothing_has_the_factor_four() -> None:
    assert taught(FreemanNotebook()).score(attempt(address=NOWHERE)) == pytest.approx(4 * PC_RATIO, rel=1e-12)


def test_two_unknown_features_have_the_factor_sixteen() -> None:
    assert taught(FreemanNotebook()).score(attempt(address=NOWHERE, agent=TABLET)) == pytest.approx(16, rel=1e-12)


def test_an_account_that_logs_in_often_scores_lower_by_its_share_of_logins() -> None:
    model = taught(FreemanNotebook())
    model.learn(attempt(account="B", address=OFFICE, agent=PHONE))

    # p(u|A)/p(u|L) = (1/2) / (2/5) for A, (1/2) / (3/5) for B; both features unknown give 16.
    assert model.score(attempt(address=NOWHERE, agent=TABLET)) == pytest.approx(16 * 5 / 4)
    assert model.score(attempt(account="B", address=NOWHERE, agent=TABLET)) == pytest.approx(16 * 5 / 6)


def test_foresight_replaces_the_weight_of_the_finest_level() -> None:
    model = taught(FreemanNotebook(lambda feature, chain: (9, 3) if (feature, chain) == (0, HOME) else (3, 4)))
    address = 0.6 * (9 / 12) * (2 / 9) + 0.4 * (3 / 4)

    assert model.score(attempt()) == pytest.approx(address * PC_RATIO, rel=1e-12)


def test_an_address_seen_under_two_operators_counts_both_beside_it() -> None:
    model = FreemanNotebook()
    model.learn(attempt())
    model.learn(attempt(address=(HOME[0], 9605, "JP")))

    # M = 2 operators + 1 country + 1 = 4; p̃ = 1 · (1 − 4/6); w = 3/(3 + 1 + 2 + 1); operator 1 of 2, country 2 of 2.
    address = (0.6 * (3 / 7) * (1 / 3) + 0.3 / 2 + 0.1) / (0.6 + 0.3 / 2 + 0.1)
    # M = 4; p̃ = 1 · (1 − 4/6); w = 3/(3 + 4); the account's side is 1.
    agent = AGENT_WEIGHTS[0] * (3 / 7) * (1 / 3) + sum(AGENT_WEIGHTS[1:])

    assert model.score(attempt(agent=PC)) == pytest.approx(address * agent, rel=1e-12)


@given(st.lists(ATTEMPTS, min_size=1, max_size=12), ATTEMPTS, st.randoms(use_true_random=False))
def test_the_order_of_the_history_does_not_matter(
    history: list[LoginAttempt], judged: LoginAttempt, random: Random
) -> None:
    shuffled = random.sample(history, len(history))
    models = FreemanNotebook(), FreemanNotebook()
    for model, logins in zip(models, (history, shuffled), strict=True):
        for login in logins:
            model.learn(login)

    scores = [model.score(judged) for model in models]
    assert scores[0] == (scores[1] if scores[1] is None else pytest.approx(scores[1], rel=1e-9))


@given(st.lists(ATTEMPTS, min_size=1, max_size=12), st.sampled_from("ABC"))
def test_values_the_account_never_showed_give_the_factor_four_each(history: list[LoginAttempt], account: str) -> None:
    model = FreemanNotebook()
    for login in history:
        model.learn(login)
    judged = attempt(account=account, address=NOWHERE, agent=TABLET)
    own = sum(login.account == account for login in history)
    users = len({login.account for login in history})

    expected = 16 * (1 / users) / (own / len(history)) if own else None
    assert model.score(judged) == (pytest.approx(expected) if own else None)


def test_a_phone_is_riskier_than_a_pc_for_someone_who_uses_a_pc() -> None:
    model = taught(FreemanNotebook())

    assert model.score(attempt(agent=PHONE)) > model.score(attempt(agent=PC))
