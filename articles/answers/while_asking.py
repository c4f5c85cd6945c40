"""Articles that may answer a question while it is written: by the same search, and sure ones only.

The text is a client's own: it is kept and logged nowhere.
"""

from articles import search
from articles.models import Article
from firm.models import PracticeArea
from richtext.fulltext import pieces, tokens

MOST = 3
DEPTH = 20  # hits that are looked at
LONGEST = 300  # characters that are looked for: the beginning of a question says what it is about
ENOUGH = 4  # points; fewer are chance, and no article is better than a wrong one
IN_TITLE, IN_SUMMARY, SAME_AREA = 2, 1, 2  # points


def suggest(question: str, area: PracticeArea | None = None) -> list[Article]:
    """At most three published articles, best first; none where only chance would choose them."""
    words = question[:LONGEST]
    keys = search.find_articles(words, DEPTH).ids
    rows = Article.objects.published().select_related("area")
    articles = rows.only("title", "summary", "area__parent").in_bulk(keys) if keys else {}
    telling = pieces.telling(words)
    points = {key: _points(one, telling, area) for key, one in articles.items()}
    good = [key for key in keys if points.get(key, 0) >= ENOUGH]
    return [articles[key] for key in sorted(good, key=lambda key: -points[key])[:MOST]]


def _points(article, telling, area):
    title, summary = tokens.fold(article.title), tokens.fold(article.summary)
    said = sum(one in title for one in telling) * IN_TITLE
    said += sum(one in summary for one in telling) * IN_SUMMARY
    near = area is not None and area.pk in {article.area_id, article.area.parent_id}
    return said + SAME_AREA * (near and said > 0)
