"""Whether the words beside a citation stand in the article cited, and what an editor is told.

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
from statutes.law.likeness import Place, folded, pairs_of
from statutes.law.quotations import Quotation
from statutes.law.structure import clauses
from statutes.law.table import Table
from statutes.models import Statute

SHORTEST, SHORTEST_RESTATED = 12, 20  # characters that are compared
SHORTEST_ELSEWHERE = 20  # of a quotation that is looked for in every statute in force
RIGHT = 0.8  # of the pairs of a quotation: the article cited holds it, some words apart
RIGHT_RESTATED = 0.55
SURE, SURE_RESTATED = 0.88, 0.8  # of the article where it is found
AHEAD = 0.2  # by which that has to hold more of it than the article cited
AHEAD_WORD_FOR_WORD = 0.02  # the same, of what stands there word for word
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


@dataclass(frozen=True)
class Misquote:
    """Words that do not stand where they are said to stand: at `cited`.

    `found` is where they stand; `today` where they, or nearly the same, stand in what is in force,
    None where nothing is like them. `exact` unless `today` says it in other words.
    """

    quotation: Quotation
    cited: Standing
    found: Standing
    today: Standing | None
    exact: bool
    cited_text: str = ""  # of the article as a whole
    text: str = ""  # of the article `today`, or else of that where they were found

    @property
    def mark(self) -> str:
        """By which the same words are known again."""
        return f"{crc32(''.join(self.quotation.parts).encode()):08x}"


def share(parts: tuple[str, ...], words: str) -> float:
    """The part of a quotation that some words hold, both folded: 1 where it stands in them."""
    if all(part in words for part in parts):
        return 1.0
    pairs = frozenset().union(*map(pairs_of, parts))
    return len(pairs & pairs_of(words)) / len(pairs) if pairs else 0.0


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
        """Where the words stand, if they do not stand in the article cited.

        `accepted` are other versions in which they may stand under the same number.
        """
        citation, quotation = self.citation, self.quotation
        own, is_quoted = self.table.wording(self.row), quotation.quoted
        shortest = SHORTEST if is_quoted else SHORTEST_RESTATED
        if citation.number is None or not own.stored or quotation.length < shortest:
            return None
        held = share(quotation.parts, own.folded(self.place))
        if held == 1:
            # Words of the article, but of another 款 or 项 than the one cited
            there = self._with_clause(Standing(self.row, self.place))
            if there.clause in (0, citation.clause) and there.item in (0, citation.item):
                return None
            return self._made(there, there, exact=True)
        if held >= (RIGHT if is_quoted else RIGHT_RESTATED):
            best = is_quoted and _best(own, quotation, held + AHEAD_WORD_FOR_WORD, sure=1)
            found = Standing(self.row, best) if best else None
        else:
            found = None if any(map(self._holds, accepted)) else self._found(held)
        if not found:
            return None
        today, exact = self._today(found)
        return self._made(found, today and self._with_clause(today), exact)

    def _holds(self, version):
        words = self.table.wording(version).folded(self.place)
        return bool(words) and share(self.quotation.parts, words) >= RIGHT

    def _found(self, held):
        sure = SURE if self.quotation.quoted else SURE_RESTATED
        versions = self.table.versions(self.row.short_name)
        for version in [self.row, *(one for one in reversed(versions) if one.pk != self.row.pk)]:
            if version.pk != self.row.pk and self._holds(version):
                return Standing(version, self.place)
            best = _best(self.table.wording(version), self.quotation, held + AHEAD, sure=sure)
            if best:
                return Standing(version, best)
        return self._elsewhere() if self.quotation.quoted else None

    def _elsewhere(self):
        """Word for word in what took its place or gave place to it, or in another one in force."""
        if self.quotation.length < SHORTEST_ELSEWHERE:
            return None
        longest, own, found = RUN.findall(self.quotation.words), self.row, []
        for key, *place in self.table.holding(max(longest, key=len, default="")):
            row = self.table.rows.get(key)
            if row and key != own.pk:
                there = Standing(row, (place[0], place[1]))
                words = self.table.wording(row).folded(there.place)
                if words and all(part in words for part in self.quotation.parts):
                    found.append(there)
        kin = [
            one for one in found
            if one.row.replaced_by_id == own.pk or own.replaced_by_id == one.row.pk
        ]  # fmt: skip
        for some in (kin, [one for one in found if self._is_in_force(one.row)]):
            if len(some) == 1:
                return some[0]
        return None

    def _is_in_force(self, row):
        return row.status_on(self.today) == Status.IN_FORCE

    def _made(self, found, today, exact):
        one, there = self.citation, today or found
        cited = Standing(self.row, self.place, one.clause, one.item)
        old = self.table.wording(self.row).stored.get(self.place, "")
        new = self.table.wording(there.row).stored[there.place]
        return Misquote(self.quotation, cited, found, today, exact, old, new)

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


def _best(wording, quotation, least, *, sure):
    """The one article that surely holds a quotation, and no less of it than is asked for."""
    if not wording.stored:
        return None
    near = wording.compared.holding("".join(quotation.parts))
    shares = [(share(quotation.parts, wording.folded(one.place)), one.place) for one in near]
    (most, place), *others = sorted(shares, reverse=True) or [(0, None)]
    if most < max(sure, least) or (others and others[0][0] > most - APART):
        return None
    return place


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
