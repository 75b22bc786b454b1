"""Coverage, release rate and deeds over time (E-06), each by the day on which it happened."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery

from sekisho.authentication import models
from sekisho.authentication.queries.opt_outs import standing_rows
from sekisho.authentication.rules.figures import failing, interim, whole
from sekisho.authentication.types.enrolment import EnrolmentState
from sekisho.authentication.types.figures import UNKNOWN_BAND, Coverage, DeedCount, Failing
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.kernel.moments import DAY, JST_OFFSET

_S = EnrolmentState


def coverage(*, days: Iterable[int]) -> tuple[Coverage, ...]:
    """Where customers stood at the end of each day in Japan, by age band.

    Args:
        days: days since 1970-01-01 in Japan, as of ``kernel.moments.jst_day``.

    """
    return tuple(row for day in days for row in _coverage(day))


def coverage_of_all(*, days: Iterable[int]) -> tuple[Coverage, ...]:
    """The same over all age bands: the release rate and the enrolment rate that a firm reports."""
    return whole(coverage(days=days))


def deeds(*, first: int, last: int) -> tuple[DeedCount, ...]:
    """How often which method was used, failed, recovered and so on, by day, channel and age band.

    Args:
        first: the first day, since 1970-01-01 in Japan.
        last: the last day, included.

    """
    columns = ("day", "method", "outcome", "channel", "age_band")
    rows = models.FactorDeed.objects.filter(day__gte=first, day__lte=last).values(*columns).order_by(*columns)
    return tuple(
        DeedCount(**{name: row[name] for name in columns}, interim=interim(row["method"]), count=row["count"])
        for row in rows.annotate(count=Count("pk"))
    )


def interim_use(*, first: int, last: int) -> tuple[DeedCount, ...]:
    """The part of ``deeds`` that speaks of methods which are allowed only until a date."""
    return tuple(row for row in deeds(first=first, last=last) if row.interim)


def failure_rates(*, first: int, last: int) -> tuple[Failing, ...]:
    """How often each method was accepted and refused over a stretch of days."""
    return failing(deeds(first=first, last=last))


def _coverage(day: int) -> tuple[Coverage, ...]:
    end = (day + 1) * DAY - JST_OFFSET
    states = _states(end)
    declined = _declined(end)
    bands = sorted({band for band, _ in states} | set(declined))
    return tuple(_row(day, band, states, declined[band]) for band in bands)


def _row(day: int, band: str, states: Counter[tuple[str, str]], declined: int) -> Coverage:
    def at(*wanted: EnrolmentState) -> int:
        return sum(states[band, state.value] for state in wanted)

    return Coverage(
        day=day, age_band=band, customers=sum(count for (found, _), count in states.items() if found == band),
        enrolled=at(_S.ENROLLED, _S.ENROLLED_TWO), enrolled_two=at(_S.ENROLLED_TWO), opted_out=declined,
        exempt=at(_S.EXEMPT_PENDING), blocked=at(_S.BLOCKED),
    )  # fmt: skip


def _states(end: int) -> Counter[tuple[str, str]]:
    """Customers by age band and the state that their last step before ``end`` led to."""
    steps = models.EnrolmentStep.objects.filter(principal=OuterRef("pk"), at__lt=end).order_by("-number")
    people = models.Principal.objects.filter(kind=PrincipalKind.CUSTOMER.value, created__lt=end)
    rows = people.annotate(stood=Subquery(steps.values("after")[:1])).values_list("facts__age_band", "stood")
    found: Counter[tuple[str, str]] = Counter()
    for band, state, count in rows.annotate(count=Count("pk")).order_by():
        found[str(band or UNKNOWN_BAND), state or _S.UNAWARE.value] += count
    return found


def _declined(end: int) -> Counter[str]:
    rows = (
        standing_rows(end - 1)
        .values_list("principal__facts__age_band")
        .annotate(count=Count("principal", distinct=True))
    )
    return Counter({str(band or UNKNOWN_BAND): count for band, count in rows.order_by()})
