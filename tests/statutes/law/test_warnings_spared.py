"""Old law for old facts, laws side by side, namesakes: what a lawyer would curse to be told."""

from datetime import date

import pytest

from statutes.base import Level, Reason
from statutes.law import warnings
from tests.statutes.sample_law import CODE, TODAY, company_law, contract_law, judged, version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("合同是2019年签的，适用《合同法》第52条。", False),
        ("借款发生在2019年，适用《合同法》第52条。", False),
        ("（2020）苏01民终1234号判决依据《合同法》第52条。", False),
        ("合同是2022年签的，适用《合同法》第52条。", True),
        ("1999年以来，法院依据《合同法》第52条判决。", True),
    ],
)
def test_facts_dated_before_the_end_of_a_law_are_its_facts(text, warned):
    contract_law()
    assert bool(judged(text, "《合同法》第52条", number=52, day=TODAY)) is warned
    before = judged(text, "《合同法》第52条", number=52, day=date(2020, 5, 1))
    assert before.reason == Reason.REPEALED  # who wrote then did not know of the end


def test_a_law_that_is_set_beside_the_one_in_its_place_is_left_alone():
    contract_law()
    for text, warned in (
        ("《民法典》第563条承继了《合同法》第52条的规定。", False),
        ("与《合同法》第52条相比，《民法典》第153条更严。", False),
        ("依据《合同法》第52条和《民法典》第153条，合同无效。", True),
    ):
        assert bool(judged(text, "《合同法》第52条", number=52)) is warned, text


def test_an_older_version_of_a_repealed_law_is_as_repealed_as_the_last():
    code = version("民法典", effective_from=CODE)
    given = {"effective_from": date(2001, 1, 1), "effective_to": date(2010, 1, 1)}
    version("婚姻规定", doc_no="法释〔2001〕1号", **given)
    version("婚姻规定", effective_from=date(2010, 1, 1), effective_to=CODE, replaced_by=code)
    text = "《婚姻规定》（法释〔2001〕1号）第1条"
    found = judged(text, text, number=1, statute="婚姻规定", doc_no="法释〔2001〕1号")
    assert (found.reason, found.leads_to) == (Reason.REPEALED, code)


def test_a_name_that_another_text_bears_by_now_is_red():
    first = version("解释（一）", effective_from=CODE)
    given = {"effective_from": date(2006, 10, 1), "effective_to": CODE, "replaced_by": first}
    version("解释（二）", doc_no="法释〔2006〕6号", **given)
    version("解释（二）", doc_no="法释〔2025〕12号", effective_from=date(2025, 9, 1))
    found = judged("《解释（二）》第3条", "《解释（二）》第3条", day=date(2019, 6, 1), number=3)
    assert (found.level, found.leads_to) == (Level.RED, first)
    assert found.words == (
        "《解释（二）》已于2021年1月1日废止，由《解释（一）》取代。讨论旧案的，请写明“原《解释（二）》”。"
        "现行同名的是另一部（法释〔2025〕12号），请勿混淆。"
    )
    assert judged("《解释（二）》第3条", "《解释（二）》第3条", day=TODAY, number=3) is None


def test_an_article_whose_words_stand_as_they_did_needs_no_look():
    old, new = ({(1, 0): "甲", (16, 0): words, (17, 0): "乙"} for words in ("原文", "原 文"))
    company_law(old, {**new, (17, 0): "改了"})
    early, named = {"day": date(2023, 5, 1)}, {"version": "2018", "statute": "公司法"}
    assert judged("《公司法》第16条", "《公司法》第16条", number=16, **early) is None
    assert judged("《公司法》第16条", "《公司法》第16条", number=16, until=17, **early)
    assert judged("《公司法》", "《公司法》", **early).reason == Reason.REVISED
    found = judged("2018年《公司法》第16条", "2018年《公司法》第16条", number=16, **named)
    assert found.words.endswith(warnings.SAME.format("第16条"))
