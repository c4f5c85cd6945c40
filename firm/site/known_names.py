"""Every name by which a lawyer, an area, an office or a page is looked for, and how sure it is.

A name is sure where it is long. A short one may stand in another word by chance (任律师 in
责任律师, 地址 in 对方地址): so it has to be a word of its own, and a page of the site is meant
only by a query that asks for nothing besides.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from firm.base import current_site, kept
from firm.base.urls import path_of
from firm.models import Lawyer, Office, Page, PageKind, PracticeArea, SiteSettings
from firm.site import built_in_names, shown
from firm.site.built_in_names import Place
from richtext.fulltext import tokens

SURE = 3  # characters of a name that stands in no other word by chance; of a page, one more
# fmt: off
OF_TWO = {
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫", "尉迟", "公孙",
    "慕容", "令狐", "宇文", "长孙", "端木", "百里", "呼延", "轩辕",
}
# fmt: on
PARTS = re.compile("以及|[与和及、/]")  # of the name of an area
IN_BRACKETS = re.compile(r"[（(].*?[)）]")
LAWYER = "律师"
RANKS = {"lawyer": 0, "office": 1, "page": 2, "place": 3, "area": 4}


class Reach(IntEnum):
    """Where a name has to stand to be meant."""

    ANYWHERE = 0
    BEGINS = 1  # with no other word in front of it: 林律师
    WHOLE = 2  # a word of its own
    ALONE = 3  # with nothing beside it that is no name


@dataclass(frozen=True)
class Named:
    """A record or a page that was found by its name."""

    kind: str  # one of RANKS
    title: str
    path: str
    record: Lawyer | PracticeArea | Office | Page | Place


@dataclass(frozen=True)
class Name:
    """Of what it is a name; whether its own, or one that is only said; what comes first."""

    of: Named
    reach: Reach
    is_own: bool
    rank: tuple[int, int]
    order: int


def known() -> dict[str, list[Name]]:
    """All names, folded; asked of the database once for each change of the firm's records."""
    return kept.get_or_make("names that the search knows", shown.FIRM, _make)


def _make():
    found = defaultdict(list)
    with current_site.everybody():
        for order, (of, word, reach, is_own) in enumerate(_every()):
            is_above = isinstance(of.record, PracticeArea) and of.record.parent_id is None
            name = Name(of, reach, is_own, (RANKS[of.kind], int(is_above)), order)
            found[tokens.fold(word)].append(name)
    return dict(found)


def _every() -> Iterator[tuple[Named, str, Reach, bool]]:
    """All that is shown under each name: where that has to stand, whether it is its own."""
    for lawyer in shown.lawyers():
        yield from _lawyer(lawyer)
    for office in shown.offices():
        yield from _office(office)
    for page in shown.pages():
        yield from _page(page)
    for place in built_in_names.places():
        yield from _place(place)
    for area in shown.areas():
        yield from _area(area)


def of_lawyer(lawyer: Lawyer) -> Named:
    """A lawyer as what was found."""
    return Named("lawyer", lawyer.title, lawyer.get_absolute_url(), lawyer)


def _lawyer(lawyer):
    named, name = of_lawyer(lawyer), lawyer.name.replace(" ", "")
    yield named, name, _of_topic(name), True
    yield named, lawyer.title, Reach.ANYWHERE, True
    if len(name) > 1 and tokens.is_han(name):
        surname = name[:2] if name[:2] in OF_TWO else name[:1]
        yield named, surname + LAWYER, Reach.BEGINS, False
    for word in lawyer.alias_list:
        yield named, word, _of_topic(word), False


def _area(area):
    named = Named("area", area.name, area.get_absolute_url(), area)
    parts = [one for one in PARTS.split(area.name) if len(one) > 1 and one != area.name]
    yield named, area.name, _of_topic(area.name), True
    for word in dict.fromkeys([*parts, *area.alias_list]):
        yield named, word, _of_topic(word), False


def _of_topic(word):
    return Reach.ANYWHERE if len(word) >= SURE else Reach.WHOLE


def _office(office):
    path = f"{path_of('firm:contact')}#office-{office.pk}"
    named = Named("office", office.name, path, office)
    for word in dict.fromkeys([office.name, IN_BRACKETS.sub("", office.name)]):
        yield named, word, _of_page(word), True
    for word in office.alias_list:
        yield named, word, _of_page(word), False


def _page(page):
    named = Named("page", page.title, page.get_absolute_url(), page)
    yield named, page.title, _of_page(page.title), True
    own = _of_the_firm() if page.kind == PageKind.ABOUT else []
    for word in dict.fromkeys([*page.alias_list, *own, *built_in_names.words_of(page.kind)]):
        yield named, word, Reach.ALONE, False


def _of_the_firm():
    settings = SiteSettings.load()
    names = [settings.firm_name, IN_BRACKETS.sub("", settings.firm_name), settings.site_name]
    return [name for name in names if name]


def _place(place):
    named = Named("place", place.title, place.path, place)
    yield named, place.title, _of_page(place.title), True
    for word in place.words:
        yield named, word, Reach.ALONE, False


def _of_page(word):
    return Reach.ANYWHERE if len(word) > SURE else Reach.ALONE
