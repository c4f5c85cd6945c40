"""Rows and files of the table for tests: two texts, one of them in two versions."""

from datetime import date

from statutes.base import Status
from statutes.data import table_csv
from statutes.data.rows import COLUMNS, Row


def row(slug="甲法-2020", **fields):
    """A version of 甲法 that is in force, unless the fields say otherwise."""
    short_name = fields.setdefault("short_name", slug.split("-")[0])
    known = {
        "name": f"中华人民共和国{short_name}",
        "promulgated": date(2020, 3, 1),
        "effective_from": date(2020, 6, 1),
    }
    return Row(slug=slug, **{**known, **fields})


OLD = row(
    "甲法-2010",
    promulgated=date(2010, 3, 1),
    effective_from=date(2010, 6, 1),
    effective_to=date(2020, 6, 1),
    status=Status.REVISED,
)
NEW = row(aliases=("甲法典", "甲法令"), article_count=100)
OTHER = row("乙法-1999", promulgated=date(1999, 3, 1), effective_from=date(1999, 6, 1))
TABLE = [OLD, NEW, OTHER]


def csv_of(rows):
    """The rows as a file of ours, decoded."""
    return "".join(table_csv.rows_to_csv(rows))


def line_of(**cells):
    """A row typed by hand, by the headers of its columns; what is not named is empty."""
    known = {"网址名称": "甲法-2020", "全称": "中华人民共和国甲法", "简称": "甲法"}
    known |= {"类别": "法律", "状态": "现行有效", "公布日期": "2020-03-01"}
    return ",".join((known | cells).get(column, "") for column in COLUMNS)


HEAD = ",".join(COLUMNS)


def sheet(*lines):
    """A file with the header and these lines."""
    return "\n".join([HEAD, *lines]) + "\n"
