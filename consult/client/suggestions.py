"""Suggests articles that may answer a question while it is typed; the text is not stored."""

import re

from articles.models import Article
from articles.search import search

MOST = 3
CLAUSES = 4  # of a long question that are searched for, each
LONGEST_CLAUSE, SHORTEST_CLAUSE = 24, 4  # characters
DEPTH = 12  # hits of each clause that are looked at
ENOUGH = 4  # points; fewer are chance, and no article is better than a wrong one
IN_TITLE, IN_SUMMARY, SAME_AREA = 2, 1, 2  # points
SIGNS = re.compile(r"[^\u4e00-\u9fff]+")
ASKING = re.compile(r"怎么|怎样|如何|什么|多少|多久|能不能|要不要|是否|能否|应该|可以|吗|谁|哪")
# Characters that stand in every second sentence: a pair with one of them says nothing of the
# matter.
EMPTY = set(
    "的了我你他她它们是在有不这那怎么什吗呢要能可以应该多少和与就都也很一二两三四五六七八九十"
    "个年月日天上下里到去来说想问让给把被会没还又再从向对为吧谁哪几何样后前时候现已只所自己"
)


def suggest(question: str, area=None) -> list[Article]:
    """At most three published articles, best first; none where only chance would choose them."""
    clauses = _clauses(question)
    found = {pk for clause in clauses for pk in search(clause, limit=DEPTH)[0]}
    pairs = {pair for clause in SIGNS.split(question) for pair in _pairs(clause)}
    rows = Article.objects.published().select_related("area")
    articles = rows.only("title", "summary", "area__parent").in_bulk(found).values()
    points = {article.pk: _points(article, pairs, area) for article in articles}
    good = [article for article in articles if points[article.pk] >= ENOUGH]
    return sorted(good, key=lambda article: (-points[article.pk], -article.pk))[:MOST]


def _clauses(question):
    """The pieces of a question to search for, those that ask first."""
    pieces = [piece[:LONGEST_CLAUSE] for piece in SIGNS.split(question)]
    pieces = list(dict.fromkeys(piece for piece in pieces if len(piece) >= SHORTEST_CLAUSE))
    return sorted(pieces, key=lambda piece: not ASKING.search(piece))[:CLAUSES]


def _pairs(text):
    """The pairs of neighbouring characters that say something."""
    return [text[at : at + 2] for at in range(len(text) - 1) if not EMPTY & set(text[at : at + 2])]


def _points(article, pairs, area):
    title = sum(pair in article.title for pair in pairs)
    summary = sum(pair in article.summary for pair in pairs)
    near = area is not None and area.pk in {article.area_id, article.area.parent_id}
    return title * IN_TITLE + summary * IN_SUMMARY + near * SAME_AREA * bool(title + summary)
