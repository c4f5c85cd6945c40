"""Versions of statutes for tests of what is said when the law moves."""

from datetime import date
from itertools import count

from statutes.citations import parse
from statutes.law.table import Table
from statutes.law.warnings import Case, assess
from tests.factories import make_statute

numbers = count(1)
TODAY = date(2026, 11, 24)
CODE, NEW_COMPANY = date(2021, 1, 1), date(2024, 7, 1)


def version(short_name, texts=None, **fields):
    """A version in force since 2020; `texts` maps (number, sub) to the words of an article."""
    start = fields.setdefault("effective_from", date(2020, 1, 1))
    known = {"slug": f"{short_name}-{next(numbers)}", "promulgated": start}
    statute = make_statute(short_name=short_name, **{**known, **fields})
    for (number, sub), text in (texts or {}).items():
        statute.articles.create(number=number, sub=sub, text=text)
    return statute


def contract_law(**fields):
    """合同法, repealed by the third part of 民法典."""
    code = version("民法典", effective_from=CODE, article_count=1260)
    known = {"effective_to": CODE, "article_count": 428, "effective_from": date(1999, 10, 1)}
    part = {"replaced_by": code, "replaced_part": "合同编"}
    return version("合同法", **{**known, **part, **fields})


def company_law(old_texts=None, new_texts=None):
    """公司法 of 2018 and of 2023."""
    old = {"effective_from": date(2018, 10, 26), "effective_to": NEW_COMPANY, "article_count": 218}
    new = {"effective_from": NEW_COMPANY, "promulgated": date(2023, 12, 29), "article_count": 266}
    return version("公司法", old_texts, **old), version("公司法", new_texts, **new)


def judged(text, day=None, today=TODAY, at=0):
    """The warning about a citation of a text that was checked on a day; of the first one."""
    table = Table.load()
    return assess(Case(parse(text, table.names)[at], table, text, day, today))


def reason(*text, **when):
    found = judged(*text, **when)
    return found and found.reason
