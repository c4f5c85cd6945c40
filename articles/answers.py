"""The one search of the site: law, names, articles, in fixed slots; and what to try instead."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from articles import search
from articles.law.basis import citing
from articles.models import Article, ArticleQuerySet
from articles.public import cards, lists
from articles.search import SearchResult
from articles.stats import search_log
from firm.base import caching, current_site
from firm.models import Lawyer, PracticeArea
from firm.site import name_search
from firm.site.name_search import Named
from richtext.fulltext import question as fulltext_question
from richtext.fulltext import tokens
from statutes.law.table import Table
from statutes.search.finding import LawHit, find_in_law
from statutes.search.meaning import Meant, meant

__all__ = [
    "Answers",
    "LONGEST",
    "find",
    "frequent_words",
    "suggest",
]


@dataclass(frozen=True)
class Hit:
    """An article; title and a piece of its text in parts, each with whether it is marked."""

    article: Article
    title: list[tuple[str, bool]]
    snippet: list[tuple[str, bool]]

    @property
    def area(self):
        """The name of its area, with the way there."""
        return cards.area_link(self.article.area)


def unmarked_hits(rows: ArticleQuerySet) -> list[Hit]:
    """The articles of a queryset with their excerpts, nothing marked."""
    articles = cards.with_names(rows)
    return [Hit(one, [(one.title, False)], [(one.excerpt, False)]) for one in articles]


def marked_hits(keys: Collection[int], words: Sequence[str]) -> list[Hit]:
    """The public articles with these keys, in their order."""
    public = Article.objects.published().filter(pk__in=keys).order_by()
    there = {one.pk: one for one in cards.with_names(public, "text")} if keys else {}
    return [
        Hit(one, search.split_at_hits(one.title, words), search.snippet(one, words))
        for one in (there[key] for key in keys if key in there)
    ]


MOST_WORDS = 8
LOOKED_AT = 40  # of the words that visitors look for most
DAYS = 90
LIFE = timedelta(hours=1)


def frequent_words() -> list[str]:
    """Words that many look for and that find something, or else the tags of the newest articles.

    Only what the statistic keeps, names nobody, and was looked for on several days: what one person
    types again and again in an evening is not put before everybody.
    """
    own = current_site.current()
    name = f"frequent words, site {own.pk if own else 0}"
    until = timezone.now() + LIFE
    return caching.shared(name, ("lists",), lambda: _made(own), lambda made: until)


def _made(own: Lawyer | None):
    since = timezone.localdate() - timedelta(days=DAYS)
    counted = search_log.looked_for(since).filter(days__gte=search_log.OCCASIONS, most__gt=0)
    often = [row["words"] for row in counted[:LOOKED_AT]]
    often = [words for words in often if not search_log.may_name(words)][: 2 * MOST_WORDS]
    found = search.found_whole(often, None, own) if often else []
    return (found or [tag.name for tag in lists.tags_in(lists.ALL)])[:MOST_WORDS]


# What answers the words of a visitor, in slots of which each is asked for itself.
#
# No scores are mixed: an article of law that is named comes first, then who or what is named, then
# our articles, then what the law says.

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
    words, who = text[:LONGEST], name_search.find(text[:LONGEST])
    if who.lawyer and not (offset or area or author):
        newest = lists.by(who.lawyer).rows()[:MOST_OF_ONE]
        return Answers(named=who.found, hits=unmarked_hits(newest), by=who.lawyer)
    found = search.find_articles(words, limit, offset, area, author)
    if who.is_a_page and not found.exact:
        found = SearchResult()
    shown = marked_hits(found.ids, search.words_to_mark(words))
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


# Articles that may answer a question while it is written: by the same search, and sure ones only.
#
# The text is a client's own: it is kept and logged nowhere.

MOST_SUGGESTED = 3
DEPTH = 20  # hits that are looked at
LONGEST_QUESTION = (
    300  # characters that are looked for: the beginning of a question says what it is about
)
ENOUGH = 4  # points; fewer are chance, and no article is better than a wrong one
IN_TITLE, IN_SUMMARY, SAME_AREA = 2, 1, 2  # points


def suggest(question: str, area: PracticeArea | None = None) -> list[Article]:
    """At most three published articles, best first; none where only chance would choose them."""
    words = question[:LONGEST_QUESTION]
    keys = search.find_articles(words, DEPTH).ids
    rows = Article.objects.published().select_related("area")
    articles = rows.only("title", "summary", "area__parent").in_bulk(keys) if keys else {}
    telling = fulltext_question.telling(words)
    points = {key: _points_of_article(one, telling, area) for key, one in articles.items()}
    good = [key for key in keys if points.get(key, 0) >= ENOUGH]
    return [articles[key] for key in sorted(good, key=lambda key: -points[key])[:MOST_SUGGESTED]]


def _points_of_article(article, telling, area):
    title, summary = tokens.fold(article.title), tokens.fold(article.summary)
    said = sum(one in title for one in telling) * IN_TITLE
    said += sum(one in summary for one in telling) * IN_SUMMARY
    near = area is not None and area.pk in {article.area_id, article.area.parent_id}
    return said + SAME_AREA * (near and said > 0)
