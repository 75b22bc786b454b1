"""Evidence, link by link and day by day."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from sekisho.authentication import models
from sekisho.authentication.types.evidence import GENESIS, EvidenceKind, Head, Link

_AT_ONCE = 500
_END = """
    SELECT e.day, e.number, e.digest, EXISTS (SELECT 1 FROM authentication_evidence_head h WHERE h.day = e.day)
    FROM authentication_evidence e ORDER BY e.day DESC, e.number DESC LIMIT 1
"""


class NoEvidenceError(LookupError):
    """There is no such evidence."""


def evidence_of(*, evidence: str) -> Link:
    """One link.

    Raises:
        NoEvidenceError: there is none of that name.

    """
    row = models.Evidence.objects.filter(id=evidence).first()
    if row is None:
        raise NoEvidenceError(evidence)
    return value_of(row)


def links(*, first: int, last: int) -> Iterator[Link]:
    """The links of these days, both included, in the order of the chain; read in portions."""
    rows = models.Evidence.objects.filter(day__gte=first, day__lte=last).order_by("day", "number")
    return map(value_of, rows.iterator(chunk_size=_AT_ONCE))


def days(*, first: int, last: int) -> tuple[int, ...]:
    """The days from ``first`` to ``last`` that have evidence."""
    found = models.Evidence.objects.filter(day__gte=first, day__lte=last).order_by("day")
    return tuple(found.values_list("day", flat=True).distinct())


def head_of(*, day: int) -> Head:
    """The end of a day's chain as it is now.

    Raises:
        NoEvidenceError: the day has no evidence.

    """
    rows = models.Evidence.objects.filter(day=day)
    begin, end = rows.order_by("number").first(), rows.order_by("-number").first()
    if begin is None or end is None:
        raise NoEvidenceError(day)
    return Head(day=day, count=end.number, first=bytes(begin.previous), digest=bytes(end.digest))


def sealed(*, day: int) -> str:
    """The signed head of a day (JWS); empty where it was not signed yet."""
    return models.EvidenceHead.objects.filter(day=day).values_list("jws", flat=True).first() or ""


def unsealed(*, before: int) -> tuple[int, ...]:
    """Days before ``before`` with evidence whose head was not signed yet."""
    done = models.EvidenceHead.objects.values("day")
    found = models.Evidence.objects.filter(day__lt=before).exclude(day__in=done).order_by("day")
    return tuple(found.values_list("day", flat=True).distinct())


class End(NamedTuple):
    """Where the chain ends; ``sealed`` tells whether that day was signed already."""

    day: int
    number: int
    digest: bytes
    sealed: bool


def end() -> End:
    """The last link; before the first one, nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_END)
        last = cursor.fetchone()
    return End(0, 0, GENESIS, sealed=False) if last is None else End(last[0], last[1], bytes(last[2]), bool(last[3]))


def value_of(row: models.Evidence) -> Link:
    """A row as a value."""
    return Link(
        id=row.id,
        kind=EvidenceKind(row.kind),
        account=row.account,
        day=row.day,
        number=row.number,
        previous=bytes(row.previous),
        digest=bytes(row.digest),
        body=bytes(row.body),
    )
