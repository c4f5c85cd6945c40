"""Who or what the words of a query name: lawyers, areas, offices and pages."""

import re
from dataclasses import dataclass
from functools import cache

from firm.base import current_site
from firm.models import Lawyer
from firm.site import known_names, shown
from firm.site.known_names import LAWYER, Named, Reach
from richtext.fulltext import question, tokens

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
        """Whether a page of the site is asked for and nothing else."""
        return self.is_all and all(one.kind in PAGES for one in self.found)

    @property
    def lawyer(self) -> Lawyer | None:
        """The one lawyer who is asked for and nothing else."""
        alone = self.found[0].record if self.is_all and len(self.found) == 1 else None
        return alone if isinstance(alone, Lawyer) else None


def find(query: str) -> Naming:
    """At most five that the words of a query name, the surest first; no query to the database."""
    names, text = known_names.known(), tokens.fold(query[:LONGEST_QUERY])
    rest, hits = _taken_out(names, text)
    best: dict[Named, tuple] = {}
    for word, place in hits:
        for name in names[word]:
            if _is_meant(name.reach, rest, place):
                _note(best, name, (0, *name.rank, -len(word), name.order))
    for name in _begun(names, "".join(OTHER.findall(_without_empty(text)))):
        _note(best, name, (1, *name.rank, 0, name.order))
    found = [one for one in sorted(best, key=best.__getitem__) if _is_here(one)]
    shown = _narrowed(_with_lawyers(found, text))[:MOST]
    return Naming(shown, bool(shown) and not OTHER.search(rest))


def _note(best, name, rank):
    best[name.of] = min(rank, best.get(name.of, rank))


def _is_here(one):
    """Whether the site that is asked has it: on a lawyer's own, of the lawyers only that one."""
    own = current_site.current()
    return own is None or one.kind != "lawyer" or one.record.pk == own.pk


def _with_lawyers(found, text):
    """With the lawyers of the areas where a query says 离婚律师 and names nobody."""
    asks = tokens.fold(LAWYER) in text and len(text) <= LONGEST_WISH
    if not asks or any(one.kind == "lawyer" for one in found):
        return found
    areas = [one.record for one in found if one.kind == "area"]
    able = dict.fromkeys(lawyer for area in areas for lawyer in shown.lawyers_of(area))
    return [known_names.of_lawyer(one) for one in able] + found


def _narrowed(found):
    """Without the pages that stand for anything of their kind, where something of it was named."""
    named = [one for one in found if one.kind != "place" or one.record.is_contact]
    return named or found


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
    """A text with gaps in place of what only asks, begs or joins."""
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


def _begun(names, asked):
    """The names of which a part was typed: 致远, 婚姻家庭."""
    if len(asked) < SHORTEST_PART:
        return []
    return [name for word in names if asked in word for name in names[word] if name.is_own]
