"""A stretch of a day's events, ready to be written: heads joined with bodies, in order."""

from dataclasses import dataclass

import numpy as np

from sekisho.kernel.moments import jst_day
from sekisho.simulation.rules.rendering.bodies import BODIES
from sekisho.simulation.rules.rendering.heads import moments, visitors
from sekisho.simulation.rules.rendering.names import Names
from sekisho.simulation.types.tables import Table
from sekisho.simulation.types.words import IMPERSONAL, KINDS
from sekisho.simulation.types.world import Ints

_TYPES = tuple(f'","type":"{kind}","at":"' for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some events of one day in order: moment (ms since 1970), kind, row of the kind's sheet, running number."""

    at: Ints
    kinds: Ints
    rows: Ints
    numbers: Ints


def lines(stretch: Stretch, *, sheets: dict[str, Table], visits: Table, names: Names) -> list[str]:
    """The events as JSON, one a line, without line ends."""
    bodies = [""] * len(stretch.at)
    visit, account = np.full(len(bodies), -1), np.full(len(bodies), -1)
    for kind in np.unique(stretch.kinds).tolist():
        places = np.flatnonzero(stretch.kinds == kind)
        columns = sheets[KINDS[kind]].take(stretch.rows[places])
        for place, body in zip(places.tolist(), BODIES[KINDS[kind]](columns, names), strict=True):
            bodies[place] = body
        if KINDS[kind] not in IMPERSONAL:
            visit[places], account[places] = columns["visit"], columns["account"]
    heads = zip(stretch.numbers.tolist(), stretch.kinds.tolist(), moments(stretch.at), strict=True)
    return [
        f'{{"id":"{names.event(number)}{_TYPES[kind]}{moment}"{person},"body":{{{body}}}}}'
        for (number, kind, moment), person, body in zip(
            heads, _persons(visit, account, visits, names, jst_day(int(stretch.at[0]))), bodies, strict=True
        )
    ]


def _persons(visit: Ints, account: Ints, visits: Table, names: Names, day: int) -> list[str]:
    """The visit behind each event; without one, the account and the firm's own system; nothing about the market."""
    people = [""] * len(visit)
    alone = np.flatnonzero((visit < 0) & (account >= 0))
    for place, name in zip(alone.tolist(), names.account(account[alone]), strict=True):
        people[place] = f',"account":"{name}","channel":"system"'
    told = np.flatnonzero(visit >= 0)
    distinct, inverse = np.unique(visit[told], return_inverse=True)
    pieces = visitors(visits.take(distinct), names, day)
    for place, piece in zip(told.tolist(), inverse.tolist(), strict=True):
        people[place] = pieces[piece]
    return people
