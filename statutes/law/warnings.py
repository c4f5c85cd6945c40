"""What a citation means to a reader on a day, and the warning about it. Pure, given the table.

One small function for each reason, the gravest first; the first that speaks is the warning.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.utils.formats import date_format

from statutes.base import Level, Reason, Status
from statutes.citations import Citation
from statutes.citations.names import fold
from statutes.citations.places import article_digits
from statutes.law import quotations, verbatim
from statutes.law.quotations import Quotation
from statutes.law.table import LONG_AGO, NONE, Table, changed_places, touches
from statutes.law.time_of_facts import Sentence, hint
from statutes.law.verbatim import Judge, Misquote
from statutes.models import Statute

OLD, NEW = {"原", "旧"}, "新"
ORDER = "令"  # in the number of a document by which a regulation is made known


@dataclass(frozen=True)
class Meaning:
    """A version; `sure` unless the text names one that the table has not, and this stands in.

    `named` when the text itself says which, by a year or the number of a document.
    """

    row: Statute | None
    sure: bool = True
    named: bool = False


def meaning_of(citation: Citation, table: Table, today: date, day: date | None = None) -> Meaning:
    """What a citation means to a reader today; None for an unknown name.

    `day` is when its text was written or checked: 新《公司法》 is the newest of that day.
    """
    if not citation.known:
        return Meaning(None, sure=False)
    versions, current = table.versions(citation.statute), table.current(citation.statute, today)
    if citation.doc_no:
        numbered = [row for row in versions if fold(row.doc_no) == fold(citation.doc_no)]
        if ORDER in citation.doc_no:
            # An order that made the first version known is how people cite the present text, after
            # whatever revision: 《工伤保险条例》（国务院令第375号）.
            numbered = [row for row in numbered if row is not versions[0]]
        if numbered:
            return Meaning(numbered[-1], named=True)
    if citation.version.isdecimal():
        # People call a version by the year of its promulgation; some by that of its beginning
        year = int(citation.version)
        began = [row for row in versions if row.effective_from and row.effective_from.year == year]
        found = next(reversed([row for row in versions if row.year == year] or began), None)
        return Meaning(found or current, bool(found), named=True)
    if citation.version in OLD:
        # The one before that in force; the last, when none is in force any more.
        alive = table.in_force(citation.statute, today)
        if alive is None:
            return Meaning(current)
        before = versions[: versions.index(alive)]
        return Meaning(before[-1]) if before else Meaning(alive, sure=False)
    if citation.version == NEW:
        known = [row for row in versions if _made_known(row) <= (day or today)]
        return Meaning(known[-1] if known else current)
    if current and day and _made_known(current) > day:
        # What bore the name then and was repealed, if another text has taken the name since:
        # 劳动争议解释（二） of 2006 went into 解释（一）; that of 2025 is no newer version of it.
        before = versions[: versions.index(current)]
        if before and before[-1].replaced_by_id:
            return Meaning(before[-1])
    return Meaning(current)


def _made_known(row):
    return row.promulgated or row.effective_from or LONG_AGO


@dataclass(frozen=True)
class Warning:
    """A warning: how grave, why, in words for a lawyer, and what to read instead.

    `fingerprint` names the facts behind it: once settled, it stays so until they change.
    `instead` is what to write in place of the citation of a `misquote`, if that is known.
    """

    level: Level
    reason: Reason
    words: str
    fingerprint: str
    leads_to: Statute | None = None
    misquote: Misquote | None = None
    instead: str = ""


@dataclass(frozen=True)
class Case:
    """A citation in its text, the version it means, and the day on which it is judged.

    `day` is when a lawyer last vouched for the text, or it was written; None if nobody knows.
    """

    citation: Citation
    table: Table
    text: str
    day: date | None
    today: date
    quotation: Quotation | None = None  # what the text says that the article says

    @cached_property
    def meaning(self) -> Meaning:
        return meaning_of(self.citation, self.table, self.today, self.day)

    @property
    def row(self) -> Statute | None:
        return self.meaning.row

    @cached_property
    def status(self) -> Status | None:
        """How the version that it means stands today."""
        row = self.row
        return self.table.statuses(row.short_name, self.today)[row.pk] if row else None

    @cached_property
    def alive(self) -> Statute | None:
        """The version of the same text that is in force."""
        return self.table.in_force(self.citation.statute, self.today)

    @cached_property
    def sentence(self) -> Sentence:
        return Sentence(self.text, self.citation.start, self.citation.end)

    @cached_property
    def misquote(self) -> Misquote | None:
        """Where the words beside it stand, if they stand elsewhere."""
        row, table, today = self.row, self.table, self.today
        if self.quotation is None or row is None or not self.meaning.sure:
            return None
        # The words may be those of other versions: that of the day, those to come, old ones
        accepted = table.versions(self.citation.statute)
        if not (self.sentence.is_old() or self.has_old_facts(row.effective_from)):
            then = self.day and table.in_force(self.citation.statute, self.day)
            coming = [one for one in accepted if one.status_on(today) == Status.FUTURE]
            accepted = [*coming, *([then] if then else [])]
        return Judge(self.citation, self.quotation, row, table, today).misquote(accepted)

    def has_old_facts(self, ended: date | None) -> bool:
        """Whether its facts are dated before a law's end, by who wrote when it had ended."""
        if ended is None or (self.day and self.day < ended):
            return False
        return self.sentence.has_old_facts(ended)

    def warn(self, level, reason, words, *facts, **more) -> Warning:
        """A warning whose fingerprint is made of the reason, the place of the law, the facts."""
        one = self.citation
        facts = (reason.value, one.statute[:70], one.number, one.sub, one.until, *facts)
        known = ":".join("" if fact is None else str(fact) for fact in facts)
        return Warning(level, reason, words, known, **more)


