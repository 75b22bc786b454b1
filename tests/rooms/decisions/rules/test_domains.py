"""What is left of a fact's values."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.types.fact import Kind
from sekisho.decisions.rules.domains import Demand, Domain, narrow, start

NUMBERS = st.sampled_from((-1, 0, 0.5, 1, 2))
DEMANDS = st.builds(
    lambda op, value, other: Demand("hour", Kind.NUMBER, op, frozenset({value, other} if "in" in op else {value})),
    st.sampled_from(("=", "<>", "<", "<=", ">", ">=", "in", "not in")), NUMBERS, NUMBERS,
)  # fmt: skip


def _holds(value: float, demand: Demand) -> bool:
    (bound, *_) = demand.values
    return {
        "=": value == bound, "<>": value != bound, "in": value in demand.values, "not in": value not in demand.values,
        "<": value < float(bound), "<=": value <= float(bound), ">": value > float(bound), ">=": value >= float(bound),
    }[demand.op]  # fmt: skip


@given(st.lists(DEMANDS, max_size=4), st.sampled_from((-2, -1, -0.5, 0, 0.25, 0.5, 1, 1.5, 2, 3)))
def test_a_domain_that_a_value_fits_is_not_empty(demands: list[Demand], value: float) -> None:
    domain = Domain()
    for demand in demands:
        domain = narrow(domain, demand)

    assert not (domain.empty and all(_holds(value, demand) for demand in demands))


def test_a_fact_is_null_or_has_a_value_but_not_both() -> None:
    null, there = Demand("hour", Kind.NUMBER, "null"), Demand("hour", Kind.NUMBER, "present")

    assert not narrow(Domain(), null).empty
    assert not narrow(narrow(Domain(), null), null).empty
    assert narrow(narrow(Domain(), null), there).empty
    assert narrow(narrow(Domain(), there), null).empty


def test_flags_and_known_words_begin_with_what_they_can_be() -> None:
    assert start(Demand("thin", Kind.BOOLEAN, "present")).allowed == {True, False}
    assert start(Demand("side", Kind.TEXT, "present")).allowed == {"buy", "sell"}
    assert start(Demand("country", Kind.TEXT, "present")).allowed is None
