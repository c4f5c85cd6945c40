"""What became of an article's words from one version of a statute to the next. Pure functions."""

from statutes.citations import Citation
from statutes.citations.numerals import article_digits
from statutes.law.table import NONE, Table
from statutes.models import Statute

SAME = "{}的文字在两个版本里相同。"
REWORDED = "{}的文字有改动，请按现行版本核对。"
MOVED = "旧版{old}的内容，在现行版本里是{new}。"
SAME_NUMBER = "两个版本都是{}条，序号可能未变，请核对文字有无改动。"
LIKE = "旧版{old}的内容，大致相当于现行版本的{new}，请核对文字。"
GONE = "现行版本里没有找到与旧版{}相近的条文，请按现行版本核对。"
TAKEN_OVER = "{old}的内容，大致相当于《{name}》{new}，请核对文字。"
LOOK = "条文序号可能有变，请按现行版本核对。"


def unchanged(citation: Citation, table: Table, old: Statute, new: Statute) -> bool:
    """Whether every cited article stands word for word as it did, by the imported texts."""
    before, now = table.wording(old).plain, table.wording(new).plain
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
    before, now = (table.wording(row) if row else NONE for row in (old, new))
    places = _places(citation)
    if not before.stored or not now.stored or any(one not in before.stored for one in places):
        return _counted(table, old, new)
    what = article_digits(citation.number, citation.sub)
    if citation.until:
        what = f"{what}至{article_digits(citation.until)}"
    if all(now.plain.get(place) == before.plain[place] for place in places):
        return SAME.format(what)
    return REWORDED.format(what) if len(places) > 1 else _moved(what, before, now, places[0])


def taken_over(citation: Citation, table: Table, old: Statute, new: Statute) -> str:
    """Which article of another statute says now what a cited one said, in a sentence; or ""."""
    if citation.number is None or citation.until:
        return ""
    words = table.wording(old).stored.get(_places(citation)[0])
    found = words and table.wording(new).stored and table.wording(new).compared.like(words)
    if not found:
        return ""
    what = article_digits(citation.number, citation.sub)
    return TAKEN_OVER.format(old=what, name=new.short_name, new=article_digits(*found.place))


def _counted(table, old, new):
    """What the numbers of articles tell, where there are no texts to compare."""
    before, now = table.last_article(old) if old else None, table.last_article(new)
    if not (before and now):
        return LOOK
    if before == now:
        return SAME_NUMBER.format(now)
    return f"全文由{before}条变为{now}条，{LOOK}"


def _moved(what, before, now, place):
    """Where the same words stand now, or nearly the same."""
    same = [other for other, words in now.plain.items() if words == before.plain[place]]
    if len(same) == 1:
        return MOVED.format(old=what, new=article_digits(*same[0]))
    found = now.compared.like(before.stored[place])
    if found is None:
        return GONE.format(what)
    if found.place == place:
        return REWORDED.format(what)
    return LIKE.format(old=what, new=article_digits(*found.place))


def _places(citation):
    rest = range(citation.number + 1, (citation.until or 0) + 1)
    return [(citation.number, citation.sub), *((number, 0) for number in rest)]
