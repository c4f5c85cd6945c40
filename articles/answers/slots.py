"""What answers the words of a visitor, in slots of which each is asked for itself.

No scores are mixed: an article of law that is named comes first, then who or what is named, then
our articles, then what the law says.
"""

from dataclasses import dataclass, field

from articles import search
from articles.answers import hits
from articles.answers.hits import Hit
from articles.law.citing import citing
from articles.search import SearchResult
from firm.models import Lawyer, PracticeArea
from firm.site import named
from firm.site.named import Named
from statutes.search import Meant, meant

LONGEST = 300  # characters that are searched for; nobody is refused for more


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

    @property
    def total(self) -> int:
        """How many there are in all slots."""
        return len(self.law) + len(self.named) + self.found.total

    @property
    def counts(self) -> list[str]:
        """How many of each kind: 1个法条, 2位律师, 3篇文章."""
        places = sum(one.meant.place is not None for one in self.law)
        kinds = [(places, "个法条"), (len(self.law) - places, "部法规")]
        for name, unit in UNITS.items():
            kinds.append((sum(one.kind == name for one in self.named), unit))
        kinds.append((self.found.total if self.found.exact else 0, "篇文章"))
        return [f"{number}{unit}" for number, unit in kinds if number]


UNITS = {
    "lawyer": "位律师",
    "area": "个业务领域",
    "office": "个办公地点",
    "page": "个页面",
    "place": "个页面",
}


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
    words = text[:LONGEST]
    found = search.find_articles(words, limit, offset, area, author)
    shown = hits.shown(found.ids, search.words_to_mark(words))
    if offset:
        return Answers(found=found, hits=shown)
    return Answers([_card(one) for one in meant(words)], named.find(words), found, shown)


def _card(one):
    number = one.place and citing(one.statute, *one.place).count()
    return LawCard(one, number or 0)
