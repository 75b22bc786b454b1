"""Count attempts on weak paths, and close those paths when too many fail (C-15, D10).

An attempt is counted as a failure *before* anything is checked, by a statement that only one of several at the same
moment can win; success takes the count back. So however many try at once, no more are checked than may fail. What is
turned away costs two reads and writes nothing.
"""

from collections.abc import Mapping
from zlib import crc32

from django.db import connection, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.counting import NOTHING, Seen, add, add_if_unchanged, read, take_back, wipe
from sekisho.authentication.operations.factors import clear_failures, subject_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.operations.work import spend
from sekisho.authentication.queries.lockouts import lockout_of
from sekisho.authentication.rules.lockouts import barrier_of, closes, counted, crowd_barrier_of
from sekisho.authentication.rules.neighbours import network_of
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.lockouts import (
    NOBODY,
    USUAL,
    WEAK_PATHS,
    Barrier,
    Lockout,
    LockoutRules,
    Pressure,
    Stage,
    Tally,
    Ticket,
)
from sekisho.authentication.types.work import Worked

_SHARDS = 8
"""Everybody's attempts are counted in so many rows, so that not all wait for one."""
_EVERYONE = tuple(f"everyone:{number}" for number in range(_SHARDS))
_PLACE = """
    INSERT INTO authentication_lockout (subject, placed, until, manual, locks) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (subject) DO UPDATE SET
        placed = excluded.placed,
        until = excluded.until,
        locks = authentication_lockout.locks + 1,
        manual = authentication_lockout.locks + 1 >= %s
    WHERE authentication_lockout.until <= excluded.placed AND NOT authentication_lockout.manual
    RETURNING until, manual, locks
"""


def crowd_barrier(*, ip: str, at: int, work: Worked | None = None, rules: LockoutRules = USUAL) -> Barrier:
    """What is in the way of anybody from here, before it is even known who it is; one read.

    Only for devices that nobody signed in on before: ``admit`` spares the others.
    """
    network = f"network:{network_of(ip)}"
    seen = read([network, *_EVERYONE])
    pressure = Pressure(
        network=_rate(seen, network, rules.network_window, at), everyone=_everyone(seen, rules, at),
        worked=0 if work is None else work.hashes,
    )  # fmt: skip
    return crowd_barrier_of(pressure, rules=rules, at=at)


def admit(
    *,
    subject: str,
    factor: FactorCode,
    ip: str,
    at: int,
    known_device: str = "",
    work: Worked | None = None,
    vouched: bool = False,
    rules: LockoutRules = USUAL,
) -> Ticket | Barrier:
    """Let an attempt on a weak path through, or say what is in its way. Call it before anything is checked.

    Args:
        subject: the principal's ref, or under what a name that is nobody's is counted.
        factor: what is about to be checked.
        ip: from where.
        at: in milliseconds.
        known_device: the device's reference where this principal signed in on it before; empty elsewhere.
        work: the proof of work that came along.
        vouched: something was shown already in this login.
        rules: the firm's numbers.

    """
    ticket = Ticket(subject=subject, factor=factor, network=network_of(ip), device=known_device)
    seen = read([*_rows_of(ticket), _network_key(ticket), *_EVERYONE])
    barrier = barrier_of(_pressure(ticket, seen, work, rules, at, vouched=vouched), rules=rules, at=at)
    if barrier.stage is not Stage.OPEN:
        return barrier
    return _reserve(ticket, seen.get(_account_key(ticket), NOTHING), work, rules, at)


def _pressure(
    ticket: Ticket, seen: Mapping[str, Seen], work: Worked | None, rules: LockoutRules, at: int, *, vouched: bool
) -> Pressure:
    def tally(key: str) -> Tally:
        found = seen.get(key, NOTHING)
        return counted(Tally(count=found.count, last=found.last), rules=rules, at=at)

    return Pressure(
        account=tally(_account_key(ticket)),
        factor=tally(_factor_key(ticket)),
        device=tally(_device_key(ticket)) if ticket.device else None,
        vouched=vouched,
        network=_rate(seen, _network_key(ticket), rules.network_window, at),
        everyone=_everyone(seen, rules, at),
        lockout=lockout_of(subject=ticket.subject),
        worked=0 if work is None else work.hashes,
    )


def _rate(seen: Mapping[str, Seen], key: str, window: int, at: int) -> int:
    found = seen.get(key, NOTHING)
    return found.count if at - found.since < window else 0


def _everyone(seen: Mapping[str, Seen], rules: LockoutRules, at: int) -> int:
    return sum(_rate(seen, key, rules.everyone_window, at) for key in _EVERYONE)


