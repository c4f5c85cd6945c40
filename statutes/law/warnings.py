"""The warnings about a citation on a day, and how an article was reworded. Pure, given the
table.

One small function for each reason, the gravest first; the first that speaks is the warning.
"""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.formats import date_format

from statutes.base import Level, Reason, Status
from statutes.citations import Citation
from statutes.citations.places import article_digits
from statutes.law import amended_articles, misquotes
from statutes.law.case import NEW, OLD, Case, Warning, meaning_of
from statutes.law.quotations import Quotation
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
        last_then, last = table.last_article(old) if old else None, table.last_article(new)
        if not (last_then and last):
            return LOOK
        if last_then == last:
            return SAME_NUMBER.format(last)
        return f"全文由{last_then}条变为{last}条，{LOOK}"
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


AHEAD = timedelta(days=90)  # so long before it takes effect a law is spoken of


def version_of(
    citation: Citation, table: Table, today: date, day: date | None = None
) -> Statute | None:
    """The version that a citation means; None for an unknown name.

    `day` is when its text was written or checked: 新《公司法》 is the newest of that day.
    """
    return meaning_of(citation, table, today, day).row


def assess(
    citation: Citation,
    table: Table,
    text: str,
    day: date | None,
    today: date,
    quotation: Quotation | None = None,
) -> Warning | None:
    """The gravest warning about a citation; None when all is well.

    `day` is when a lawyer last vouched for the text, or it was written; None if nobody knows.
    `quotation` is what the text says that the article says.
    """
    meaning = meaning_of(citation, table, today, day)
    case = Case(citation, table, text, day, today, meaning, quotation)
    if meaning.row is None:
        name = case.citation.statute
        words = f"法规表里没有《{name}》，无法核对是否现行有效。请核对名称，或补入法规表。"
        if abroad := case.citation.abroad:
            words = f"《{name}》是{abroad}，不在法规表中，请自行核对。"
        return case.warn(Level.GREY, Reason.UNKNOWN, words)
    found = next(filter(None, (rule(case) for rule in RULES)), None)
    return _with_place(case, found) if found and found.reason in NO_SUCH_ARTICLE else found


def _repealed(case):
    """Repealed, and neither a version word nor the sentence says that the old law is meant."""
    row, word = _last_of(case), case.citation.version
    if row.status_on(case.today) != Status.REPEALED or (word and word != NEW):
        return None
    if case.is_old(row.effective_to) or case.has_old_facts(row.effective_to):
        return None
    leads_to = case.table.successor(row, case.today)
    if leads_to and case.compares(leads_to.short_name):
        return None
    advice = f"讨论旧案的，请写明“原《{row.short_name}》”。{_namesake(case, row)}"
    now = leads_to and taken_over(case.citation, case.table, row, leads_to)
    rule = case.rule_of_time(leads_to, row.effective_to)
    words = f"{_end_of(row)}{_in_place_of(case, row, leads_to)}。{now or ''}{rule or advice}"
    facts = (row.pk, row.effective_to)
    return case.warn(Level.RED, Reason.REPEALED, words, *facts, leads_to=leads_to)


def _beyond(case):
    """A number after the last article, for sure."""
    last = case.meaning.sure and case.table.last_article(case.row)
    highest = max(case.citation.number or 0, case.citation.until or 0)
    if not last or highest <= last or _promised(case):
        return None
    words = f"{_called(case)}共{last}条，没有{article_digits(highest)}"
    versions = case.table.versions(case.row.short_name)
    having = [row for row in versions if (case.table.last_article(row) or 0) >= highest]
    with_it = [row for row in having if row.year]
    hint = f"（{with_it[-1].year}年的版本有这一条）" if with_it else ""
    words = f"{words}{hint}，请核对条文序号。"
    return case.warn(Level.RED, Reason.BEYOND, words, case.row.pk, last)


def _missing(case):
    """A number that the imported text has not, as 之一 of an article without one."""
    number, sub = case.citation.number, case.citation.sub
    if not (case.meaning.sure and number and case.table.lacks(case.row, number, sub)):
        return None
    if _promised(case):
        return None
    words = f"{_called(case)}的条文里没有{article_digits(number, sub)}，请核对条文序号。"
    return case.warn(Level.RED, Reason.MISSING, words, case.row.pk)


