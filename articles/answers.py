"""The one search of the site: law, names, articles, in fixed slots; and what to try instead."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.utils import timezone

from articles import search
from articles.law.basis import citing
from articles.models import Article, cached_lists
from articles.public import cards, lists
from articles.stats import search_log
from firm.base import current_site
from firm.models import Lawyer, PracticeArea
from firm.site import name_search, records
from firm.site.name_search import Named
from richtext.fulltext import highlight, question
from richtext.fulltext.ranking import Hits
from statutes.law.table import Table
from statutes.search.finding import LawHit, find_in_law
from statutes.search.meaning import Meant, besides, meant


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


MOST_WORDS = 8
LOOKED_AT = 40  # of the words that visitors look for most
DAYS = 90
LIFE = timedelta(hours=1)


def frequent_words() -> list[str]:
    """Words that many look for and that find something, or else those of titles, or their tags.

    Only what the statistic keeps, names nobody, and was looked for on several days: what one person
    types again and again in an evening is not put before everybody.
    """
    own = current_site.current()
    until = timezone.now() + LIFE

    def made():
        since = timezone.localdate() - timedelta(days=DAYS)
        counted = search_log.looked_for(since).filter(days__gte=search_log.OCCASIONS, most__gt=0)
        often = [row["words"] for row in counted[:LOOKED_AT]]
        often = [words for words in often if not search_log.may_name(words)][: 2 * MOST_WORDS]
        found = search.found_whole(often, None, own) if often else []
        found = found or _said_in_titles() or [tag.name for tag in lists.tags_in(lists.ALL)]
        return found[:MOST_WORDS]

    made_of = (*cached_lists.WORDS, *records.FIRM)
    return cached_lists.keep("frequent words", made, made_of, until)


def _said_in_titles() -> list[str]:
    """What people say of their trouble, by the titles of the newest articles: one of each area."""
    found = dict[int, str]()
    for area, title in lists.ALL.rows().values_list("area", "title")[:LOOKED_AT]:
        said = question.said_in(highlight.even(title))
        words = [title[one.start : one.end] for one in said]
        found[area] = max([found.get(area, ""), *words], key=len)
    in_order = dict.fromkeys(found.get(area.pk, "") for area in records.areas())
    return [word for word in in_order if len(word) > 2]


LONGEST = 300  # characters that are searched for; nobody is refused for more
MOST_NEAR = 3  # articles where none holds all words: what is farther off buries the rest
MOST_OF_ONE = 5  # newest articles of a lawyer
MOST_OF_LAW = 3  # articles of law that speak to a question
UNITS = {
    "lawyer": "位律师",
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
    """What was found, in slots of which each is asked for itself: no scores are mixed."""

    law: list[LawCard] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    found: Hits = field(default_factory=lambda: Hits([]))
    hits: list[Hit] = field(default_factory=list)
    said: list[LawHit] = field(default_factory=list)
    by: Lawyer | None = None  # whose newest articles the hits are, where only a lawyer is asked for

    @property
    def is_far(self) -> bool:
        """Whether the articles are only the nearest there are, and nothing was found."""
        return bool(self.found.ids) and not (self.found.exact or self.found.sure)

    @property
    def total(self) -> int:
        near = 0 if self.is_far else self.found.total
        return len(self.law) + len(self.named) + near + len(self.said)

    @property
    def is_named(self) -> bool:
        """Whether a person or a page was asked for, and no area alone."""
        return any(one.kind in UNITS for one in self.named)

    @property
    def counts(self) -> list[str]:
        """How many of each kind answer all words: 1个法条, 2位律师, 3篇文章."""
        counted = Counter(UNITS[one.kind] for one in self.named if one.kind in UNITS)
        places = sum(one.meant.place is not None for one in self.law)
        kinds = {
            "个法条": places,
            "部法规": len(self.law) - places,
            **counted,
            "篇文章": self.found.whole,
        }
        return [f"{number}{unit}" for unit, number in kinds.items() if number]


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
        newest = cards.with_names(lists.by(who.lawyer).rows()[:MOST_OF_ONE])
        hits = [Hit(one, [(one.title, False)], [(one.excerpt, False)]) for one in newest]
        return Answers(named=who.found, hits=hits, by=who.lawyer)
    found = search.find_articles(words, limit, offset, area, author)
    if not found.exact:
        near = [] if who.is_a_page or offset else list(found.sure or found.ids)[:MOST_NEAR]
        found = found._replace(ids=near, total=len(near))
    if offset:
        return Answers(found=found, hits=_shown(found.ids, words))
    table = Table.latest()
    law = [
        LawCard(one, one.place and citing(one.statute, *one.place).count() or 0)
        for one in meant(words, table=table)
    ]
    said: list[LawHit] = []
    if not who.is_a_page:
        # Without the articles of law that have cards already.
        words = besides(words, table, statutes=True) if law else words
        told = {(card.meant.statute.pk, card.meant.place) for card in law}
        for hit in find_in_law(words, MOST_OF_LAW + len(law), table=table, sure=True).hits:
            place = (hit.article.statute_id, (hit.article.number, hit.article.sub))
            said += [hit] if place not in told else []
    answer = Answers(law, who.found, found, said=said[:MOST_OF_LAW])
    if answer.is_far and answer.total:
        return replace(answer, found=Hits([]))
    return replace(answer, hits=_shown(found.ids, text[:LONGEST]))


def _shown(keys, text):
    marked = search.words_to_mark(text)
    return [
        Hit(
            one,
            highlight.split_at_hits(one.title, marked),
            highlight.snippet(one.text, one.excerpt, marked),
        )
        for one in (cards.of(keys, Article.objects.published(), ["text"]) if keys else [])
    ]


MOST_SUGGESTED, DEPTH = 3, 6  # that are shown, and of which those of the area come first


def suggest(question: str, area: PracticeArea | None = None) -> list[Article]:
    """At most three published articles, best first, those of the area before others.

    The text is a client's own: it is stored and logged nowhere.
    """
    keys = search.find_articles(question[:LONGEST], DEPTH, sure=True).ids
    found = Article.objects.published().select_related("area")
    rows = found.only("title", "area__name", "area__parent").in_bulk(keys) if keys else {}
    articles = [rows[key] for key in keys if key in rows]
    if area is not None:
        articles.sort(key=lambda one: area.pk not in {one.area_id, one.area.parent_id})
    return articles[:MOST_SUGGESTED]
