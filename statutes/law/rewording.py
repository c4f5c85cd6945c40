"""What became of an article's words from one version of a statute to the next. Pure functions."""

from statutes.citations import Citation
from statutes.citations.numerals import article_digits
from statutes.law.table import Table
from statutes.models import Statute

SAME = "{}的文字在两个版本里相同。"
REWORDED = "{}的文字有改动，请按现行版本核对。"
MOVED = "旧版{old}的内容，在现行版本里是{new}。"
SAME_NUMBER = "两个版本都是{}条，序号可能未变，请核对文字有无改动。"
LOOK = "条文序号可能有变，请按现行版本核对。"


def unchanged(citation: Citation, table: Table, old: Statute, new: Statute) -> bool:
    """Whether every cited article stands word for word as it did, by the imported texts."""
    before, now = table.wording(old), table.wording(new)
    places = _places(citation) if citation.number is not None else []
    return bool(places) and all(
        place in before and before[place] == now.get(place) for place in places
    )


def compared(citation: Citation, table: Table, old: Statute | None, new: Statute) -> str:
    """Whether the cited article stands as it did, in a sentence; "" for a statute as a whole.

    Says so only where the texts of both versions are imported.
    """
    if citation.number is None:
        return ""
    before, now = (table.wording(row) if row else {} for row in (old, new))
    places = _places(citation)
    if not before or not now or any(place not in before for place in places):
        return _counted(table, old, new)
    what = article_digits(citation.number, citation.sub)
    if citation.until:
        what = f"{what}至{article_digits(citation.until)}"
    if all(now.get(place) == before[place] for place in places):
        return SAME.format(what)
    return REWORDED.format(what) if len(places) > 1 else _moved(what, before, now, places[0])


def _counted(table, old, new):
    """What the numbers of articles tell, where there are no texts to compare."""
    before, now = table.last_article(old) if old else None, table.last_article(new)
    if not (before and now):
        return LOOK
    if before == now:
        return SAME_NUMBER.format(now)
    return f"全文由{before}条变为{now}条，{LOOK}"


def _moved(what, before, now, place):
    """Where the same words stand now, if they do."""
    same = [other for other, words in now.items() if words == before[place]]
    if len(same) == 1:
        return MOVED.format(old=what, new=article_digits(*same[0]))
    return REWORDED.format(what)


def _places(citation):
    rest = range(citation.number + 1, (citation.until or 0) + 1)
    return [(citation.number, citation.sub), *((number, 0) for number in rest)]