def _revised(case):
    """Another version took effect after the text was checked, up to today."""
    alive, day = case.alive, case.day
    named = case.meaning.named or (case.citation.version and case.citation.version != NEW)
    if named or not (alive and day and alive.effective_from and day < alive.effective_from):
        return None
    # The version in force on the day of the text, or else the last before the present one
    versions = case.table.versions(alive.short_name)
    then = case.table.in_force(alive.short_name, case.day)
    older = then or next(reversed(versions[: versions.index(alive)]), None)
    meant_it = alive.promulgated and alive.promulgated <= day
    if meant_it and (older is None or case.citation.version == NEW):
        return None
    if case.is_old(alive.effective_from) or (meant_it and case.names_day(alive.effective_from)):
        return None
    if older and unchanged(case.citation, case.table, older, alive):
        return None
    if case.table.untouched(case.citation, day, case.today):
        return None
    began = older and older.effective_from
    since = f"，原来的版本自{date_format(began)}起施行" if began else ""
    words = (
        f"《{alive.short_name}》在这段文字核对或发布（{date_format(day)}）之后修改过："
        f"新版自{date_format(alive.effective_from)}起施行{since}。"
        f"{compared(case.citation, case.table, older, alive)}"
    )
    facts = (alive.pk, alive.effective_from)
    return case.warn(Level.AMBER, Reason.REVISED, words, *facts, leads_to=alive)


def _old_version(case):
    """An older version by name, and nothing says that facts of its time are meant."""
    row, alive, word = case.row, case.alive, case.citation.version
    if alive is None or not (case.meaning.named or word == "旧"):
        return None
    year = int(word) if word.isdecimal() else row.year
    older = row.status_on(case.today) == Status.REVISED
    not_listed = not case.meaning.sure and word.isdecimal() and year < (alive.year or 0)
    if not (older or not_listed) or case.is_old(alive.effective_from):
        return None
    if case.has_old_facts(alive.effective_from):
        return None
    which = f"{year}年的版本" if year else "旧版本"
    began = alive.effective_from
    now = f"现行版本自{date_format(began)}起施行" if began else "现在适用的是新版本"
    rule = case.rule_of_time(alive, began)
    words = (
        f"这里写的是《{row.short_name}》{which}，{now}。"
        f"{rule or f'讨论旧案的，请写明“当时的《{row.short_name}》”。'}"
        f"{compared(case.citation, case.table, row if older else None, alive)}"
    )
    facts = (row.pk, year, alive.pk)
    return case.warn(Level.AMBER, Reason.OLD_VERSION, words, *facts, leads_to=alive)


def _ended(case):
    """Ended for a newer version that the table has not yet: somebody marked the law as changed."""
    row = case.row
    if case.alive or row.status_on(case.today) != Status.REVISED or case.meaning.named:
        return None
    if case.citation.version in OLD or case.is_old(row.effective_to):
        return None
    when = f"自{date_format(row.effective_to)}起" if row.effective_to else "已经"
    words = f"《{row.short_name}》{when}由新版取代，法规表中尚无新版的信息。请按新版核对。"
    return case.warn(Level.AMBER, Reason.OLD_VERSION, words, row.pk, row.effective_to)


def _future(case):
    """Not yet in force: the version that is meant, or the only one with this number."""
    row = case.row if case.row.status_on(case.today) == Status.FUTURE else _promised(case)
    if row is None or case.names_day(row.effective_from):
        return None
    start = f"，自{date_format(row.effective_from)}起施行" if row.effective_from else ""
    what = "的新版本" if case.alive else ""
    words = f"《{row.short_name}》{what}尚未施行{start}。施行之前，请写明施行日期。"
    facts = (row.pk, row.effective_from)
    return case.warn(Level.BLUE, Reason.FUTURE, words, *facts, leads_to=case.alive)


def _with_place(case, warning):
    """Where the words stand that are quoted under a number that there is not, if they stand."""
    one = case.misquote
    if one is None or not one.exact:
        return warning
    words = warning.words + misquotes.place(case.citation, one)
    instead = misquotes.instead(case.citation, one)
    return replace(warning, words=words, misquote=one, instead=instead)


