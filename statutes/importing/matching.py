"""Which row of the table a version is, or what row it would be. Needs no database but the table."""

import re
from collections.abc import Container
from dataclasses import dataclass, field

from django.utils import timezone

from statutes.base import Kind, Status
from statutes.citations.names import fold
from statutes.data.rows import slug_of
from statutes.importing.versions import Version
from statutes.law.table import Table
from statutes.models import Statute
from statutes.models.statute import IMPORTED, SHORT

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
    rows = _rows(version, table)
    row = _row_of(version, rows)
    if row is None:
        row = _new_row(version, table, taken)
        return MatchedVersion(version, row, is_new=True, remarks=[*_other_status(version, row)])
    return MatchedVersion(version, row, remarks=[*_contradictions(version, row)])


def _rows(version, table):
    short_name = table.names.resolve(version.name)
    same = table.called(version.name)
    known = {row.pk: row for row in [*same, *table.versions(short_name or "")]}
    return list(known.values())


def _row_of(version, rows):
    """By the day on which it was made public, the day it took effect, or the year alone."""
    by_day = [row for row in rows if row.promulgated in version.days]
    exact = [row for row in by_day if row.promulgated == version.promulgated]
    day = version.effective_from
    in_effect = [row for row in rows if day and row.effective_from == day]
    same_year = [row for row in rows if row.year and row.year == _year(version)]
    undated = [row for row in rows if not row.year]
    for found in (exact, by_day, in_effect, same_year, undated):
        if len(found) == 1:
            return found[0]
    return (exact or by_day or in_effect or [None])[-1]


def _year(version):
    day = version.promulgated or version.effective_from
    return day.year if day else None


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
    day = version.effective_from
    if row.effective_from and day and row.effective_from != day:
        yield OTHER_START.format(known=row.effective_from, found=day)
    count = version.last_article
    if row.article_count and count and row.article_count != count:
        yield OTHER_COUNT.format(known=row.article_count, found=count)


def _new_row(version, table, taken):
    known, told = table.names.resolve(version.name), version.told
    short_name = known or _short_name(version.name, table)
    siblings = table.versions(short_name)
    day = version.promulgated or version.effective_from
    row = Statute(
        name=version.name,
        short_name=short_name,
        slug=slug_of(short_name, day, taken),
        kind=siblings[-1].kind if siblings else kind_of(version),
        issuer=version.files[0].issuer,
        doc_no=version.doc_no,
        promulgated=version.promulgated,
        effective_from=version.effective_from,
        status=told.status or Status.UNCHECKED,
        article_count=version.last_article,
        official_url=told.url,
        source=f"{IMPORTED} {version.files[-1].path}"[:300],
    )
    _end_before(row, siblings)
    return row


def _end_before(row, siblings):
    """An older version ends where the next one of the table begins, known or not.

    With a day the status follows from it: before that day it is as it was.
    """
    day = row.effective_from or row.promulgated
    later = [
        one for one in siblings if day and (one.effective_from or one.promulgated or day) > day
    ]
    if later and row.status != Status.REPEALED:
        row.effective_to = later[0].effective_from
        row.status = row.status if row.effective_to else Status.REVISED


def _short_name(name, table):
    short = ISSUER.sub("", fold(name))[:SHORT]
    return fold(name)[:SHORT] if table.names.resolve(short) else short


def kind_of(version: Version) -> Kind:
    """What sort of text it is: as it says, by the folder it lies in, or else by its name."""
    if said := version.files[0].kind:
        return said
    folders = version.files[0].path.split("/")[:-1]
    for folder in reversed(folders):
        if folder in FOLDERS:
            return FOLDERS[folder]
    name = fold(version.name)
    if COURTS.match(name):
        return Kind.INTERPRETATION
    return next((kind for ending, kind in ENDINGS if ending.search(name)), Kind.RULE)
