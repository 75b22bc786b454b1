"""A stretch of a day's events, ready to be written: heads joined with bodies, in order."""

import numpy as np

from sekisho.simulation.rules.rendering.bodies import BODIES
from sekisho.simulation.rules.rendering.heads import moments, visitors
from sekisho.simulation.rules.rendering.names import Names
from sekisho.simulation.types.tables import Table
from sekisho.simulation.types.words import KINDS
from sekisho.simulation.types.world import Column, Ints

_TYPES = tuple(f'","type":"{kind}","at":"' for kind in KINDS)


def lines(
    at: Ints, kinds: Ints, rows: Ints, numbers: Ints, *, sheets: dict[str, Table], visits: Table, names: Names
) -> list[str]:
    """The events at the same places of the four columns: moment, kind, row of the kind's sheet, running number."""
    who = [""] * len(at)
    bodies = [""] * len(at)
    for kind in np.unique(kinds).tolist():
        places = np.flatnonzero(kinds == kind)
        columns = sheets[KINDS[kind]].take(rows[places])
        _put(bodies, places, BODIES[KINDS[kind]](columns, names))
        if KINDS[kind] not in {"instrument", "quote"}:
            _put(who, places, _persons(columns, visits, names))
    columns_ = zip(numbers.tolist(), kinds.tolist(), moments(at), who, bodies, strict=True)
    prefix = names.prefix
    return [
        f'{{"id":"{prefix}-{n:08x}{_TYPES[kind]}{moment}"{person},"body":{{{body}}}}}'
        for n, kind, moment, person, body in columns_
    ]


def _put(target: list[str], places: Ints, values: list[str]) -> None:
    for place, value in zip(places.tolist(), values, strict=True):
        target[place] = value


def _persons(columns: dict[str, Column], visits: Table, names: Names) -> list[str]:
    """The visit behind each row; without one, the account and the firm's own system."""
    rows = columns["visit"]
    told = np.flatnonzero(rows >= 0)
    people = [f',"account":"{account}","channel":"system"' for account in names.account(columns["account"])]
    if len(told):
        distinct, inverse = np.unique(rows[told], return_inverse=True)
        pieces = visitors(visits.take(distinct), names)
        for place, piece in zip(told.tolist(), inverse.tolist(), strict=True):
            people[place] = pieces[piece]
    return people
