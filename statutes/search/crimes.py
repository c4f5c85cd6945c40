"""Crimes by their names (罪名), which the articles themselves do not give; a shipped table."""

import re
from functools import cache

from statutes.citations import Citation
from statutes.citations.places import Place
from statutes.data import table_csv

LAW = "刑法"
MARKS = re.compile(r"[\W_]+")


def crimes_in(query: str) -> list[Citation]:
    """The articles whose crimes a query names; as a whole it may leave 罪 out: 寻衅滋事."""
    places, pattern = _named()
    text = MARKS.sub("", query)
    found = [one[0] for one in pattern.finditer(text)]
    if f"{text}罪" in places:
        found = [f"{text}罪"]
    return [Citation(0, len(query), name, LAW, True, *places[name]) for name in found]


def crimes_of(short_name: str, place: Place) -> list[dict]:
    """The names of the crimes in an article, each with what names it so."""
    every = _rows() if short_name == LAW else []
    here = [one for one in every if (one["number"], one["sub"]) == place]
    return [one for one in here if not one["citation"].startswith("即")]


_rows = cache(table_csv.crime_names)


@cache
def _named():
    """The place of each name, without marks, old names too where one took their place."""
    known = {one["name"]: Place(one["number"], one["sub"]) for one in _rows()}
    old = {one["old_name"]: one["new_name"] for one in table_csv.crimes()}
    known |= {name: known[now] for name, now in old.items() if now in known and name not in known}
    places = {MARKS.sub("", name): place for name, place in known.items()}
    longest_first = sorted(places, key=len, reverse=True)
    return places, re.compile("|".join(longest_first))
