"""Whether the words beside a citation stand in the article cited, and what an editor is told.
Pure.

Nothing is said of what is too short, of what stands in several places, and where there is no text.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from zlib import crc32

from richtext.base.chinese import to_han
from statutes.base import Status
from statutes.citations import Citation
from statutes.citations.places import article_digits, article_words
from statutes.law.likeness import Place, folded, pairs_of
from statutes.law.quotations import Quotation
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
        clause = f"第{self.clause}款" if self.clause else ""
        item = f"第{self.item}项" if self.item else ""
        return f"{article_digits(*self.place)}{clause}{item}"


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


class Judge:
    """Holds quotations against the texts of a table as they stand on a day."""

    def __init__(self, table: Table, today: date):
        self.table, self.today = table, today

    def misquote(
        self, citation: Citation, quotation: Quotation, row: Statute, *, accepted: list[Statute]
    ) -> Misquote | None:
        """Where the words beside a citation of a version stand, if they do not stand there.

        `accepted` are other versions in which they may stand under the same number.
        """
        own = self.table.wording(row)
        shortest = SHORTEST if quotation.quoted else SHORTEST_RESTATED
        if citation.number is None or not own.stored or quotation.length < shortest:
            return None
        place = citation.number, citation.sub
        held = share(quotation.parts, own.folded(place))
        if held == 1:
            # Words of the article, but of another 款 or 项 than the one cited
            here = Standing(row, (citation.number, citation.sub))
            there = self._with_clause(here, citation, quotation)
            if there.clause in (0, citation.clause) and there.item in (0, citation.item):
                return None
            return self._made(citation, quotation, row, there, there, exact=True)
        if held >= (RIGHT if quotation.quoted else RIGHT_RESTATED):
            best = quotation.quoted and _best(own, quotation, held + AHEAD_WORD_FOR_WORD, sure=1)
            return self._told(citation, quotation, row, Standing(row, best)) if best else None
        if any(self._holds(version, place, quotation) for version in accepted):
            return None
        found = self._found(quotation, row, place, held)
        return self._told(citation, quotation, row, found) if found else None

    def _holds(self, version, place, quotation):
        words = self.table.wording(version).folded(place)
        return bool(words) and share(quotation.parts, words) >= RIGHT

    def _found(self, quotation, row, place, held):
        """In the same version, in another one of the same text, or somewhere else."""
        versions = self.table.versions(row.short_name)
        for version in [row, *(one for one in reversed(versions) if one.pk != row.pk)]:
            if version.pk != row.pk and self._holds(version, place, quotation):
                return Standing(version, place)
            sure = SURE if quotation.quoted else SURE_RESTATED
            best = _best(self.table.wording(version), quotation, held + AHEAD, sure=sure)
            if best:
                return Standing(version, best)
        return self._elsewhere(quotation, row) if quotation.quoted else None

    def _elsewhere(self, quotation, row):
        """Word for word in what took its place or gave place to it, or in another one in force."""
        if quotation.length < SHORTEST_ELSEWHERE:
            return None
        found = [one for one in self._verbatim(quotation) if one.row.pk != row.pk]
        near = [one for one in found if _are_kin(one.row, row)]
        for some in (near, [one for one in found if self._is_in_force(one.row)]):
            if len(some) == 1:
                return some[0]
        return None

    def _verbatim(self, quotation):
        for key, *place in self.table.holding(
            max(RUN.findall(quotation.words), key=len, default="")
        ):
            row = self.table.rows.get(key)
            words = row and self.table.wording(row).folded((place[0], place[1]))
            if row and words and all(part in words for part in quotation.parts):
                yield Standing(row, (place[0], place[1]))

    def _is_in_force(self, row):
        return row.status_on(self.today) == Status.IN_FORCE

    def _told(self, citation, quotation, row, found):
        today, exact = self._today(found, row)
        today = today and self._with_clause(today, citation, quotation)
        return self._made(citation, quotation, row, found, today, exact)

    def _made(self, citation, quotation, row, found, today, exact):
        place = citation.number, citation.sub
        cited, there = Standing(row, place, citation.clause, citation.item), today or found
        old = self.table.wording(row).stored.get(place, "")
        new = self.table.wording(there.row).stored[there.place]
        return Misquote(quotation, cited, found, today, exact, old, new)

    def _today(self, found, row):
        """Where it stands in what is in force; in the very version that the text means, there."""
        if found.row.pk == row.pk or self._is_in_force(found.row):
            return found, True
        name, day = found.row.short_name, self.today
        alive = self.table.in_force(name, day) or self.table.successor(found.row, day)
        if alive is None or not self.table.wording(alive).stored:
            return None, False
        words = self.table.wording(found.row).stored[found.place]
        like = self.table.wording(alive).compared.like(words)
        return (Standing(alive, like.place), False) if like else (None, False)

    def _with_clause(self, one, citation, quotation):
        """With the one 款 or 项 that holds it, where such were cited; else as it is."""
        if not (citation.clause or citation.item):
            return one
        held = [
            (number, clause)
            for number, clause in enumerate(self.table.wording(one.row).clauses(one.place), 1)
            if share(quotation.parts, folded("".join([clause.text, *clause.items]))) == 1
        ]
        if len(held) != 1:
            return one
        number, clause = held[0]
        item = _item(clause, quotation) if citation.item else 0
        return replace(one, clause=number if citation.clause else 0, item=item)


def _are_kin(one, other):
    """Whether one of two statutes took the place of the other."""
    return one.replaced_by_id == other.pk or other.replaced_by_id == one.pk


def _item(clause, quotation):
    """The one 项 that holds whatever is not in the words before all of them; 0 for none."""
    lead, items = folded(clause.text), [folded(item) for item in clause.items]
    rest = [part for part in quotation.parts if part not in lead]
    held = [at for at, item in enumerate(items, 1) if all(part in item for part in rest)]
    return held[0] if rest and len(held) == 1 else 0


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
OLD_CASE = "讨论旧案的，请写明是哪个版本。"
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
    write = WRITE.format(new) if new else ""
    return f"{OLD_VERSION.format(found=found)}{_now(one)}{write}{OLD_CASE}"


def place(citation: Citation, one: Misquote) -> str:
    """The same where there is no article of the number cited."""
    return f"引用的文字在{one.today or one.found}。" + WRITE.format(instead(citation, one))


def _now(one):
    if one.today is None:
        return "现行法规里没有找到相近的条文。"
    if not _moves(one):
        return SAME_NUMBER
    same_text = one.found.row.short_name == one.today.row.short_name
    return NOW.format(today=one.today.words) if same_text else TAKEN_OVER.format(today=one.today)


def instead(citation: Citation, one: Misquote) -> str:
    """What to write in place of the citation, in its own way of writing; "" for nothing."""
    place = PLACE.search(citation.written)
    if one.today is None or place is None or not _moves(one):
        return ""
    written = _han(one.today) if HAN.match(place["number"]) else one.today.words
    if BRACKET.search(place[0]):
        written = ITEM.sub(r"第（\1）项", written)
    if one.today.row.pk == one.cited.row.pk:
        return citation.written[: place.start()] + written
    return f"《{one.today.row.short_name}》{written}"


def _moves(one):
    """Whether the present place is another one than the place cited."""
    cited, today = one.cited, one.today
    if (today.row.pk, today.place) != (cited.row.pk, cited.place):
        return True
    return today.clause not in (0, cited.clause) or today.item not in (0, cited.item)


def _han(one):
    clause = f"第{to_han(one.clause)}款" if one.clause else ""
    item = f"第{to_han(one.item)}项" if one.item else ""
    return article_words(*one.place) + clause + item