@transaction.atomic
def _reserve(ticket: Ticket, seen: Seen, work: Worked | None, rules: LockoutRules, at: int) -> Ticket | Barrier:
    """Count the attempt. Who is overtaken by another one of the same account has to come again."""
    count = add_if_unchanged(_account_key(ticket), seen=seen, at=at, window=rules.window)
    if count is None:
        return Barrier(stage=Stage.WAIT, until=at + rules.delay, because="account")
    if work is not None and not spend(work):
        transaction.set_rollback(True)
        return Barrier(stage=Stage.WORK, work=rules.work_least, because="account")
    inner = [key for key in _rows_of(ticket) if key != _account_key(ticket)]
    counts = add(inner, at=at, window=rules.window, sliding=True)
    add([_shard_of(ticket)], at=at, window=rules.everyone_window, sliding=False)
    rates = add([_network_key(ticket)], at=at, window=rules.network_window, sliding=False)
    _note_pressure(ticket, rates[_network_key(ticket)], rules, at)
    return Ticket(
        subject=ticket.subject,
        factor=ticket.factor,
        network=ticket.network,
        device=ticket.device,
        account_count=count,
        factor_count=counts[_factor_key(ticket)],
    )


def _note_pressure(ticket: Ticket, network: int, rules: LockoutRules, at: int) -> None:
    """Once in a window, when a network reaches the threshold: what is turned away after that writes nothing."""
    if network in {rules.network_work, rules.network_stop}:
        note(
            "authentication:login:throttled",
            about="",
            at=at,
            network=ticket.network,
            attempts=network,
            stopped=network == rules.network_stop,
        )


@transaction.atomic
def failed(*, ticket: Ticket, at: int, rules: LockoutRules = USUAL) -> Lockout | None:
    """The attempt failed, and stays counted. Returns the lock-out if this failure was the one that closed the paths."""
    if not closes(ticket, rules=rules):
        return None
    with connection.cursor() as cursor:
        manual = rules.manual_after <= 1
        cursor.execute(_PLACE, [ticket.subject, at, at + rules.lock_for, manual, rules.manual_after])
        placed = cursor.fetchone()
    if placed is None:
        return None
    wipe(
        _keys_of(ticket.subject, [ticket.device] if ticket.device else [])
    )  # the lock-out holds now; after it counting begins anew
    lockout = Lockout(until=placed[0], manual=bool(placed[1]), locks=placed[2])
    note(
        "authentication:lockout:placed",
        about=subject_of(_known(ticket.subject)),
        at=at,
        principal=_known(ticket.subject),
        factor=ticket.factor.value,
        until=lockout.until,
        manual=lockout.manual,
        locks=lockout.locks,
    )
    return lockout


@transaction.atomic
def succeeded(*, ticket: Ticket) -> None:
    """The attempt succeeded: it counts no more, and its factor's failures are forgotten."""
    take_back(key for key in _rows_of(ticket) if key != _factor_key(ticket))
    wipe([_factor_key(ticket)])
    take_back([_shard_of(ticket), _network_key(ticket)])  # last, as when they were counted: nobody waits in a circle


@transaction.atomic
def give_back(*, ticket: Ticket) -> None:
    """Nothing was checked after all, e.g. because the hash pool was full: the attempt counts no more."""
    take_back(_rows_of(ticket))
    take_back([_shard_of(ticket), _network_key(ticket)])


@transaction.atomic
def forget_failures(*, principal: str, device: str, at: int) -> None:
    """He signed in: what failed before counts no more. A lock-out that has passed is no longer the first in a row."""
    wipe(_keys_of(principal, [device] if device else []))
    models.Lockout.objects.filter(subject=principal, manual=False, until__lte=at).delete()


@transaction.atomic
def unlock(*, principal: str, because: str, by: str, at: int) -> bool:
    """Open the weak paths again, after a phishing-resistant login or a recovery.

    Args:
        principal: whose.
        because: the authenticator or the recovery case that he proved himself with.
        by: the ref of who opens them.
        at: in milliseconds.

    Returns:
        Whether they were closed.

    """
    devices = models.DeviceUse.objects.filter(principal=principal).values_list("device_id", flat=True)
    wipe(_keys_of(principal, list(devices)))
    closed = lockout_of(subject=principal).closed(at)
    removed, _ = models.Lockout.objects.filter(subject=principal).delete()
    clear_failures(principal=principal, because=because, at=at)
    if not (closed and removed):
        return False
    note(
        "authentication:lockout:released",
        about=subject_of(principal),
        at=at,
        principal=principal,
        because=because,
        by=by,
    )
    return True


def _keys_of(subject: str, devices: list[str]) -> list[str]:
    factors = [f"factor:{subject}:{factor.value}" for factor in WEAK_PATHS]
    return [f"account:{subject}", *factors, *(f"device:{subject}:{device}" for device in devices)]


def _rows_of(ticket: Ticket) -> list[str]:
    rows = [_account_key(ticket), _factor_key(ticket)]
    return [*rows, _device_key(ticket)] if ticket.device else rows


def _account_key(ticket: Ticket) -> str:
    return f"account:{ticket.subject}"


def _factor_key(ticket: Ticket) -> str:
    return f"factor:{ticket.subject}:{ticket.factor.value}"


def _device_key(ticket: Ticket) -> str:
    return f"device:{ticket.subject}:{ticket.device}"


def _network_key(ticket: Ticket) -> str:
    return f"network:{ticket.network}"


def _shard_of(ticket: Ticket) -> str:
    return _EVERYONE[crc32(ticket.network.encode()) % _SHARDS]


def _known(subject: str) -> str:
    """The principal, or nothing where the name is nobody's: what somebody typed is not written down."""
    return "" if subject.startswith(NOBODY) else subject
