"""Words that people type at night find what they have to on the first page of the sample site."""

import re
from pathlib import Path

import pytest

from articles import answers
from articles.models import Article
from firm.models import Lawyer, Page, PracticeArea
from tests import words_of_night

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
SAMPLES = Path(__file__).resolve().parents[3] / "articles" / "sample"
ROWS = [row for row in words_of_night.rows() if row.on_the_site]
LED_TO = {
    "林致远": ("lawyer", "lin-zhiyuan"),
    "林律师": ("lawyer", "lin-zhiyuan"),
    "找沈若宁律师": ("lawyer", "shen-ruoning"),
    "周牧之 刑事": ("lawyer", "zhou-muzhi"),
    "费用": ("page", "fees"),
    "收费": ("page", "fees"),
    "隐私": ("page", "privacy"),
    "免责": ("page", "disclaimer"),
    "关于我们": ("page", "about"),
}


def record_of(kind, name):
    """The record of the sample that a row of the table names."""
    if kind == "article":
        head = (SAMPLES / f"{name}.html").read_text(encoding="utf-8")
        return Article.objects.get(title=re.search(r"title: *(.+)", head)[1].strip())
    by = {"area": (PracticeArea, "slug"), "lawyer": (Lawyer, "slug"), "page": (Page, "kind")}
    model, field = by[kind]
    return model.objects.get(**{field: name})


def found(typed):
    answer = answers.find(typed, 20)
    return {one.record for one in answer.named} | {hit.article for hit in answer.hits}


def test_a_word_of_every_day_finds_what_the_site_says_of_it():
    for row in ROWS:
        wanted = {record_of(*named) for named in row.on_the_site}
        assert wanted - found(row.typed) == set(), row.typed


def test_a_name_leads_to_whom_or_what_it_names():
    for typed, named in LED_TO.items():
        assert answers.find(typed, 20).named[0].record == record_of(*named), typed
    for typed in ("地址", "电话", "在哪", "上班时间"):
        assert [one.path for one in answers.find(typed, 20).named] == ["/contact/"], typed
