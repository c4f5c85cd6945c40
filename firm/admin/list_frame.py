"""A list as work: its views as tabs, its other filters as one form, what is narrowed as tags."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.http import QueryDict


class Tab(NamedTuple):
    """One view: its words, how many rows it holds if that is told, its address, whether chosen."""

    words: str
    number: int | None
    address: str
    chosen: bool


@dataclass(frozen=True)
class Select:
    """One filter of the form: its title, its name in the address, what may be chosen.

    `nothing` says what no choice means.
    """

    title: str
    name: str
    options: list[tuple[str, str]]
    chosen: str
    nothing: str = "全部"

    @property
    def said(self) -> str:
        """What is chosen, in words; "" where nothing is."""
        return dict(self.options).get(self.chosen, "") if self.chosen else ""


def without_empty(asked: QueryDict) -> QueryDict:
    """An address with what was chosen alone; a form sends its empty boxes, too."""
    kept = asked.copy()
    for name in [name for name, value in asked.items() if not value]:
        del kept[name]
    return kept


def frame(
    cl,
    filters: Sequence,
    views: list[Tab],
    orders: list[tuple[str, str]],
    told: Collection[str] = (),
) -> dict:
    """What stands above the rows of a change list: views, filters, and what is narrowed by now.

    `orders` are what it may be sorted by: the number of a column, backwards with a minus; `told`
    names the filters that the chosen view sets and tells itself.
    """
    selects = [_select(one, cl) for one in filters]
    names = {one.name for one in selects} | {SEARCH_VAR, ORDER_VAR, PAGE_VAR}
    chips = [
        (f"{one.title}：{one.said}", cl.get_query_string(remove=[one.name, PAGE_VAR]))
        for one in selects
        if one.said and one.name not in told
    ]
    order = cl.params.get(ORDER_VAR, "")
    return {
        "views": views,
        "selects": [*selects, Select("排序", ORDER_VAR, orders, order)],
        "chips": chips,
        "kept": [(name, value) for name, value in cl.params.items() if name not in names],
        "cleared": cl.get_query_string(remove=[*names]),
    }


def _select(spec, cl):
    name = getattr(spec, "parameter_name", None) or spec.lookup_kwarg
    nothing = getattr(spec, "nothing", Select.nothing)
    options = [(str(value), str(words)) for value, words in spec.lookup_choices]
    return Select(spec.title, name, [("", nothing), *options], cl.params.get(name, ""))
