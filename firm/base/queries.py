"""Fewer and cheaper queries: prepared statements, several counts in one, pages of lists."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.core.paginator import InvalidPage, Paginator
from django.db import connection
from django.db.models import Count, Expression, Field, Model, QuerySet, Value
from django.http import Http404


def numbers(rows: Mapping[str, QuerySet]) -> dict[str, int]:
    """How many rows each queryset has, by its name; each is found by its own index, as if alone."""
    counted = []
    for name, found in rows.items():
        named = found.order_by().annotate(counted_as=Value(name)).values_list("counted_as")
        counted.append(named.annotate(number=Count("pk")))
    return dict(counted[0].union(*counted[1:], all=True)) if counted else {}


def number_of(request):
    """The page that `?page=` names, in its one spelling; another spelling is no address of ours."""
    typed = request.GET.get("page") or "1"
    if not re.fullmatch("[1-9][0-9]{0,4}", typed):
        raise Http404("页面不存在")
    return int(typed)


class KeysFirst(Paginator):
    """Finds the keys of a page in an index, then those rows: an OFFSET reads all before."""

    object_list: QuerySet

    def _get_page(self, rows, number, paginator):
        rows = self.object_list.filter(pk__in=rows.values("pk"))
        return super()._get_page(rows, number, paginator)  # type: ignore[misc]  # not in its stubs


def page_of(request, queryset, per_page=20, paginator=Paginator):
    """The page that `?page=` names; a page that is not there is 404, as for any address."""
    try:
        return paginator(queryset, per_page).page(number_of(request))
    except InvalidPage:
        raise Http404("页面不存在") from None


def canonical(request, path):
    """The address of this page of a list: page one is the list itself."""
    number = number_of(request)
    return f"{path}?page={number}" if number > 1 else path


# Working out the SQL of a query costs several times what a small one costs the database. What
# differs from one time to the next is named by a `Parameter`, anywhere in a filter where a value
# may stand: so who may see what is still said by the query, and nowhere else.

M = TypeVar("M", bound=Model)


class Parameter(Expression):
    """A value that is known when a statement is run, by its name."""

    def __init__(self, name: str, field: Field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, *_):
        return "%s", [self]


class Prepared(NamedTuple):
    sql: str
    values: Sequence

    def bound(self, **given: Any) -> list:
        """The values of the statement, with those that are given by name put in their places."""
        adapted = connection.ops.adapt_datetimefield_value
        ready = {
            name: adapted(value) if isinstance(value, datetime) else value
            for name, value in given.items()
        }
        return [ready[one.name] if isinstance(one, Parameter) else one for one in self.values]

    def rows(self, **given: Any) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.bound(**given))
            return cursor.fetchall()

    def records(self, model: type[M], **given: Any) -> Iterable[M]:
        return model._base_manager.raw(self.sql, self.bound(**given))


def prepared(query: QuerySet) -> Prepared:
    return Prepared(*query.query.sql_with_params())


def joined(queries: Sequence[QuerySet]) -> Prepared:
    """Several queries with the same columns as one; each keeps order and limit, also in SQLite."""
    parts = [prepared(query) for query in queries]
    sql = " UNION ALL ".join(
        f"SELECT * FROM ({part.sql}) part{place}"  # noqa: S608  (SQL of our own)
        for place, part in enumerate(parts)
    )
    return Prepared(sql, [value for part in parts for value in part.values])
