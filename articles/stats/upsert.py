"""One statement that adds counts to rows or makes them; the same on SQLite and PostgreSQL."""

from django.db import connection, models

from statutes.base.columns import column_of


def add_counts(model: type[models.Model], key: list[str], rows: list[dict], last=()) -> None:
    """Add the `number` of each row to the row with the same key; `last` columns are overwritten.

    `key` names the fields of a unique constraint; the rows hold every field of the model but its
    id, each key once. They are written in the order of their keys, so that two writers never wait
    for each other.
    """
    if not rows:
        return
    rows = sorted(rows, key=lambda row: [row[name] for name in key])
    column = {name: quoted(column_of(model, name).column) for name in rows[0]}
    table, number = quoted(model._meta.db_table), column["number"]
    sets = [f"{number} = {table}.{number} + excluded.{number}"]
    sets += [f"{column[name]} = excluded.{column[name]}" for name in last]
    places = ", ".join(["(" + ", ".join(["%s"] * len(column)) + ")"] * len(rows))
    sql = (  # the names are those of our own tables and columns, the values are parameters
        f"INSERT INTO {table} ({', '.join(column.values())}) VALUES {places} "  # noqa: S608
        f"ON CONFLICT ({', '.join(column[name] for name in key)}) DO UPDATE SET {', '.join(sets)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [row[name] for row in rows for name in column])


def quoted(name: str) -> str:
    """A name of a table or column as SQL."""
    return connection.ops.quote_name(name)
