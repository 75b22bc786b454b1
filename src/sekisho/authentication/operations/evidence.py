"""Put evidence at the end of the chain, seal the day, hand bundles out (E-13)."""

from collections.abc import Callable, Iterator, Mapping

from django.db import connection, transaction
from joserfc.jwk import ECKey

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries import evidence as stored
from sekisho.authentication.rules.evidence.bodies import Body
from sekisho.authentication.rules.evidence.bundle import HEAD_KIND, day_of, line_of, manifest_line
from sekisho.authentication.rules.evidence.chain import body_digest, head_payload, link_digest, signed
from sekisho.authentication.types.evidence import EvidenceKind, Link
from sekisho.authentication.types.kinds_approvals import EXPORTED, SEALED
from sekisho.kernel import jcs
from sekisho.kernel.bytes64 import b64
from sekisho.kernel.moments import jst_day

_TURN = 0x73656B6576696465
"""The chain's lock: "sekevide" in ASCII. Whoever takes it and the journal's takes this one first."""
_INSERT = """
    INSERT INTO authentication_evidence
        (id, kind, operation_id, account, at, day, number, previous, digest, body)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
Watch = Callable[[int], None]


class DayNotOverError(ValueError):
    """A day is sealed once it is over."""


def append_evidence(*, kind: EvidenceKind, identifier: str, operation: str, account: str, body: Body, at: int) -> Link:
    """Put a body at the end of the chain, within the caller's transaction; others wait from here to its end.

    Days never interleave and a sealed one never grows: what began before midnight and comes in after it may be filed
    under the new day.

    Raises:
        django.db.IntegrityError: the operation has such evidence already.

    """
    _take_turn()
    spelt = jcs.encode(body)
    end = stored.end()
    day = max(jst_day(at), end.day + end.sealed)
    number = end.number + 1 if day == end.day else 1
    digest = link_digest(day=day, number=number, previous=end.digest, body_digest=body_digest(spelt))
    link = Link(
        id=identifier,
        kind=kind,
        account=account,
        day=day,
        number=number,
        previous=end.digest,
        digest=digest,
        body=spelt,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [identifier, kind.value, operation, account, at, day, number, link.previous, digest, spelt],
        )
    return link


@transaction.atomic
def seal_day(*, day: int, key: ECKey, at: int) -> str:
    """Sign the end of a day that is over; once.

    Returns:
        The signed head (JWS), the same one every time.

    Raises:
        DayNotOverError: the day is not over.
        NoEvidenceError: the day has no evidence.

    """
    if jst_day(at) <= day:
        raise DayNotOverError(day)
    _take_turn()
    known = stored.sealed(day=day)
    if known:
        return known
    head = stored.head_of(day=day)
    jws = signed(head_payload(head, at=at), key, kind=HEAD_KIND)
    models.EvidenceHead.objects.create(
        day=day, count=head.count, first=head.first, digest=head.digest, jws=jws, signed=at
    )
    note(SEALED, about="", at=at, day=day, count=head.count, digest=b64(head.digest))
    return jws


def seal_days(*, key: ECKey, at: int) -> tuple[int, ...]:
    """Sign the ends of all days that are over; for whoever keeps the time."""
    due = stored.unsealed(before=jst_day(at))
    for day in due:
        seal_day(day=day, key=key, at=at)
    return due


def export(
    *,
    first: int,
    last: int,
    key: ECKey,
    keys: Mapping[str, object],
    by: str,
    at: int,
    account: str = "",
    watch: Watch | None = None,
) -> Iterator[bytes]:
    """The lines of a bundle over whole days, both included. What is handed out is journaled.

    Every line is read twice, since the first one signs the others; nothing is kept in memory meanwhile.

    Args:
        first: days since 1970-01-01 in Japan.
        last: the same.
        key: the key that signs the bundle.
        keys: our public keys (JWKS), old ones too.
        by: who asked for it.
        at: in milliseconds.
        account: open this account's links only; empty opens everybody's.
        watch: hears how many lines were read so far.

    """
    heads = [stored.head_of(day=day) for day in stored.days(first=first, last=last)]
    counts = {head.day: head.count for head in heads}
    days = [day_of(head, stored.sealed(day=head.day)) for head in heads]
    manifest = manifest_line(
        lines=_watched(_lines(first, last, account, counts), watch),
        days=days,
        account=account,
        keys=keys,
        key=key,
        at=at,
    )
    note(EXPORTED, about=account, at=at, by=by, first=first, last=last, links=sum(counts.values()))
    yield manifest
    yield from _watched(_lines(first, last, account, counts), watch, begin=sum(counts.values()))


def disclose(*, evidence: str, by: str, at: int) -> tuple[bytes, str]:
    """One link as a line of a bundle, with the signed head of its day (empty while it has none). It is journaled.

    Raises:
        NoEvidenceError: there is none of that name.

    """
    link = stored.evidence_of(evidence=evidence)
    note(EXPORTED, about=link.account, at=at, by=by, evidence=evidence)
    return line_of(link), stored.sealed(day=link.day)


def _lines(first: int, last: int, account: str, counts: Mapping[int, int]) -> Iterator[bytes]:
    """The lines as they were when the heads were read: what is added meanwhile is left for the next time."""
    for link in stored.links(first=first, last=last):
        if link.number <= counts.get(link.day, 0):
            yield line_of(link, withheld=bool(account) and link.account != account)


def _watched(lines: Iterator[bytes], watch: Watch | None, *, begin: int = 0) -> Iterator[bytes]:
    for number, line in enumerate(lines, begin + 1):
        if watch is not None:
            watch(number)
        yield line


def _take_turn() -> None:
    """On SQLite a writing transaction is alone by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
