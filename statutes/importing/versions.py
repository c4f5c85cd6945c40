"""The files of one version brought together, and which row of the table it is, or would be.

Needs no database but the table.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from django.utils import timezone

from statutes.base import IMPORTED, Kind, Status, max_length
from statutes.citations.names import fold
from statutes.citations.places import article_words
from statutes.data.rows import slug_of
from statutes.importing.body import AMENDMENT
from statutes.importing.document import (
    Document,
    Provision,
    UnreadableDocumentError,
    source_of,
)
from statutes.law.table import Table
from statutes.models import Statute, TextSource
from statutes.models.statute import SHORT

DIFFERENT = "{one}和{other}是同一版本，内容却不一样{where}。两个都没有导入，请只留下正确的一个。"
NEAR = timedelta(days=60)  # from the decision to its publication
HALF_WIDTH = str.maketrans("(),;:?", "（），；：？")


@dataclass
class Version:
    files: list[Document]
    remarks: list[str] = field(default_factory=list)
    days: set[date] = field(default_factory=set)  # by which the table may know it
    copies: int = 0  # articles in further files with the same text
    source: TextSource | None = None  # where another than the files tells it

    @property
    def name(self) -> str:
        return self.files[0].name

    @property
    def provisions(self) -> list[Provision]:
        return [one for document in self.files for one in document.provisions]

    @property
    def preamble(self) -> str:
        """The lines under the title and the text before the first article, a paragraph a line."""
        events = dict.fromkeys(event for document in self.files for event in document.events)
        words = [line for document in self.files for line in document.preamble]
        return "\n".join([*map(str, sorted(events, key=lambda event: event.day)), *words])

    @property
    def annex(self) -> str:
        return "\n".join(line for document in self.files for line in document.annex)

    @property
    def promulgated(self) -> date | None:
        return next(filter(None, (one.promulgated for one in self.files)), None)

    @property
    def effective_from(self) -> date | None:
        return next(filter(None, (one.effective_from for one in self.files)), None)

    @property
    def doc_no(self) -> str:
        return next(filter(None, (one.doc_no for one in self.files)), "")

    @property
    def last_article(self) -> int | None:
        return self.provisions[-1].number if self.provisions else None

    @property
    def told(self) -> TextSource:
        """From where the text was taken, and what is said there of the version; not stored."""
        if self.source:
            return self.source
        said = next(filter(None, (one.source for one in self.files)), None)
        found = TextSource(**(said or source_of(self.files[-1].path))._asdict())
        found.name = found.name[: max_length(TextSource, "name")]
        return found

    @property
    def digest(self) -> str:
        """Changes when anything changes that is stored of the text."""
        articles = [(one.number, one.sub, one.part, one.text) for one in self.provisions]
        said = json.dumps([self.preamble, self.annex, articles], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def __str__(self):
        return "、".join(one.path for one in self.files)


def merge_documents(documents: list[Document]) -> tuple[list[Version], list[str]]:
    """The versions that the files add up to, oldest first, and the conflicts in words."""
    groups = defaultdict(list)
    for document in documents:
        groups[fold(document.name), document.version_day].append(document)
    versions, conflicts = [], []
    for _, group in sorted(groups.items(), key=lambda item: item[0][1] or date.min):
        try:
            versions.append(_merged(group))
        except UnreadableDocumentError as conflict:
            conflicts.append(conflict.words)
    return versions, conflicts


def _merged(group):
    """One version of its files; UnreadableDocumentError for such as claim to be one and are not."""
    kept: dict[str, Document] = {}
    found = Version([], days=set().union(*(document.days for document in group)))
    for document in sorted(group, key=lambda one: one.path):
        if other := kept.get(document.part):
            here, there = _compared(other), _compared(document)
            if here != there:
                keys = here.keys() | there.keys()
                places = [key for key in keys if here.get(key) != there.get(key)]
                where = f"，从{article_words(*min(places))}起不同" if any(places) else ""
                words = DIFFERENT.format(one=other.path, other=document.path, where=where)
                raise UnreadableDocumentError(words)
            found.remarks.append(f"{other.path}与{document.path}内容相同，只导入后一个。")
            found.copies += len(other.provisions)
        kept[document.part] = document
    found.files = _joined(list(kept.values()))
    start = found.provisions[0].number if found.provisions else 1
    if start != 1 and not AMENDMENT.search(found.name):
        words = f"从{article_words(start)}开始，前面各编的文件不在目录里，没有导入。"
        raise UnreadableDocumentError(f"{found}：{words}")
    return found


def _compared(document):
    """The articles as they are compared: no white space, punctuation of one width."""
    found = {one.key: one.text for one in document.provisions} or {(): "".join(document.preamble)}
    return {key: re.sub(r"\s", "", text).translate(HALF_WIDTH) for key, text in found.items()}


def _joined(parts):
    """The parts of a text in the order of their articles: 民法典 comes in eight files."""
    if len(parts) == 1:
        return parts
    named = "、".join(one.path for one in parts)
    wrong = ""
    if not all(one.part for one in parts):
        wrong = f"{named}是同一版本，有的是全文，有的只是其中一编，都没有导入。"
    elif not all(one.provisions for one in parts):
        wrong = f"{named}是同一部法规的各编，有的没有条文，都没有导入。"
    else:
        parts.sort(key=lambda one: one.provisions[0].key)
        for before, after in pairwise(parts):
            if before.provisions[-1].key >= after.provisions[0].key:
                wrong = wrong or f"{before.path}和{after.path}的条文序号重叠，都没有导入。"
    if wrong:
        raise UnreadableDocumentError(wrong)
    return parts


FOLDERS = {
    "司法解释": Kind.INTERPRETATION,
    "行政法规": Kind.REGULATION,
    "部门规章": Kind.RULE,
    "地方性法规": Kind.LOCAL,
}
COURTS = re.compile("最高人民(?:法院|检察院)")
ISSUER = re.compile(r"^最高人民(?:法院|检察院)(?:、[^关]{2,20})?关于(?=.{4})")
PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
    "广东 海南 四川 贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆"
)
PLACES = re.compile(
    f"^(?!城市)(?:(?:{'|'.join(PROVINCES.split())})|.{{2,5}}?(?:市(?!场)|自治州|经济特区))"
)
SUFFIX = "(?:（.{1,4}）)?$"
ENDINGS = [
    (re.compile(f"(?:(?<!办)法|法典|法通则|修正案){SUFFIX}"), Kind.LAW),
    (re.compile("^全国人民代表大会"), Kind.DECISION),
    (PLACES, Kind.LOCAL),
    (re.compile(f"条例{SUFFIX}"), Kind.REGULATION),
]
OTHER_STATUS = "法规表里的状态是“{known}”，文件里是“{found}”。"
OTHER_START = "法规表里的施行日期是{known}，文件里是{found}。"
OTHER_COUNT = "法规表里写的是{known}条，文件里到第{found}条为止。"


@dataclass
class MatchedVersion:
    """A version and its row; `remarks` say where the two contradict each other.

    `fault` is why it cannot be stored, empty where it can.
    """

    version: Version
    row: Statute
    is_new: bool = False
    fault: str = ""
    remarks: list[str] = field(default_factory=list)


def match_version(version: Version, table: Table, taken: Container[str] = ()) -> MatchedVersion:
    """Find the row of a version, or make one (not stored) with a slug that is not `taken`."""
    short_name = table.names.resolve(version.name)
    named = [*table.called(version.name), *table.versions(short_name or "")]
    row = _row_of(version, {row.pk: row for row in named}.values())
    if row is not None:
        return MatchedVersion(version, row, remarks=[*_contradictions(version, row)])
    row = _new_row(version, table, short_name, taken)
    return MatchedVersion(version, row, is_new=True, remarks=[*_other_status(version, row)])


def _row_of(version, rows):
    """By the day on which it was made public, the day it took effect, or the year alone."""
    day = version.effective_from
    known = version.promulgated or day
    by_day = [row for row in rows if row.promulgated in version.days]
    exact = [row for row in by_day if row.promulgated == version.promulgated]
    in_effect = [row for row in rows if day and row.effective_from == day]
    same_year = [row for row in rows if known and row.year == known.year]
    same_year = [row for row in same_year if _is_near(row.promulgated, version.promulgated)]
    undated = [row for row in rows if not row.year]
    if len(exact) == 1 and exact[0].article_count not in {None, version.last_article}:
        # An old text under a new day: its title and the number of its articles tell the version
        decided, last = {one.decided for one in version.files}, version.last_article
        told = [row for row in rows if row.promulgated in decided and row.article_count == last]
        exact = told or exact
    for found in (exact, by_day, in_effect, same_year, undated):
        if len(found) == 1:
            return found[0]
    return (exact or by_day or in_effect or [None])[-1]


def _is_near(one, other):
    """Whether both days may be of one version: a law may be amended twice in a year."""
    return not (one and other) or abs(one - other) <= NEAR


def _other_status(version, row):
    today = timezone.localdate()
    known, found = row.status_on(today), version.told.standing(today)
    if found and known != found:
        yield OTHER_STATUS.format(known=known.label, found=Status(found).label)


def _contradictions(version, row):
    yield from _other_status(version, row)
    if row.promulgated and row.promulgated not in version.days:
        said = "、".join(map(str, sorted(version.days)))
        words = f"文件里是{said}" if said else "文件里没有写"
        yield f"法规表里的公布日期是{row.promulgated}，{words}。"
    for words, known, found in (
        (OTHER_START, row.effective_from, version.effective_from),
        (OTHER_COUNT, row.article_count, version.last_article),
    ):
        if known and found and known != found:
            yield words.format(known=known, found=found)


def _new_row(version, table, short_name, taken):
    if not short_name:
        short_name = ISSUER.sub("", fold(version.name))[:SHORT]
        if table.names.resolve(short_name):
            short_name = fold(version.name)[:SHORT]
    siblings, told = table.versions(short_name), version.told
    day = version.promulgated or version.effective_from
    row = Statute(
        name=version.name,
        short_name=short_name,
        slug=slug_of(short_name, day, taken),
        kind=siblings[-1].kind if siblings else kind_of(version),
        issuer=version.files[0].issuer[: max_length(Statute, "issuer")],
        doc_no=version.doc_no,
        promulgated=version.promulgated,
        effective_from=version.effective_from,
        status=told.status or Status.UNCHECKED,
        article_count=version.last_article,
        official_url=told.url,
        source=f"{IMPORTED} {version.files[-1].path}"[:300],
    )
    # An older version ends where the next one of the table begins, known or not. With a day the
    # status follows from it: before that day it is as it was.
    day = row.effective_from or row.promulgated
    begins = [(one, one.effective_from or one.promulgated) for one in siblings]
    later = [one for one, start in begins if day and start and start > day]
    if later and row.status != Status.REPEALED:
        row.effective_to = later[0].effective_from
        row.status = row.status if row.effective_to else Status.REVISED
    return row


def kind_of(version: Version) -> Kind:
    """What sort of text it is: as it says, by the folder it lies in, or else by its name."""
    if said := version.files[0].kind:
        return said
    for folder in reversed(version.files[0].path.split("/")[:-1]):
        if folder in FOLDERS:
            return FOLDERS[folder]
    name = fold(version.name)
    if COURTS.match(name):
        return Kind.INTERPRETATION
    return next((kind for ending, kind in ENDINGS if ending.search(name)), Kind.RULE)
