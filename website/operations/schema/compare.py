"""The differences between the expected and the actual tables, in words.

Told is what makes a query of ours fail, refuses a row that we think sound, or lets one in that we
do not expect. What an operator or a plugin adds without that effect is no difference: tables,
indexes, columns that may stay empty.
"""

import re

from website.operations.schema import actual_tables, expected_tables

# Of a column by itself (`CHECK ("number" >= 0)`): PostgreSQL names it, Django and SQLite do not.
OF_A_COLUMN = re.compile(r"_check\d*$")
# A wider number is no difference: Django's own tables of pairs are made with the project's ids.
WIDER = {"integer": {"bigint"}, "smallint": {"integer", "bigint"}}


def differences(connection) -> list[str]:
    """One phrase for each, in the order of the tables; none when the code can work."""
    ours, by_hand = expected_tables.tables(connection), expected_tables.made_by_hand()
    there = actual_tables.tables(connection, [*ours, *by_hand])
    told: list[str] = []
    for name, table in sorted(ours.items()):
        told += _of_table(name, table, there[name]) if name in there else [f"没有表{name}"]
    for name, columns in sorted(by_hand.items()):
        known = there[name].columns if name in there else {}
        told += [f"没有列{name}.{column}" for column in columns if column not in known]
    functions, triggers = actual_tables.functions(connection), actual_tables.triggers(connection)
    told += [f"没有函数{name}" for name in expected_tables.functions() if name not in functions]
    return told + [
        f"没有触发器{one}" for one in expected_tables.triggers(connection) if one not in triggers
    ]


def _of_table(name, ours, there):
    return [
        *_of_columns(name, ours.columns, there.columns),
        *_of_uniques(name, ours, there),
        *_of_indexes(name, ours, there),
        *(f"表{name}没有约束{check}" for check in sorted(ours.checks - there.checks)),
        *(f"表{name}多出约束{check}" for check in _strange_checks(ours, there)),
        *(
            f"列{name}.{column}没有指向表{other}"
            for column, other in sorted(ours.links - there.links)
        ),
    ]


def _of_columns(name, ours, there):
    for column, wanted in ours.items():
        known = there.get(column)
        if known is None:
            yield f"没有列{name}.{column}"
        elif known.kind not in {wanted.kind, *WIDER.get(wanted.kind, ())}:
            yield f"列{name}.{column}的类型是{known.kind}而不是{wanted.kind}"
        elif known.required != wanted.required:
            yield f"列{name}.{column}{'不可以' if known.required else '可以'}为空"
    for column, known in there.items():
        if column not in ours and known.required and not known.filled:
            yield f"多出必填的列{name}.{column}"


def _of_uniques(name, ours, there):
    """Those over whole columns by their columns, since SQLite has no names for them."""
    whole = {
        frozenset(index.columns)
        for index in there.indexes.values()
        if index.unique and not index.partial and None not in index.columns
    }
    named = {frozenset(columns) for columns, unique in ours.named.values() if unique}
    for columns in sorted(map(sorted, ours.uniques - whole)):
        yield f"表{name}没有唯一约束（{'、'.join(columns)}）"
    for columns in sorted(map(sorted, whole - ours.uniques - named)):
        yield f"表{name}多出唯一约束（{'、'.join(columns)}）"


def _of_indexes(name, ours, there):
    for index, (columns, unique) in ours.named.items():
        known = there.indexes.get(index)
        same = known and known.unique == unique and (not columns or known.columns == columns)
        if not same:
            yield f"表{name}没有{'唯一约束' if unique else '索引'}{index}"
    leading = {index.columns[0] for index in there.indexes.values() if not index.partial}
    for column in sorted(ours.indexed - leading):
        yield f"列{name}.{column}没有索引"


def _strange_checks(ours, there):
    strange = there.checks - ours.checks
    return sorted(check for check in strange if not OF_A_COLUMN.search(check))
