"""What answers the words of a visitor, in slots of which each is asked for itself.

No scores are mixed: an article of law that is named comes first, then who or what is named, then
our articles, then what the law says.
"""

from collections import Counter
from dataclasses import dataclass, field

from articles import search
from articles.answers import hits
from articles.answers.hits import Hit
from articles.law.citing import citing
from articles.public import lists
from articles.search import SearchResult
from firm.models import Lawyer, PracticeArea
from firm.site import named
from firm.site.named import Named
from statutes.law.table import Table
from statutes.search import LawHit, Meant, find_in_law, meant

LONGEST = 300  # characters that are searched for; nobody is refused for more
MOST_OF_ONE = 5  # newest articles of a lawyer
MOST_OF_LAW = 5  # articles of law that speak to a question
UNITS = {
    "lawyer": "位律师",
    "area": "个业务领域",
    "office": "个办公地点",
    "page": "个页面",
    "place": "个页面",
}


@dataclass(frozen=True)
class LawCard:
    """An article of law or a statute that was asked for, and how many of our articles cite it."""

    meant: Meant
    citing: int


@dataclass(frozen=True)
class Answers:
    """What was found; a slot in which nothing is stays empty."""

    law: list[LawCard] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    found: SearchResult = field(default_factory=SearchResult)
    hits: list[Hit] = field(default_factory=list)
    said: list[LawHit] = field(default_factory=list)
    by: Lawyer | None = None  # whose newest articles the hits are, where only a lawyer is asked for

    @property
    def total(self) -> int:
        """How many there are in all slots."""
        return len(self.law) + len(self.named) + self.found.total + len(self.said)

    @property
    def counts(self) -> list[str]:
        """How many of each kind answer all words: 1个法条, 2位律师, 3篇文章."""
        counted = Counter(UNITS[one.kind] for one in self.named)
        places = sum(one.meant.place is not None for one in self.law)
        articles = self.found.total if self.found.exact else 0
        kinds = {"个法条": places, "部法规": len(self.law) - places, **counted, "篇文章": articles}
        return [f"{number}{unit}" for unit, number in kinds.items() if number]

    @property
    def beside(self) -> list[str]:
        """What else the page lists that no count speaks of."""
        near = "相近的文章" if not self.by else "本人撰写的文章"
        told = {near: bool(self.hits) and not self.found.exact, "相关的法律条文": bool(self.said)}
        return [words for words, is_there in told.items() if is_there]


def find(
    text: str,
    limit: int,
    offset: int = 0,
    area: PracticeArea | None = None,
    author: Lawyer | None = None,
) -> Answers:
    """What answers a text of any length; behind its first page only articles.

    `area` and `author` narrow the articles down, and nothing else.
    """
    words, who = text[:LONGEST], named.find(text[:LONGEST])
    if who.lawyer and not (offset or area or author):
        newest = lists.by(who.lawyer).rows()[:MOST_OF_ONE]
        return Answers(named=who.found, hits=hits.plain(newest), by=who.lawyer)
    found = search.find_articles(words, limit, offset, area, author)
    if who.is_a_page and not found.exact:
        found = SearchResult()
    shown = hits.shown(found.ids, search.words_to_mark(words))
    if offset:
        return Answers(found=found, hits=shown)
    table = Table.latest()
    law = [_card(one) for one in meant(words, table=table)]
    said = [] if who.is_a_page else _said(words, law, table)
    return Answers(law, who.found, found, shown, said)


def _card(one):
    number = one.place and citing(one.statute, *one.place).count()
    return LawCard(one, number or 0)


def _said(words, law, table):
    """What the law says, without the articles of it that have cards already."""
    words = search.beside_law(words, table) if law else words
    told = {(card.meant.statute.pk, card.meant.place) for card in law}
    found = find_in_law(words, MOST_OF_LAW + len(law), table=table).hits
    return [one for one in found if _place(one.article) not in told][:MOST_OF_LAW]


def _place(article):
    return article.statute_id, (article.number, article.sub)