SAME = "{}的文字在两个版本里相同。"
REWORDED = "{}的文字有改动，请按现行版本核对。"
MOVED = "旧版{old}的内容，在现行版本里是{new}。"
SAME_NUMBER = "两个版本都是{}条，序号可能未变，请核对文字有无改动。"
LIKE = "旧版{old}的内容，大致相当于现行版本的{new}，请核对文字。"
GONE = "现行版本里没有找到与旧版{}相近的条文，请按现行版本核对。"
TAKEN_OVER = "{old}的内容，大致相当于《{name}》{new}，请核对文字。"
LOOK = "条文序号可能有变，请按现行版本核对。"
AHEAD = timedelta(days=90)  # so long before it takes effect a law is spoken of


def unchanged(citation: Citation, table: Table, old: Statute, new: Statute) -> bool:
    """Whether every cited article stands word for word as it did, by the imported texts."""
    if citation.number is None:
        return False
    before, now = table.wording(old).plain, table.wording(new).plain
    return all(one in before and before[one] == now.get(one) for one in _places(citation))


def compared(citation: Citation, table: Table, old: Statute | None, new: Statute) -> str:
    """Whether the cited article stands as it did, in a sentence, by the imported texts; or ""."""
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
    if len(places) > 1:
        return REWORDED.format(what)
    same = [other for other, words in now.plain.items() if words == before.plain[places[0]]]
    if len(same) == 1:
        return MOVED.format(old=what, new=article_digits(*same[0]))
    found = now.compared.like(before.stored[places[0]])
    if found is None:
        return GONE.format(what)
    if found.place == places[0]:
        return REWORDED.format(what)
    return LIKE.format(old=what, new=article_digits(*found.place))


def _places(citation):
    rest = range(citation.number + 1, (citation.until or 0) + 1)
    return [(citation.number, citation.sub), *((number, 0) for number in rest)]


def judge(
    table: Table, text: str, day: date | None, today: date
) -> list[tuple[Citation, Statute | None, Warning | None]]:
    """What a text cites, the version that each citation means, and the warning about it."""
    found = table.citations(text)
    beside = quotations.beside(text, found) if table.has_texts else {}
    cases = [Case(one, table, text, day, today, beside.get(at)) for at, one in enumerate(found)]
    return [(case.citation, case.row, assess(case)) for case in cases]