def _misquoted(case):
    """Words in quotation marks, or closely restated, that stand in another article."""
    one = case.misquote
    if one is None:
        return None
    words = misquotes.sentence(case.citation, one)
    facts = (case.row.pk, one.found.row.pk, *one.found.place, one.found.clause, one.mark)
    leads_to = one.today and one.today.row
    found = case.warn(Level.CHECK, Reason.MISQUOTED, words, *facts, leads_to=leads_to)
    instead = misquotes.instead(case.citation, one)
    return replace(found, misquote=one, instead=instead)


def _coming(case):
    """In force, and what takes its place has a day within the next three months."""
    row, word = case.row, case.citation.version
    if row.status_on(case.today) != Status.IN_FORCE or word in OLD:
        return None
    other, start = case.table.to_come(row, case.today)
    if not (other and start) or start - case.today > AHEAD or case.names_day(start):
        return None
    if other.short_name != row.short_name:
        what = f"自{date_format(start)}起废止，由《{other.short_name}》取代，届时请按新法核对。"
    elif _stays(case, row, other):
        return None
    else:
        what = f"新版自{date_format(start)}起施行，届时请按新版核对条文序号和内容。"
    words, facts = f"《{row.short_name}》{what}", (other.pk, start)
    return case.warn(Level.BLUE, Reason.COMING, words, *facts, leads_to=other)


def _stays(case, row, other):
    """Whether the next version leaves the cited article as it is, by its list or by both texts."""
    listed = other.changed and amended_articles.places(other.changed)
    if listed and not amended_articles.touches(listed, case.citation):
        return True
    return unchanged(case.citation, case.table, row, other)


def _unchecked(case):
    """A row that an import made, of which nobody has told whether it is in force."""
    row = case.row
    if row.status_on(case.today) != Status.UNCHECKED:
        return None
    words = f"《{row.short_name}》的效力未核对，不知是否现行有效。请核对，并在法规表中改正状态。"
    return case.warn(Level.GREY, Reason.UNCHECKED, words, row.pk, leads_to=case.alive)


NO_SUCH_ARTICLE = {Reason.BEYOND, Reason.MISSING}
RULES = [
    *(_repealed, _beyond, _missing, _revised, _old_version, _ended, _misquoted, _future),
    *(_coming, _unchecked),
]


def _last_of(case):
    """The version that is meant; of a text of which none is in force, the last."""
    row = case.row
    ended = case.alive is None and row.status_on(case.today) == Status.REVISED
    return case.table.versions(row.short_name)[-1] if ended else row


def _promised(case):
    """A version to come that has the article which the one in force has not."""
    number = max(case.citation.number or 0, case.citation.until or 0)
    last = case.table.last_article(case.row)
    if case.citation.version or not last or number <= last:
        return None
    versions = case.table.versions(case.row.short_name)
    coming = (row for row in versions if row.status_on(case.today) == Status.FUTURE)
    return next((row for row in coming if number <= (case.table.last_article(row) or 0)), None)


def _called(case):
    """《民法典》, or 《公司法》2018年的版本 where the present one is not meant."""
    row = case.row
    other = case.alive is not None and case.alive.pk != row.pk and row.year
    return f"《{row.short_name}》" + (f"{row.year}年的版本" if other else "")


def _end_of(row):
    when = f"已于{date_format(row.effective_to)}废止" if row.effective_to else "已经废止"
    return f"《{row.short_name}》{when}"


def _namesake(case, row):
    """Another text may bear the name of a repealed one, as 建设工程解释（二）."""
    other = case.alive
    if other is None or other.pk == row.pk:
        return ""
    return f"现行同名的是另一部{other.doc_no and f'（{other.doc_no}）'}，请勿混淆。"


def _in_place_of(case, row, leads_to):
    """The part that took its place, as the table has it."""
    other = case.table.rows.get(row.replaced_by_id)
    if other is None:
        return ""
    now = leads_to and leads_to.short_name != other.short_name
    chain = f"；现在适用《{leads_to.short_name}》" if now else ""
    return f"，由《{other.short_name}》{row.replaced_part}取代{chain}"
