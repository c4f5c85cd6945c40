"""Articles that may already answer what somebody writes; what was written is kept nowhere."""

import re

from articles.models import Article
from articles.search import search

MOST = 3
CLAUSES = 3  # of a long question that are searched for, each
LONGEST_CLAUSE, SHORTEST_CLAUSE = 24, 5  # characters
DEPTH = 8  # hits of each clause that count
SAME_AREA = 0.3  # what an article of the chosen area is put before others
ASKING = re.compile(
    r"怎么|怎样|如何|什么|多少|多久|能不能|可不可以|要不要|该不该|是否|能否|应该|可以|吗|谁|几年|哪"
)


def of(question: str, area=None) -> list[Article]:
    """At most three published articles, best first: what is asked is searched for, piece by piece."""
    scores = {}
    for clause in _clauses(question):
        found, _ = search(clause, limit=DEPTH)
        for place, pk in enumerate(found):
            scores[pk] = scores.get(pk, 0) + 1 / (place + 1)
    articles = Article.objects.published().select_related("area").in_bulk(list(scores))

    def worth(pk):
        near = area is not None and area.pk in {articles[pk].area_id, articles[pk].area.parent_id}
        return -(scores[pk] + SAME_AREA * near), -pk

    return [articles[pk] for pk in sorted(articles, key=worth)[:MOST]]


def _clauses(question):
    """The pieces of a question to search for, those that ask first."""
    pieces = [piece.strip() for piece in re.split(r"[，。！？；：、,!?;:\s“”（）()]+", question)]
    pieces = [piece[:LONGEST_CLAUSE] for piece in pieces if len(piece) >= SHORTEST_CLAUSE]
    pieces = list(dict.fromkeys(pieces))
    return sorted(pieces, key=lambda piece: not ASKING.search(piece))[:CLAUSES]
