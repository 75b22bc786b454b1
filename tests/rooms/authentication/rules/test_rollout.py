from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.builders.rollout import ENFORCE, wave
from tests.builders.signing_in import AT

from sekisho.authentication.rules.rollout import belongs, gate, reminder_due, share_of, wave_faults
from sekisho.authentication.types.rollout import Lack, Readiness
from sekisho.kernel.moments import DAY

NAMES = st.text(min_size=1, max_size=12)
READINESS = st.builds(
    Readiness, principal=NAMES, reachable=st.booleans(), method=st.booleans(), alternative=st.booleans()
)


@given(name=NAMES, cuts=st.lists(st.integers(1, 9_999), max_size=4, unique=True))
def test_waves_share_all_customers_among_them_and_none_twice(name: str, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 10_000]
    waves = [wave(low=low, high=high) for low, high in pairwise(edges)]

    assert sum(belongs(each, principal=name, facts={}) for each in waves) == 1


def test_a_tenth_is_about_a_tenth() -> None:
    tenth = wave(high=1_000)
    inside = sum(belongs(tenth, principal=f"customer:a-{number}", facts={}) for number in range(5_000))

    assert 420 <= inside <= 580


def test_a_share_is_the_same_at_every_look_and_another_in_another_campaign() -> None:
    assert share_of("spring", "customer:a") == share_of("spring", "customer:a")
    assert share_of("spring", "customer:a") != share_of("autumn", "customer:a")


def test_whoever_is_not_known_to_belong_is_not_asked() -> None:
    corporate = wave(where={"fact": "person", "is": "corporate"})

    assert belongs(corporate, principal="customer:a", facts={"person": "corporate"})
    assert not belongs(corporate, principal="customer:a", facts={"person": "individual"})
    assert not belongs(corporate, principal="customer:a", facts={})


def test_a_condition_that_says_nothing_is_told() -> None:
    assert wave_faults(wave()) == ()
    assert wave_faults(wave(where={"fact": "person"}))


@given(day=st.integers(-5, 80), reminded=st.integers(0, 2))
def test_reminders_come_on_their_days_and_stop_at_the_date(day: int, reminded: int) -> None:
    at = AT + day * DAY
    due = reminder_due(wave(), reminded=reminded, at=at)
    passed = (day >= 30) + (day >= 50)

    assert due == (passed if passed > reminded and at < ENFORCE else None)


@given(readiness=st.lists(READINESS, max_size=8))
def test_the_gate_opens_only_where_everybody_has_a_contact_and_a_method_or_another_way(
    readiness: list[Readiness],
) -> None:
    """E-05."""
    report = gate(readiness)

    assert report.ready + len(report.missing) == len(readiness)
    assert report.open == all(each.alternative or (each.reachable and each.method) for each in readiness)
    assert all(missing.lacks and missing.advice for missing in report.missing)


def test_the_gate_says_what_each_lacks() -> None:
    report = gate(
        [
            Readiness(principal="a", reachable=False, method=True),
            Readiness(principal="b", reachable=True, method=False),
            Readiness(principal="c", reachable=False, method=False),
            Readiness(principal="d", reachable=False, method=False, alternative=True),
        ]
    )

    assert [(each.principal, each.lacks) for each in report.missing] == [
        ("a", (Lack.CONTACT,)), ("b", (Lack.METHOD,)), ("c", (Lack.CONTACT, Lack.METHOD)),
    ]  # fmt: skip
