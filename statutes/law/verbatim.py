"""Whether the words beside a citation are those of the article cited, and what an editor is told.

Nothing is said of what is too short, of what stands in several places, and where there is no text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from zlib import crc32

from richtext.base.chinese import to_han
from statutes.base import Status
from statutes.citations import Citation
from statutes.citations.places import article_digits, article_words
from statutes.law import alignment
from statutes.law.alignment import Place, folded
from statutes.law.quotations import SHORTEST_RESTATED, Quotation
from statutes.law.structure import clauses
from statutes.law.table import Table
from statutes.models import Statute

SHORTEST = 11  # words of a quotation that are looked for in other articles
RIGHT, RIGHT_RESTATED = 0.8, 0.55  # of the words: the article cited holds them, some apart
SURE, SURE_RESTATED = 0.88, 0.8  # of the article where it is found
AHEAD = 0.2  # by which that has to hold more of it than the article cited
APART = 0.03  # by which it has to hold more of it than any other
RUN = re.compile("[\u4e00-\u9fff]{8,}")


@dataclass(frozen=True)
class Standing:
    """An article of a version, with the 款 and 项 where they are known."""

    row: Statute
    place: Place
    clause: int = 0
    item: int = 0

    def __str__(self):
        return f"《{self.row.short_name}》{self.words}"

    @property
    def words(self) -> str:
        """第39条第1款第2项."""
        return self.written(article_digits, str)

    def written(self, article: Callable[..., str], number: Callable[[int], str]) -> str:
        clause = f"第{number(self.clause)}款" if self.clause else ""
        item = f"第{number(self.item)}项" if self.item else ""
        return article(*self.place) + clause + item


Side = tuple[str, list[tuple[str, bool]]]  # a title, the pieces of a text, whether each differs


@dataclass(frozen=True)
class Misquote:
    """Words that do not stand where they are said to stand: at `cited`.

    `found` is where they stand; `today` where they, or nearly the same, stand in what is in force,
    None where nothing is like them. `exact` unless `today` says it in other words. Where the
    article cited says it in other words itself, `differing` has both, written and in the article.
    """

    quotation: Quotation
    cited: Standing
    found: Standing
    today: Standing | None
    exact: bool
    sides: tuple[Side, Side]
    differing: tuple[tuple[str, str], ...] = ()

    @property
    def mark(self) -> str:
        """By which the same words are known again."""
        words = [*self.quotation.parts, *map("".join, self.differing)]
        return f"{crc32(''.join(words).encode()):08x}"


def share(parts: tuple[str, ...], words: str) -> float:
    """The part of a quotation that some words hold, both folded: 1 where it stands in them."""
    if all(part in words for part in parts):
        return 1.0
    pairs = frozenset().union(*map(alignment.pairs_of, parts))
    held = len(pairs & alignment.pairs_of(words)) / len(pairs) if pairs else 0
    return min(held, 0.999)


@dataclass(frozen=True)
class Judge:
    """Holds the words beside a citation of a version against the texts of a table on a day."""

    citation: Citation
    quotation: Quotation
    row: Statute
    table: Table
    today: date

    @property
    def place(self) -> Place:
        return self.citation.number or 0, self.citation.sub

    def misquote(self, accepted: list[Statute]) -> Misquote | None:
        """Where the words stand, or which are others, if they are not those of the article cited.

        `accepted` are other versions in which they may stand under the same number.
        """
        citation, quotation, own = self.citation, self.quotation, self.table.wording(self.row)
        if citation.number is None or not own.stored or not quotation.length:
            return None
        if self.table.is_missing(self.row, *self.place):  # nobody knows its words as amended
            return None
        held = share(quotation.parts, own.folded(self.place))
        cited = Standing(self.row, self.place, citation.clause, citation.item)
        shortest = SHORTEST if quotation.quoted else SHORTEST_RESTATED
        if held == 1 and quotation.length >= shortest:
            # Words of the article, but of another 款 or 项 than the one cited
            there = self._with_clause(Standing(self.row, self.place))
            if there.clause not in (0, citation.clause) or there.item not in (0, citation.item):
                return self._made(cited, there, there, exact=True)
        if held < 1 and quotation.length >= shortest and (found := self._place(held, accepted)):
            today, exact = self._today(found)
            return self._made(cited, found, today and self._with_clause(today), exact)
        return None if held == 1 and quotation.is_marked else self._reworded(cited, accepted)

    def _place(self, held, accepted):
        """Where else the words stand, if they do not stand in the article cited."""
        right, sure = (RIGHT, SURE) if self.quotation.quoted else (RIGHT_RESTATED, SURE_RESTATED)
        # Nearly as cited: only what is word for word the same is more like it
        sure, least, enough = (1, 1, 1) if held >= right else (sure, held + AHEAD, RIGHT)
        if any(self._share(Standing(row, self.place)) >= enough for row in accepted):
            return None
        versions = self.table.versions(self.row.short_name)
        for row in [self.row, *(one for one in reversed(versions) if one.pk != self.row.pk)]:
            same = Standing(row, self.place)
            if row.pk != self.row.pk and self._share(same) >= enough:
                return same
            if best := self._best(row, max(sure, least)):
                return best
        return self._elsewhere() if held < right and self.quotation.quoted else None

    def _best(self, row, least):
        """The one article of a version that holds no less than so much."""
        wording, parts = self.table.wording(row), self.quotation.parts
        longest = max(parts, key=len)
        held = [place for place in wording.stored if longest in wording.folded(place)]
        if least < 1 and not held and wording.stored:
            held = wording.compared.near(alignment.pairs_of("".join(parts)))
        shares = sorted(((share(parts, wording.folded(one)), one) for one in held), reverse=True)
        if not shares or shares[0][0] < least or shares[1:] and shares[1][0] > shares[0][0] - APART:
            return None
        return Standing(row, shares[0][1])

    def _share(self, one):
        return share(self.quotation.parts, self.table.wording(one.row).folded(one.place))

    def _elsewhere(self):
        """Word for word in what took its place or gave place to it, or in another one in force."""
        longest = max(RUN.findall(self.quotation.words), key=len, default="")
        if self.quotation.length < SHORTEST_RESTATED or not longest:
            return None
        own, rows = self.row, self.table.rows
        found = [
            Standing(rows[key], (number, sub))
            for key, number, sub in self.table.holding(longest)
            if key in rows and key != own.pk
        ]
        found = [one for one in found if self._share(one) == 1]
        kin = [
            one for one in found
            if one.row.replaced_by_id == own.pk or own.replaced_by_id == one.row.pk
        ]  # fmt: skip
        others = [one for one in found if self._is_in_force(one.row)]
        return next((some[0] for some in (kin, others) if len(some) == 1), None)

    def _is_in_force(self, row):
        return row.status_on(self.today) == Status.IN_FORCE

    def _reworded(self, cited, accepted):
        """The words that are others than those of the article cited, in every version accepted."""
        words, is_marked = self.quotation.words, self.quotation.is_marked
        rows = [self.row, *(one for one in accepted if one.pk != self.row.pk)]
        text, *others = [self.table.wording(row).stored.get(self.place, "") for row in rows]
        spans = [one.spans for one in alignment.altered(words, text, marked=is_marked)]
        found = (alignment.altered(words, other, marked=is_marked) for other in others if other)
        if not spans or not all(found):
            return None
        end = -1 if is_marked else words.find("。", spans[-1][1])
        own = words[:end] if end > 0 else words
        sides = (
            ("文中", _pieces(own, [span[:2] for span in spans])),
            (str(cited), _pieces(text, [span[2:] for span in spans])),
        )
        differing = tuple((words[a:b], text[c:d]) for a, b, c, d in spans)
        return Misquote(self.quotation, cited, cited, cited, True, sides, differing)

    def _made(self, cited, found, today, exact):
        there = today or found
        old = self.table.wording(cited.row).stored.get(cited.place, "没有这一条")
        new = self.table.wording(there.row).stored[there.place]
        sides = (str(cited), [(old, False)]), (str(there), [(new, False)])
        return Misquote(self.quotation, cited, found, today, exact, sides)

    def _today(self, found):
        """Where it stands in what is in force; in the very version that the text means, there."""
        if found.row.pk == self.row.pk or self._is_in_force(found.row):
            return found, True
        name, day = found.row.short_name, self.today
        alive = self.table.in_force(name, day) or self.table.successor(found.row, day)
        if alive is None or not self.table.wording(alive).stored:
            return None, False
        words = self.table.wording(found.row).stored[found.place]
        like = self.table.wording(alive).compared.like(words)
        return (Standing(alive, like.place), False) if like else (None, False)

    def _with_clause(self, one):
        """With the one 款 or 项 that holds it, where such were cited; else as it is."""
        if not (self.citation.clause or self.citation.item):
            return one
        words = self.table.wording(one.row).stored.get(one.place, "")
        held = [
            (number, clause)
            for number, clause in enumerate(clauses(words), 1)
            if share(self.quotation.parts, folded("".join([clause.text, *clause.items]))) == 1
        ]
        if len(held) != 1:
            return one
        number, clause = held[0]
        # The one 项 that holds whatever is not in the words before all of them
        lead, items = folded(clause.text), map(folded, clause.items)
        rest = [part for part in self.quotation.parts if part not in lead]
        inside = [at for at, item in enumerate(items, 1) if all(part in item for part in rest)]
        item = inside[0] if self.citation.item and rest and len(inside) == 1 else 0
        return replace(one, clause=number if self.citation.clause else 0, item=item)


def _pieces(text, spans):
    found, at = [], 0
    for start, end in spans:
        found += [(text[at:start], False), (text[max(start, at) : end], True)]
        at = end
    return [piece for piece in [*found, (text[at:], False)] if piece[0]]


REWORDED = "引用的文字与{}不一致：{}。请按条文核对。"
OTHER, MISSING, ADDED = "您写的“{}”，条文为“{}”", "漏了“{1}”", "多了“{}”"
MOST, LONGEST = 3, 24  # differences that are named; characters of each
OLD_VERSION = "引用的是{found}的文字，"
NOW = "现行版本里大致相当的是{today}。"
TAKEN_OVER = "现在大致相当的是{today}。"
SAME_NUMBER = "现行版本的这一条已经改动，请按现行文字引用。"
WRITE = "核对文字后，请改为“{}”。"
OLD_CASE = "如讨论旧案，请写明是哪个版本。"
# The article at the end of a citation, with all that stands behind it.
PLACE = re.compile(
    r"第?\s*(?P<number>[零〇○一二两三四五六七八九十百千]{1,9}|[0-9０-９]{1,4}(?:-\d{1,2})?)\s*条.*$"
)
BRACKET = re.compile("[（(]")
ITEM = re.compile(r"第([^第款条]+)项")
HAN = re.compile("[零〇○一二两三四五六七八九十百千]")


def sentence(citation: Citation, one: Misquote) -> str:
    """Where the words stand, and what to write, in sentences for an editor."""
    new = instead(citation, one)
    if one.differing:
        differing = list(dict.fromkeys(map(_told, one.differing)))
        told = "；".join(differing[:MOST])
        more = f"；共{len(differing)}处" if len(differing) > MOST else ""
        return REWORDED.format(one.cited, told + more)
    if one.exact and one.today:
        same = one.today.row.pk == one.cited.row.pk
        found = one.today.words if same else str(one.today)
        return f"引用的文字不在{one.cited}，而在{found}。" + WRITE.format(new)
    old = one.found.row
    year = f"{old.year}年版本" if old.year and old.short_name == citation.statute else ""
    found = f"《{old.short_name}》{year}{one.found.words}"
    if one.today is None:
        now = "现行法规里没有找到相近的条文。"
    elif not _moves(one):
        now = SAME_NUMBER
    elif old.short_name == one.today.row.short_name:
        now = NOW.format(today=one.today.words)
    else:
        now = TAKEN_OVER.format(today=one.today)
    write = WRITE.format(new) if new else ""
    return f"{OLD_VERSION.format(found=found)}{now}{write}{OLD_CASE}"


def _told(pair):
    form = OTHER if all(pair) else MISSING if pair[1] else ADDED
    return form.format(*(f"{one[:LONGEST]}……" if len(one) > LONGEST else one for one in pair))


def instead(citation: Citation, one: Misquote) -> str:
    """What to write in place of the citation, in its own way of writing; "" for nothing."""
    place = PLACE.search(citation.written)
    if one.today is None or place is None or not _moves(one):
        return ""
    is_han = HAN.match(place["number"])
    written = one.today.written(article_words, to_han) if is_han else one.today.words
    if BRACKET.search(place[0]):
        written = ITEM.sub(r"第（\1）项", written)
    if one.today.row.pk == one.cited.row.pk:
        return citation.written[: place.start()] + written
    return f"《{one.today.row.short_name}》{written}"


def _moves(one):
    cited, today = one.cited, one.today
    if (today.row.pk, today.place) != (cited.row.pk, cited.place):
        return True
    return today.clause not in (0, cited.clause) or today.item not in (0, cited.item)
