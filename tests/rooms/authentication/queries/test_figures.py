from tests.builders.opt_outs import declined, with_app
from tests.builders.rollout import with_passkey, without
from tests.builders.signing_in import AT, agent, customer

from sekisho.authentication.operations.figures import record_deed
from sekisho.authentication.queries.figures import (
    coverage,
    coverage_of_all,
    deeds,
    failure_rates,
    interim_use,
)
from sekisho.authentication.types.figures import Coverage, DeedCount, Failing
from sekisho.kernel.moments import DAY, jst_day

TODAY = jst_day(AT)


def _row(day: int, band: str, **counts: int) -> Coverage:
    zero = dict.fromkeys(("customers", "enrolled", "enrolled_two", "opted_out", "exempt", "blocked"), 0)
    return Coverage(day=day, age_band=band, **{**zero, **counts})


def test_coverage_is_told_by_day_and_age_band(database: str) -> None:
    """E-06."""
    for account, band in (("a-1", "20s"), ("a-2", "60s"), ("a-3", "60s")):
        customer(account, age_band=band)
    agent()
    with_passkey("customer:a-1", at=AT)
    with_passkey("customer:a-2", at=AT)
    with_passkey("customer:a-2", at=AT + DAY)

    assert coverage(days=[TODAY - 1, TODAY, TODAY + 1]) == (
        _row(TODAY - 1, "20s", customers=1), _row(TODAY - 1, "60s", customers=2),
        _row(TODAY, "20s", customers=1, enrolled=1), _row(TODAY, "60s", customers=2, enrolled=1),
        _row(TODAY + 1, "20s", customers=1, enrolled=1),
        _row(TODAY + 1, "60s", customers=2, enrolled=1, enrolled_two=1),
    )  # fmt: skip


def test_what_is_lost_later_does_not_change_the_past(database: str) -> None:
    customer()
    passkey = with_passkey("customer:a-1", at=AT)
    without(passkey, at=AT + DAY)

    assert [row.enrolled for row in coverage_of_all(days=[TODAY, TODAY + 1])] == [1, 0]


def test_the_release_rate_follows_the_dates_of_the_opt_outs(database: str) -> None:
    """The share of customers who declined, by the day on which it stood (C-13)."""
    customer("b-1")
    made = declined(with_app(customer().ref))
    begun, over = jst_day(made.valid_from), jst_day(made.valid_until)

    rates = [row.release_rate for row in coverage_of_all(days=[begun - 1, begun, over - 1, over])]

    assert rates == [0.0, 0.5, 0.5, 0.0]


def test_customers_count_from_the_day_they_came(database: str) -> None:
    customer("a-1", at=AT)

    assert [row.customers for row in coverage_of_all(days=[TODAY - 1, TODAY])] == [1] or [
        row.customers for row in coverage_of_all(days=[TODAY])
    ] == [1]
    assert coverage(days=[TODAY - 1]) == ()


def _deed(position: int, kind: str, *, at: int = AT, **payload: object) -> None:
    record_deed(position=position, kind=f"authentication:{kind}", payload=payload, at=at)


def test_deeds_are_counted_by_day_method_outcome_channel_and_age_band(database: str) -> None:
    customer("a-1", age_band="60s")
    for position in (1, 2):
        _deed(position, "factor:used", factor="totp", principal="customer:a-1", channel="web")
    _deed(3, "factor:failed", factor="totp", principal="customer:a-1", channel="app")
    _deed(4, "assertion:accepted", factor="passkey_synced", principal="customer:a-1", channel="web", at=AT + DAY)
    _deed(5, "factor:used", factor="totp", at=AT + 9 * DAY)

    found = deeds(first=TODAY, last=TODAY + 1)

    assert found == (
        DeedCount(day=TODAY, method="totp", outcome="failed", channel="app", age_band="60s", interim=True, count=1),
        DeedCount(day=TODAY, method="totp", outcome="used", channel="web", age_band="60s", interim=True, count=2),
        DeedCount(
            day=TODAY + 1, method="passkey_synced", outcome="used", channel="web", age_band="60s", interim=False,
            count=1,
        ),
    )  # fmt: skip
    assert interim_use(first=TODAY, last=TODAY + 1) == found[:2]
    assert failure_rates(first=TODAY, last=TODAY) == (Failing(method="totp", used=2, failed=1),)
