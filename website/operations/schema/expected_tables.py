"""The tables that the code expects: those of its models, and those created by hand."""

import re
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import CheckConstraint, UniqueConstraint

from richtext.fulltext.index import Index
from statutes.models.table import TRIGGERS

INDEXES = ["articles_search", "statutes_search"]
# What Django calls a type, where PostgreSQL answers with another name.
FULL_NAMES = {"varchar": "character varying", "char": "character"}


@dataclass(frozen=True)
class Column:
    """`kind` in the engine's words; `filled`: left out of an INSERT it still gets a value."""

    kind: str
    required: bool
    filled: bool = False


@dataclass
class ExpectedTable:
    """A table; `named` are indexes by their names: their columns, and whether they are unique."""

    columns: dict[str, Column] = field(default_factory=dict)
    uniques: set[frozenset[str]] = field(default_factory=set)
    indexed: set[str] = field(default_factory=set)
    named: dict[str, tuple[tuple[str, ...], bool]] = field(default_factory=dict)
    checks: set[str] = field(default_factory=set)
    links: set[tuple[str, str]] = field(default_factory=set)


def tables(connection) -> dict[str, ExpectedTable]:
    """Those of all models by their names; what a proxy or an unmanaged model names is not ours."""
    models = [model._meta for model in apps.get_models(include_auto_created=True)]
    ours = [meta for meta in models if meta.managed and not meta.proxy]
    return {meta.db_table: _table(meta, connection) for meta in ours}


def made_by_hand() -> dict[str, list[str]]:
    """The tables of the indexes, with the names of their columns alone."""
    return {table: columns for one in _engines() for table, columns in one.tables.items()}


def functions() -> list[str]:
    """The functions inside the database."""
    return [name for one in _engines() for name in one.functions]


def _engines():
    return [Index(name).engine for name in INDEXES]


def triggers(connection) -> list[str]:
    """The triggers on our tables."""
    return TRIGGERS[connection.vendor]


def _table(meta, connection):
    table = ExpectedTable()
    for one in meta.local_concrete_fields:
        _add_column(table, one, connection)
    table.uniques |= {_columns(meta, names) for names in meta.unique_together}
    for index in meta.indexes:
        names = [name for name, _ in index.fields_orders]
        table.named[index.name] = (_ordered(meta, names), False)
    for constraint in meta.constraints:
        _add_constraint(table, meta, constraint)
    return table


def _add_column(table, one, connection):
    kind = one.db_parameters(connection)["type"]
    if kind is None:
        return
    table.columns[one.column] = Column(spelled(kind, connection.vendor), not one.null)
    if one.unique:
        table.uniques.add(frozenset([one.column]))
    elif one.db_index:
        table.indexed.add(one.column)
    if one.remote_field and one.db_constraint:
        table.links.add((one.column, one.remote_field.model._meta.db_table))


def _add_constraint(table, meta, constraint):
    if isinstance(constraint, CheckConstraint):
        table.checks.add(constraint.name)
    elif isinstance(constraint, UniqueConstraint):
        if constraint.condition is None and constraint.fields:
            table.uniques.add(_columns(meta, constraint.fields))
        else:
            table.named[constraint.name] = (_ordered(meta, constraint.fields), True)


def _ordered(meta, names):
    return tuple(meta.get_field(name).column for name in names)


def _columns(meta, names):
    return frozenset(_ordered(meta, names))


def spelled(kind, vendor):
    """A type as the engine says it when it is asked."""
    kind = kind.lower()
    if vendor != "postgresql":
        return kind
    word = re.split(r"\W", kind, maxsplit=1)[0]
    return (FULL_NAMES.get(word, word) + kind[len(word) :]).replace(", ", ",")
