"""Whom or what the words of a query name: lawyers, areas, offices and pages."""

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from firm.base import caching, current_site, people
from firm.models import Lawyer, Office, Page, PageKind, PracticeArea, SiteSettings
from firm.site import records
from firm.site.identity import Identity
from richtext.fulltext import question, tokens

# What visitors call the pages that every site has: of a kind of page, or under its title and view.
PAGE_WORDS = Path(__file__).with_name("page_words.txt")

# A name is sure where it is long. A short one may stand in another word by chance (任律师 in
# 责任律师, 地址 in 对方地址): so it has to be a word of its own, and a page of the site is meant
# only by a query that asks for nothing besides.

SURE = 3  # characters of a name that stands in no other word by chance; of a page, one more
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
    """A record or page found by its name; what is `general` gives way where others were named."""

    kind: str  # one of RANKS
    title: str
    path: str
    record: Lawyer | PracticeArea | Office | Page | None = None
    general: bool = False


class Name(NamedTuple):
    """Of what it is a name; whether its own, or one that is only said; what comes first."""

    of: Named
    reach: Reach
    is_own: bool
    rank: tuple[int, int]
    order: int


def known() -> dict[str, list[Name]]:
    """All names, folded; read once for each change of the firm's records."""

    def read():
        found = defaultdict(list)
        with current_site.everybody():
            for order, (of, word, reach, is_own) in enumerate(_names()):
                is_above = isinstance(of.record, PracticeArea) and of.record.parent_id is None
                name = Name(of, reach, is_own, (RANKS[of.kind], int(is_above)), order)
                found[tokens.fold(word)].append(name)
        return dict(found)

    return caching.shared("names that the search knows", records.FIRM, read)


def _named(kind, title, record):
    return Named(kind, title, record.get_absolute_url(), record)


def _names():
    """All that is shown under each name: where that has to stand, whether it is its own."""
    contact = current_site.path_of("firm:contact")
    for one in records.lawyers():
        named, name = _named("lawyer", one.title, one), one.name.replace(" ", "")
        yield named, name, _of_topic(name), True
        yield named, one.title, Reach.ANYWHERE, True
        if len(name) > 1 and (surname := people.split(name)[0]):
            yield named, surname + LAWYER, Reach.BEGINS, False
        for word in one.alias_list:
            yield named, word, _of_topic(word), False
    for office in records.offices():
        named = Named("office", office.name, f"{contact}#office-{office.pk}", office)
        for word in dict.fromkeys([office.name, IN_BRACKETS.sub("", office.name)]):
            yield named, word, _of_page(word), True
        for word in office.alias_list:
            yield named, word, _of_page(word), False
    said = {tuple(of): words for words, of in question.lines(PAGE_WORDS)}
    for page in records.pages():
        named, more = _named("page", page.title, page), [*page.alias_list]
        yield named, page.title, _of_page(page.title), True
        if page.kind == PageKind.ABOUT:
            firm = SiteSettings.load()
            more += [firm.firm_name, IN_BRACKETS.sub("", firm.firm_name), firm.site_name]
        for word in dict.fromkeys([*filter(None, more), *said.get((page.kind,), [])]):
            yield named, word, Reach.ALONE, False
    for (title, view), words in (one for one in said.items() if len(one[0]) > 1):
        # Nobody is led to a form that is closed.
        if view == "firm:lawyers" and not records.lawyers():
            continue
        if view == "consult:new" and not Identity().can_ask:
            continue
        named = Named("place", title, current_site.path_of(view), general=view != "firm:contact")
        yield named, title, _of_page(title), True
        for word in words:
            yield named, word, Reach.ALONE, False
    for area in records.areas():
        named = _named("area", area.name, area)
        parts = [part for part in PARTS.split(area.name) if len(part) > 1 and part != area.name]
        yield named, area.name, _of_topic(area.name), True
        for word in dict.fromkeys([*parts, *area.alias_list]):
            yield named, word, _of_topic(word), False


def _of_topic(word):
    return Reach.ANYWHERE if len(word) >= SURE else Reach.WHOLE


def _of_page(word):
    return Reach.ANYWHERE if len(word) > SURE else Reach.ALONE


