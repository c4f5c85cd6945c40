"""States and kinds of the law, and columns of models by their names."""

import re
from datetime import date

from django.db import models
from django.db.models import Field, Model

from richtext.base.chinese import one_width

IMPORTED = "导入文件"  # begins the source of a row, and of a text, that a file made
LONGEST_URL = 300  # characters
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
FIRST_YEAR, LAST_YEAR = 1900, 2100


def parse_day(text: str) -> date:
    """A day written 2021-01-01, 2021/1/1, 2021.1.1 or 2021年1月1日; else ValueError."""
    found = DAY.fullmatch(one_width(text).strip())
    if not found:
        raise ValueError(text)
    day = date(*map(int, found.groups()))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def column_of(model: type[Model], name: str) -> Field:
    """A column; `get_field` alone may also be a relation from elsewhere."""
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def max_length(model: type[Model], name: str) -> int:
    longest = column_of(model, name).max_length
    assert longest is not None
    return longest


class Kind(models.TextChoices):
    """What sort of text it is; the order is the order of rank, in which lists show them."""

    LAW = "law", "法律"
    DECISION = "decision", "法律解释和有关决定"
    REGULATION = "regulation", "行政法规"
    INTERPRETATION = "interpretation", "司法解释"
    DOCUMENT = "document", "司法文件"
    RULE = "rule", "部门规章和规范性文件"
    LOCAL = "local", "地方性法规和规章"


class Status(models.TextChoices):
    """Where a version stands on a day; follows from its dates where they are known."""

    FUTURE = "future", "尚未施行"
    IN_FORCE = "in_force", "现行有效"
    REVISED = "revised", "已被新版取代"
    REPEALED = "repealed", "已废止"
    UNCHECKED = "unknown", "效力未核对"


class Level(models.TextChoices):
    """How serious a warning is; no level blocks anything."""

    RED = "red", "需要改正"
    AMBER = "amber", "需要核对"
    CHECK = "check", "引文存疑"
    BLUE = "blue", "尚未施行"
    GREY = "grey", "无法核对"


class Reason(models.TextChoices):
    REPEALED = "repealed", "引用的法规已经废止"
    BEYOND = "beyond", "条文序号超出这部法规"
    MISSING = "missing", "该法规没有这一条"
    REVISED = "revised", "核对之后法规已经修改"
    OLD_VERSION = "old_version", "引用的是旧版本"
    FUTURE = "future", "引用的法规尚未施行"
    UNKNOWN = "unknown", "法规表中没有该名称"
    MISQUOTED = "misquoted", "引用的文字与条文不符"
    UNCHECKED = "unchecked", "引用的法规效力未核对"
    COMING = "coming", "引用的法规即将修改"


# What a reader is told of by a dated line; what only an editor can judge is his business alone.
PUBLIC_LEVELS = [Level.RED, Level.AMBER, Level.BLUE]


class Outcome(models.TextChoices):
    """How a lawyer or an editor settled a warning, or opened it again."""

    CONFIRMED = "confirmed", "律师确认保留"
    REWRITTEN = "rewritten", "已改写"
    RECHECKED = "rechecked", "已重新核对"
    REOPENED = "reopened", "撤销确认"
