"""Statements that Django works out once, for pages that ask the same again and again.

Working out the SQL of a query costs several times what a small one costs the database. What
differs from one time to the next is named by a `Parameter`, anywhere in a filter where a value
may stand: so who may see what is still said by the query, and nowhere else.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet

M = TypeVar("M", bound=Model)


class Parameter(Expression):
    """A value that is known when a statement is run, by its name."""

    def __init__(self, name: str, field: Field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared(NamedTuple):
    """The SQL of a query with the values that stand in it."""

    sql: str
    values: Sequence

    def bound(self, **given: Any) -> list:
        """The values of the statement, with those that are given by name put in their places."""
        ready = {name: _adapted(value) for name, value in given.items()}
        return [ready[one.name] if isinstance(one, Parameter) else one for one in self.values]

    def rows(self, **given: Any) -> list[tuple]:
        """What the database answers, as the driver gives it."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.bound(**given))
            return cursor.fetchall()

    def records(self, model: type[M], **given: Any) -> Iterable[M]:
        """The same as records of the model that was asked."""
        return model._base_manager.raw(self.sql, self.bound(**given))


def _adapted(value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def prepared(query: QuerySet) -> Prepared:
    """The statement of one query."""
    return Prepared(*query.query.sql_with_params())


def joined(queries: Sequence[QuerySet]) -> Prepared:
    """Several queries with the same columns as one statement; each keeps its order and its limit.

    SQLite takes none of the two in a part, unless it stands in brackets of its own.
    """
    parts = [prepared(query) for query in queries]
    sql = " UNION ALL ".join(
        f"SELECT * FROM ({part.sql}) part{place}"  # noqa: S608  (SQL of our own)
        for place, part in enumerate(parts)
    )
    return Prepared(sql, [value for part in parts for value in part.values])