MOST = 5
PAGES = {"page", "place", "office"}
LONGEST_QUERY = 300  # characters that are read
# What is said around a name and says nothing itself.
AROUND = (
    "律师事务所 律师所 律所 事务所 律师 你们 您们 我们 贵所 本所 你好 您好 谢谢 请问 请教 咨询"
    " 委托 聘请 联系 找个 一个 一位 一下 哪位 哪个 这位 知道 官司 案件 案子 方面 相关 收取 支付"
)
AROUND_ONE = "请找我你您想要问的是在有个位名去到能会收交付看查呢吗啊吧呀了和与及跟给对打做办"
# In a query: a name that was found, a word of an area, nothing that is asked for.
HIT, TOPIC, GAP = "\ue000", "\ue001", " "
BOUNDS = ("", HIT, GAP)  # of a word of its own; 公司拖欠工资 is about wages
OTHER = re.compile(rf"[^{HIT}{TOPIC}{GAP}]+")
SHORTEST_PART = 2  # characters of a name that are enough to mean it
LONGEST_WISH = 20  # characters; who tells a story with a lawyer in it asks for no list of them


@dataclass(frozen=True)
class Naming:
    """Who and what a query names, and whether it says nothing besides."""

    found: list[Named]
    is_all: bool

    @property
    def is_a_page(self) -> bool:
        return self.is_all and all(one.kind in PAGES for one in self.found)

    @property
    def lawyer(self) -> Lawyer | None:
        alone = self.found[0].record if self.is_all and len(self.found) == 1 else None
        return alone if isinstance(alone, Lawyer) else None


def find(query: str) -> Naming:
    """At most five that the words of a query name, the surest first; no query to the database."""
    names, text = known(), tokens.fold(query[:LONGEST_QUERY])
    rest, hits = _taken_out(names, text)
    part = "".join(OTHER.findall(_without_empty(text)))  # 致远, 婚姻家庭
    ranked = [
        ((0, *name.rank, -len(word), name.order), name.of)
        for word, place in hits
        for name in names[word]
        if _is_meant(name.reach, rest, place)
    ] + [
        ((1, *name.rank, 0, name.order), name.of)
        for word in (names if len(part) >= SHORTEST_PART else ())
        for name in names[word]
        if part in word and name.is_own
    ]
    own = current_site.current()  # on the site of a lawyer, of the lawyers only that one
    found = [
        one
        for one in dict.fromkeys(of for _, of in sorted(ranked, key=itemgetter(0)))
        if own is None or not isinstance(one.record, Lawyer) or one.record.pk == own.pk
    ]
    # The lawyers of the areas where a query says 离婚律师 and names nobody.
    asks = tokens.fold(LAWYER) in text and len(text) <= LONGEST_WISH
    if asks and not any(one.kind == "lawyer" for one in found):
        areas = [one.record for one in found if isinstance(one.record, PracticeArea)]
        able = dict.fromkeys(lawyer for area in areas for lawyer in records.lawyers_of(area))
        found = [*(_named("lawyer", one.title, one) for one in able), *found]
    shown = ([one for one in found if not one.general] or found)[:MOST]
    return Naming(shown, bool(shown) and not OTHER.search(rest))


def _taken_out(names, text):
    """What is left of a query, character by character, and the names in it with their places."""
    left, hits = list(text), []
    known = sorted((one for one in names if one in text), key=len, reverse=True)
    for word in sorted(known, key=lambda one: names[one][0].of.kind != "lawyer"):
        mark = TOPIC if names[word][0].of.kind == "area" else HIT
        start = text.find(word)
        while start >= 0:
            place = slice(start, start + len(word))
            if not {HIT, TOPIC} & set(left[place]):
                left[place] = mark * len(word)
                hits.append((word, place))
            start = text.find(word, start + 1)
    return _without_empty("".join(left)), hits


def _without_empty(text):
    for empty in (question.ASKING, question.SIGNS, _around()):
        text = empty.sub(lambda one: GAP * len(one[0]), text)
    return text


@cache
def _around():
    words = sorted(tokens.fold(AROUND).split(), key=len, reverse=True)
    return re.compile("|".join([*words, f"[{tokens.fold(AROUND_ONE)}]"]))


def _is_meant(reach, rest, place):
    if reach is Reach.ALONE:
        return not OTHER.search(rest)
    begins = rest[: place.start][-1:] in BOUNDS
    ends = rest[place.stop :][:1] in BOUNDS
    return [True, begins, begins and ends][reach]
