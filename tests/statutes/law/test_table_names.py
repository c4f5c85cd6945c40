"""The names that the table in the database gives to the parser."""

from datetime import date

import pytest

from statutes.citations import parse
from statutes.law.table import Table
from tests.statutes.sample_law import version

pytestmark = pytest.mark.django_db
TITLE = "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"


def test_short_name_full_name_and_aliases_mean_the_text():
    version("民事诉讼法", name="中华人民共和国民事诉讼法", aliases="民诉法\n民事诉讼法典")
    names = Table.load().names
    for written in ("民事诉讼法", "中华人民共和国民事诉讼法", "民诉法", "民事诉讼法典"):
        assert names.resolve(written) == "民事诉讼法"


def test_a_title_that_two_texts_bear_means_the_one_in_force():
    ended = {"effective_from": date(2015, 9, 1), "effective_to": date(2021, 1, 1)}
    version("旧民间借贷规定", name=TITLE, **ended)
    version("民间借贷规定", name=TITLE, effective_from=date(2021, 1, 1))
    assert Table.load().names.resolve(f"《{TITLE}》") == "民间借贷规定"


def test_a_number_names_a_text_unless_others_bear_it_too():
    version("甲解释", name="甲解释", doc_no="法释〔2020〕17号")
    version("乙解释", name="乙解释", doc_no="法释〔2020〕17号")
    version("丙解释", name="丙解释", doc_no="法释〔2020〕25号")
    text = "法释〔2020〕25号第三条，法释[2020]17号第三条"
    assert [(one.statute, one.known) for one in parse(text, Table.load().names)] == [
        ("丙解释", True),
        ("法释〔2020〕17号", False),
    ]