def assess(case: Case) -> Warning | None:
    """The gravest warning about a citation; None when all is well."""
    if case.row is None:
        name, abroad = case.citation.statute, case.citation.abroad
        words = f"法规表里没有《{name}》，无法核对是否现行有效。请核对名称，或补入法规表。"
        if abroad:
            words = f"《{name}》是{abroad}，不在法规表中，请自行核对。"
        return case.warn(Level.GREY, Reason.UNKNOWN, words)
    found = next(filter(None, (rule(case) for rule in RULES)), None)
    if found and found.reason in NO_SUCH_ARTICLE and (one := case.misquote) and one.exact:
        # Where the words stand that are quoted under a number that there is not
        instead = verbatim.instead(case.citation, one)
        words = (
            f"{found.words}引用的文字在{one.today or one.found}。{verbatim.WRITE.format(instead)}"
        )
        return replace(found, words=words, misquote=one, instead=instead)
    return found


def _repealed(case):
    """Repealed, and neither a version word nor the sentence says that the old law is meant."""
    row, word, status = case.row, case.citation.version, case.status
    if case.alive is None and status == Status.REVISED:  # no version is in force: the last one
        last = case.table.versions(row.short_name)[-1]
        status = case.table.statuses(row.short_name, case.today)[last.pk]
    if status == Status.REPEALED and row.status_on(case.today) != status:
        row = case.table.repealed(row.short_name, case.today)
    if status != Status.REPEALED or (word and word != NEW):
        return None
    if case.sentence.is_old(row.effective_to) or case.has_old_facts(row.effective_to):
        return None
    leads_to = case.table.successor(row, case.today)
    if leads_to and case.sentence.compares(leads_to.short_name):
        return None
    when = f"已于{date_format(row.effective_to)}废止" if row.effective_to else "已经废止"
    words = f"《{row.short_name}》{when}"
    if other := case.table.rows.get(row.replaced_by_id):
        words += f"，由《{other.short_name}》{row.replaced_part}取代"
        if leads_to and leads_to.short_name != other.short_name:
            words += f"；现在适用《{leads_to.short_name}》"
    advice, alive = f"如讨论旧案，请写明“原《{row.short_name}》”。", case.alive
    if alive and alive.pk != row.pk:  # another text bears its name, as 建设工程解释（二）
        number = alive.doc_no and f"（{alive.doc_no}）"
        advice += f"现行同名的是另一部{number}，请勿混淆。"
    words, one, found = f"{words}。", case.citation, None
    if leads_to and one.number is not None and not one.until:
        # Which article of the other statute says now what the cited one said
        said, now = (case.table.wording(law) for law in (row, leads_to))
        before = said.stored.get((one.number, one.sub))
        found = before and now.stored and now.compared.like(before)
    if found:
        old, new = article_digits(one.number, one.sub), article_digits(*found.place)
        words += TAKEN_OVER.format(old=old, name=leads_to.short_name, new=new)
    rule = hint(case.sentence, case.table, leads_to, row.effective_to, case.today)
    words += rule or advice
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
    sentence, began = case.sentence, alive.effective_from
    if sentence.is_old(began) or (meant_it and sentence.names_day(began)):
        return None
    if older and unchanged(case.citation, case.table, older, alive):
        return None
    if case.table.untouched(case.citation, day, case.today):
        return None
    first = older and older.effective_from
    since = f"，原来的版本自{date_format(first)}起施行" if first else ""
    words = (
        f"《{alive.short_name}》在这段文字核对或写成（{date_format(day)}）之后修改过："
        f"新版自{date_format(began)}起施行{since}。"
        f"{compared(case.citation, case.table, older, alive)}"
    )
    facts = (alive.pk, began)
    return case.warn(Level.AMBER, Reason.REVISED, words, *facts, leads_to=alive)


