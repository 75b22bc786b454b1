"""The formula as the paper prints it, worked out by hand on the same four logins as the notebook's variant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.freeman import ABROAD, HOME, NOWHERE, OFFICE, PC, PHONE, TABLET, attempt, taught

from sekisho.activity.rules.freeman_counts import ListedCounts
from sekisho.activity.rules.freeman_paper import FreemanPaper, likelihood
from sekisho.activity.types.attempts import Chain

EVERYBODY = ListedCounts([(HOME, 2), (OFFICE, 1), (ABROAD, 1)])
ACCOUNT = ListedCounts([(HOME, 2)])


def test_everybodys_side_is_as_worked_out_by_hand() -> None:
    # address:  M = 2 + 2 + 1 = 5:  2/4 · (1 − 5/9)                                  = 2/9
    # operator: M = 2 + 1 = 3: 3/4 · (1 − 3/7);  address in it: M = 3: 2/3 · (1 − 3/6) = 3/7 · 1/3
    # country:  M = 1: 3/4 · (1 − 1/5);          address in it: M = 3: 2/3 · (1 − 3/6) = 3/5 · 1/3
    expected = 0.6 * 2 / 9 + 0.3 * (3 / 7) * (1 / 3) + 0.1 * (3 / 5) * (1 / 3)

    assert likelihood(0, HOME, EVERYBODY) == pytest.approx(expected, rel=1e-12)


def test_the_accounts_side_is_as_worked_out_by_hand() -> None:
    # address: 1 · (1 − 3/5); operator: 1 · (1 − 2/4), in it 1 · (1 − 3/5); country: 1 · (1 − 1/3), in it 1 · (1 − 3/5)
    expected = 0.6 * (2 / 5) + 0.3 * (1 / 2) * (2 / 5) + 0.1 * (2 / 3) * (2 / 5)

    assert likelihood(0, HOME, ACCOUNT) == pytest.approx(expected, rel=1e-12)


def test_a_value_the_account_never_showed_takes_the_room_left_for_unseen_values() -> None:
    # address: 1/(2+3); operator: 1/(2+2), nothing known within it: 1; country: 1/(2+1), nothing known within it: 1
    expected = 0.6 / 5 + 0.3 / 4 + 0.1 / 3

    assert likelihood(0, NOWHERE, ACCOUNT) == pytest.approx(expected, rel=1e-12)


def test_the_score_is_the_product_of_the_ratios_and_of_the_accounts_share() -> None:
    model = taught(FreemanPaper())
    agents = ListedCounts([(PC, 2), (PHONE, 2)])
    address = likelihood(0, HOME, EVERYBODY) / likelihood(0, HOME, ACCOUNT)
    agent = likelihood(1, PC, agents) / likelihood(1, PC, ListedCounts([(PC, 2)]))

    assert model.score(attempt()) == pytest.approx(address * agent * (1 / 2) / (2 / 4), rel=1e-12)


def test_a_first_login_is_not_scored() -> None:
    assert taught(FreemanPaper()).score(attempt(account="C")) is None


def test_reputation_multiplies_each_feature() -> None:
    plain, known_bad = taught(FreemanPaper()), taught(FreemanPaper(lambda feature, _: (0.99, 0.5)[feature]))

    assert known_bad.score(attempt()) == pytest.approx(0.99 * 0.5 * plain.score(attempt()))


def test_values_new_to_everybody_score_lower_than_in_the_notebook() -> None:
    assert taught(FreemanPaper()).score(attempt(address=NOWHERE, agent=TABLET)) < 16


@st.composite
def hierarchies(draw: st.DrawFn) -> list[tuple[Chain, int]]:
    """Chains in which every value has one parent, with counts."""
    parents = draw(st.lists(st.integers(0, 2), min_size=4, max_size=4))
    finest = draw(st.lists(st.integers(0, 3), min_size=1, max_size=8))
    chains = {number: (number, f"operator {parent}", f"country {parent % 2}") for number, parent in enumerate(parents)}
    return [(chains[number], finest.count(number)) for number in sorted(set(finest))]


@given(hierarchies())
def test_the_probabilities_of_all_seen_values_sum_to_at_most_one(entries: list[tuple[Chain, int]]) -> None:
    counts = ListedCounts(entries)
    probabilities = [likelihood(0, chain, counts) for chain, _ in entries]

    assert all(probability > 0 for probability in probabilities)
    assert sum(probabilities) <= 1 + 1e-12
