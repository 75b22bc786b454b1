"""Queries that are put into SQL once, for what every request asks.

The ORM takes several times as long to write a statement as the database takes to answer it. Here a query is written
as usual, with slots in the place of values, and its SQL is kept::

    _LIVING = Prepared(lambda slot: models.Session.objects.filter(ref=slot("ref"), expires__gt=slot("at")))
    row = _LIVING.first(ref=ref, at=at)

A value goes to the database as it is given: whole numbers, texts and bytes, as the column holds them.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
_populators = cast("Callable[[Any, Any, str], list[Any]]", get_related_populators)  # the stubs know a later Django


def changed(statement: str, *values: str | int | bytes | None) -> int:
    """Run an UPDATE or INSERT that is spelt out, for what every step-up does; gives how many rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


class Slot(Expression):
    """A place for a value."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # noqa: ANN401, ARG002 - Django's form
        """A parameter that is found again when the query is asked."""
        return "%s", [self]


class _Statement:
    """One query in one database's SQL, and how its rows become objects."""

    def __init__(self, query: QuerySet[Any]) -> None:
        compiler = query.query.get_compiler(using="default")
        self.sql, self._params = compiler.as_sql()
        self._compiler = compiler
        self._converters = list(compiler.get_converters([each[0] for each in compiler.select]).items())
        info = compiler.klass_info
        places = info["select_fields"]
        self._start, self._end = places[0], places[-1] + 1
        self._names = [each[0].target.attname for each in compiler.select[self._start : self._end]]
        self._related = _populators(info, compiler.select, "default")
        self._annotated = list(compiler.annotation_col_map.items())
        self._model = info["model"]

    def ask(self, values: dict[str, object]) -> list[Any]:
        """The objects."""
        bound: list[Any] = [values[each.name] if isinstance(each, Slot) else each for each in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, bound)
            rows = cursor.fetchall()
        return [self._object(row) for row in rows]

    def _object(self, row: tuple[object, ...]) -> Any:  # noqa: ANN401 - the query's model
        if self._converters:
            changed = list(row)
            for place, (converters, expression) in self._converters:
                for convert in converters:
                    changed[place] = convert(changed[place], expression, connection)
            row = tuple(changed)
        found = self._model.from_db("default", self._names, row[self._start : self._end])
        for related in self._related:
            related.populate(row, found)
        for name, place in self._annotated:
            setattr(found, name, row[place])
        return found


class Prepared(Generic[M]):
    """A query with slots."""

    def __init__(self, build: Callable[[Callable[[str], Slot]], "QuerySet[M]"]) -> None:
        """Nothing is put into SQL before it is asked."""
        self._build = build
        self._known: dict[str, _Statement] = {}

    def all(self, **values: object) -> list[M]:
        """Every row."""
        statement = self._known.get(connection.vendor)
        if statement is None:
            statement = self._known[connection.vendor] = _Statement(self._build(Slot))
        return statement.ask(values)

    def first(self, **values: object) -> M | None:
        """The first row; the query should have no more."""
        found = self.all(**values)
        return found[0] if found else None
