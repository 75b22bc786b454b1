from hypothesis import given
from hypothesis import strategies as st
from tests.builders.policies import AT, WHY, F, Op, a_policy, a_sunset

from sekisho.authentication.rules.policy.layering import Change, layered
from sekisho.authentication.types.policy import Override
from sekisho.kernel.moments import DAY

BASE = a_policy(sunsets=(a_sunset(stop_use=AT),))


def test_a_later_statement_about_the_same_factor_counts() -> None:
    change = Change(published=AT - 10, sunset=a_sunset(stop_use=AT + DAY))

    assert [each.stop_use for each in layered(BASE, published=0, changes=[change], overrides=()).sunsets] == [AT + DAY]
    assert [each.stop_use for each in layered(BASE, published=AT, changes=[change], overrides=()).sunsets] == [AT]


def test_statements_about_other_operations_stand_side_by_side() -> None:
    change = Change(published=AT, sunset=a_sunset(stop_use=AT + DAY, operations=frozenset({Op.LOGIN})))
    other = Change(published=AT, sunset=a_sunset(F.TOTP))

    assert len(layered(BASE, published=0, changes=[change, other], overrides=()).sunsets) == 3


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6))
def test_the_order_in_which_changes_are_read_does_not_matter(days: list[int]) -> None:
    changes = [Change(published=place, sunset=a_sunset(stop_use=AT + day * DAY)) for place, day in enumerate(days, 1)]

    one, other = (layered(BASE, published=0, changes=each, overrides=()) for each in (changes, changes[::-1]))

    assert one.sunsets == other.sunsets == (changes[-1].sunset,)


def test_emergencies_are_laid_over_it() -> None:
    emergency = Override(id="ov", rules=frozenset({"x"}), starts=0, ends=1, reason=WHY)

    assert layered(BASE, published=0, changes=(), overrides=[emergency]).overrides == (emergency,)
