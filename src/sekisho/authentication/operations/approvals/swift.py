"""The statements of a step-up, spelt out, for it is the busiest thing that a node does.

The ORM takes several times as long to say the same. Both databases understand the statements as they stand.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import connection

from sekisho.authentication import models
from sekisho.authentication.types.approvals import OperationState, before

_NAMES = [field.attname for field in models.SignedOperation._meta.concrete_fields if field.name != "visit"]  # noqa: SLF001 - Django's own way
_OWNER_NAMES = [field.attname for field in models.Principal._meta.concrete_fields]  # noqa: SLF001 - the same
_CONTENT, _FACTS = _NAMES.index("content"), _OWNER_NAMES.index("facts")
_COLUMNS = ", ".join([*(f"o.{name}" for name in _NAMES), *(f"p.{name}" for name in _OWNER_NAMES)])
_FIND = f"""
    SELECT {_COLUMNS},
           EXISTS (SELECT 1 FROM authentication_freeze f WHERE f.account = o.account),
           EXISTS (SELECT 1 FROM authentication_lock l WHERE l.account = o.account)
    FROM authentication_operation o JOIN authentication_principal p ON p.ref = o.principal_id
    WHERE o.id = %s
"""  # noqa: S608 - columns of our own tables
_HELD = """
    SELECT id, factor, created, state, hold_until, auto_created, last_used, attestation_profile
    FROM authentication_authenticator WHERE principal_id = %s AND state IN ('active', 'suspended')
    ORDER BY created, id
"""
_TURN = "SELECT 1 FROM authentication_principal WHERE ref = %s FOR UPDATE"


class Found(NamedTuple):
    """An operation with its owner; ``barred`` where the account ever had a freeze or a lock."""

    row: models.SignedOperation
    barred: bool


class HeldRow(NamedTuple):
    """What the policy needs of an authenticator."""

    id: str
    factor: str
    created: int
    state: str
    hold_until: int | None
    auto_created: bool
    last_used: int | None
    profile: str


def find(operation: str) -> Found | None:
    """An operation by its name, in one statement; without the visit, which nobody here asks for."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [operation])
        values = cursor.fetchone()
    if values is None:
        return None
    mine, owner = list(values[: len(_NAMES)]), list(values[len(_NAMES) : -2])
    mine[_CONTENT], owner[_FACTS] = json.loads(mine[_CONTENT]), json.loads(owner[_FACTS])
    row = models.SignedOperation.from_db("default", _NAMES, mine)
    row.principal = models.Principal.from_db("default", _OWNER_NAMES, owner)
    return Found(row, barred=bool(values[-2] or values[-1]))


def held(principal: str) -> list[HeldRow]:
    """Somebody's authenticators, active or suspended."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [principal])
        return [HeldRow(*values) for values in cursor.fetchall()]


def take_turn(principal: str) -> None:
    """Wait for whoever freezes or closes this account at the moment, and let the next one wait until the commit.

    On SQLite a writing transaction is alone by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_TURN, [principal])


def move(
    row: models.SignedOperation,
    state: OperationState,
    *,
    at: int,
    where: Mapping[str, Any],
    **changes: Any,  # noqa: ANN401 - values of columns
) -> bool:
    """Move an operation to ``state`` if it may go there, is in time and still is as ``where`` says; else False.

    The row in hand is changed along with the one in the table.
    """
    changes["state"] = state.value
    sources = before(state)
    assigned = ", ".join(f"{name} = %s" for name in changes)
    states = ", ".join(["%s"] * len(sources))
    conditions = "".join(f" AND {name} = %s" for name in where)
    statement = (
        f"UPDATE authentication_operation SET {assigned} "  # noqa: S608 - names of our own columns
        f"WHERE id = %s AND state IN ({states}) AND expires > %s{conditions}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*changes.values(), row.id, *sources, at, *where.values()])
        done = bool(cursor.rowcount == 1)
    if done:
        for name, value in changes.items():
            setattr(row, name, value)
    return done