def _old_version(case):
    """An older version by name, and nothing says that facts of its time are meant."""
    row, alive, word = case.row, case.alive, case.citation.version
    if alive is None or not (case.meaning.named or word == "旧"):
        return None
    year = int(word) if word.isdecimal() else row.year
    older = case.status == Status.REVISED
    not_listed = not case.meaning.sure and word.isdecimal() and year < (alive.year or 0)
    if not (older or not_listed) or case.sentence.is_old(alive.effective_from):
        return None
    if case.has_old_facts(alive.effective_from):
        return None
    which = f"{year}年的版本" if year else "旧版本"
    began = alive.effective_from
    now = f"现行版本自{date_format(began)}起施行" if began else "现在适用的是新版本"
    rule = hint(case.sentence, case.table, alive, began, case.today)
    words = (
        f"这里写的是《{row.short_name}》{which}，{now}。"
        f"{rule or f'如讨论旧案，请写明“当时的《{row.short_name}》”。'}"
        f"{compared(case.citation, case.table, row if older else None, alive)}"
    )
    facts = (row.pk, year, alive.pk)
    return case.warn(Level.AMBER, Reason.OLD_VERSION, words, *facts, leads_to=alive)


def _ended(case):
    """Ended for a newer version that the table has not yet: somebody marked the law as changed."""
    row = case.row
    if case.alive or case.status != Status.REVISED or case.meaning.named:
        return None
    if case.citation.version in OLD or case.sentence.is_old(row.effective_to):
        return None
    when = f"自{date_format(row.effective_to)}起" if row.effective_to else "已经"
    words = f"《{row.short_name}》{when}由新版取代，法规表中尚无新版的信息。请按新版核对。"
    return case.warn(Level.AMBER, Reason.OLD_VERSION, words, row.pk, row.effective_to)


def _future(case):
    """Not yet in force: the version that is meant, or the only one with this number."""
    row = case.row if case.status == Status.FUTURE else _promised(case)
    if row is None or case.sentence.names_day(row.effective_from):
        return None
    start = f"，自{date_format(row.effective_from)}起施行" if row.effective_from else ""
    what = "的新版本" if case.alive else ""
    words = f"《{row.short_name}》{what}尚未施行{start}。施行之前，请写明施行日期。"
    facts = (row.pk, row.effective_from)
    return case.warn(Level.BLUE, Reason.FUTURE, words, *facts, leads_to=case.alive)


def _misquoted(case):
    one = case.misquote
    if one is None:
        return None
    words = verbatim.sentence(case.citation, one)
    facts = (case.row.pk, one.found.row.pk, *one.found.place, one.found.clause, one.mark)
    instead = verbatim.instead(case.citation, one)
    more = {"leads_to": one.today and one.today.row, "misquote": one, "instead": instead}
    return case.warn(Level.CHECK, Reason.MISQUOTED, words, *facts, **more)


def _coming(case):
    """In force, and what takes its place has a day within the next three months."""
    row, word = case.row, case.citation.version
    if case.status != Status.IN_FORCE or word in OLD:
        return None
    other, start = case.table.to_come(row, case.today)
    if not (other and start) or start - case.today > AHEAD or case.sentence.names_day(start):
        return None
    if other.short_name != row.short_name:
        what = f"自{date_format(start)}起废止，由《{other.short_name}》取代，届时请按新法核对。"
    else:
        # Whether the next version leaves the article as it is, by its list or by both texts
        listed = other.changed and changed_places(other.changed)
        if listed and not touches(listed, case.citation):
            return None
        if unchanged(case.citation, case.table, row, other):
            return None
        what = f"新版自{date_format(start)}起施行，届时请按新版核对条文序号和内容。"
    words, facts = f"《{row.short_name}》{what}", (other.pk, start)
    return case.warn(Level.BLUE, Reason.COMING, words, *facts, leads_to=other)


def _unchecked(case):
    """A row that an import made, of which nobody has told whether it is in force."""
    row = case.row
    if case.status != Status.UNCHECKED:
        return None
    words = f"《{row.short_name}》的效力未核对，不知是否现行有效。请核对，并在法规表中改正状态。"
    return case.warn(Level.GREY, Reason.UNCHECKED, words, row.pk, leads_to=case.alive)


NO_SUCH_ARTICLE = {Reason.BEYOND, Reason.MISSING}
RULES = [
    *(_repealed, _beyond, _missing, _revised, _old_version, _ended, _misquoted, _future),
    *(_coming, _unchecked),
]


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
