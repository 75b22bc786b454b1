"""What stands in the way of an attempt on a weak path: nothing, a wait, a proof of work, or a lock (C-15).

All of it is decided before anything expensive is done.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sekisho.authentication.types.lockouts import OPEN, ORDER, Barrier, LockoutRules, Pressure, Stage, Tally, Ticket

Line = Callable[[Pressure, LockoutRules, int], Barrier]
SLACK = 4
"""A proof of work counts for up to so many times its own difficulty: the pressure may rise while it is done."""
_DOUBLINGS = 40
"""More than anybody needs, and a number that the machine can shift by."""


def barrier_of(pressure: Pressure, *, rules: LockoutRules, at: int) -> Barrier:
    """All that is in the way, put together: the strictest stage, the longest wait, the hardest work.

    Args:
        pressure: all that is known about the attempt.
        rules: the firm's numbers.
        at: in milliseconds.

    """
    return _together(LINES, pressure, rules, at)


def crowd_barrier_of(pressure: Pressure, *, rules: LockoutRules, at: int) -> Barrier:
    """What is in the way whoever it is: as ``barrier_of``, from ``network``, ``everyone`` and ``worked`` alone."""
    return _together(CROWD, pressure, rules, at)


def _together(lines: Mapping[str, Line], pressure: Pressure, rules: LockoutRules, at: int) -> Barrier:
    barriers = [line(pressure, rules, at) for line in lines.values()]
    strictest = max(barriers, key=lambda each: ORDER.index(each.stage))
    return Barrier(
        stage=strictest.stage,
        until=max(each.until for each in barriers),
        work=max(each.work for each in barriers),
        because=strictest.because,
    )


def delay_after(failures: int, rules: LockoutRules) -> int:
    """How long to wait after so many failures, in milliseconds: doubled with each one, up to the longest."""
    beyond = failures - rules.free
    if beyond <= 0:
        return 0
    return min(rules.delay << min(beyond - 1, _DOUBLINGS), rules.delay_most)


def counted(tally: Tally, *, rules: LockoutRules, at: int) -> Tally:
    """A tally as it counts now: nothing once its last failure is older than the window."""
    return tally if at - tally.last < rules.window else Tally()


def closes(ticket: Ticket, *, rules: LockoutRules) -> bool:
    """Whether the failure of this attempt closes the weak paths."""
    return max(ticket.account_count, ticket.factor_count) >= rules.lock_at


def _lockout(pressure: Pressure, _: LockoutRules, at: int) -> Barrier:
    if pressure.lockout.manual:
        return Barrier(stage=Stage.MANUAL, because="account")
    if pressure.lockout.closed(at):
        return Barrier(stage=Stage.LOCKED, until=pressure.lockout.until, because="account")
    return OPEN


def _under_way(pressure: Pressure, rules: LockoutRules, at: int) -> Barrier:
    """As many attempts are counted as may fail; the next one waits until those under way are decided."""
    if max(pressure.account.count, pressure.factor.count) < rules.lock_at:
        return OPEN
    return Barrier(stage=Stage.LOCKED, until=at + rules.delay, because="account")


def _delay(pressure: Pressure, rules: LockoutRules, at: int) -> Barrier:
    delays = ((tally.last, delay_after(tally.count, rules)) for tally in pressure.slowing)
    until = max((last + delay for last, delay in delays if delay), default=0)
    return Barrier(stage=Stage.WAIT, until=until, because=_whose(pressure)) if at < until else OPEN


def _account_work(pressure: Pressure, rules: LockoutRules, _: int) -> Barrier:
    worst = max(tally.count for tally in pressure.slowing)
    return _work(worst, rules.work_from, pressure, rules, _whose(pressure))


def _network_work(pressure: Pressure, rules: LockoutRules, _: int) -> Barrier:
    return _work(pressure.network, rules.network_work, pressure, rules, "network") if _strange(pressure) else OPEN


def _network_stop(pressure: Pressure, rules: LockoutRules, at: int) -> Barrier:
    if not _strange(pressure) or pressure.network < rules.network_stop:
        return OPEN
    return Barrier(stage=Stage.WAIT, until=at + rules.network_window, because="network")


def _everyone_work(pressure: Pressure, rules: LockoutRules, _: int) -> Barrier:
    return _work(pressure.everyone, rules.everyone_work, pressure, rules, "everyone") if _strange(pressure) else OPEN


def _work(count: int, threshold: int, pressure: Pressure, rules: LockoutRules, because: str) -> Barrier:
    """A proof of work, the harder the further a threshold is passed; one that came along may be enough."""
    if count < threshold:
        return OPEN
    wanted = min(rules.work_most, rules.work_least * max(1, count) // max(1, threshold))
    return OPEN if pressure.worked * SLACK >= wanted else Barrier(stage=Stage.WORK, work=wanted, because=because)


def _strange(pressure: Pressure) -> bool:
    """Not on a device that the customer has signed in on before, and nothing shown yet: it may be one of a crowd."""
    return pressure.device is None and not pressure.vouched


def _whose(pressure: Pressure) -> str:
    return "account" if pressure.device is None else "device"


CROWD: Mapping[str, Line] = MappingProxyType(
    {
        "work for the network": _network_work,
        "stop for the network": _network_stop,
        "work for everybody": _everyone_work,
    }
)
"""What can be in the way of everybody."""
LINES: Mapping[str, Line] = MappingProxyType(
    {
        "lockout": _lockout,
        "under way": _under_way,
        "delay": _delay,
        "work for the account": _account_work,
        **CROWD,
    }
)
"""Everything that can be in the way."""
