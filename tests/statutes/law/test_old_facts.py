"""When a sentence makes plain that it speaks of the old law, and when it only looks so."""

import re
from datetime import date

import pytest

from statutes.law.time_of_facts import Sentence
from tests.growth import grows_evenly

ENDED = date(2021, 1, 1)
CITED = re.compile("《合同法》(?:第五十二条)?")

PLAIN = """
原《合同法》第五十二条规定了无效的情形。
原来的《合同法》第五十二条。
旧《合同法》第五十二条。
已经废止的《合同法》第五十二条。
《合同法》第五十二条（已废止）规定。
《合同法》（已失效）第五十二条。
《合同法》已于2021年1月1日废止。
《合同法》第五十二条，现已废止。
《合同法》已被《民法典》取代。
《合同法》自2021年1月1日起不再适用。
《合同法》第五十二条当时规定，合同无效。
《合同法》、《物权法》等九部法律同时废止。
被《民法典》取代的《合同法》第五十二条。
《民法典》取代了《物权法》《合同法》等法律。
民法典施行前签订的合同，适用当时的《合同法》第五十二条。
《民法典》施行前的事实，仍然适用《合同法》第五十二条。
2020年12月31日以前签订的合同，适用《合同法》第五十二条。
2021年1月1日之前的纠纷看《合同法》第五十二条。
讨论旧案，可以引用《合同法》第五十二条。
依照当时有效的《合同法》第五十二条。
原《婚姻法》和《合同法》第五十二条。
原《物权法》第三十条、《合同法》第五十二条。
《合同法》第五十二条曾规定，合同无效。
《合同法》时期的担保，依照《合同法》第五十二条。
"""

NOT_PLAIN = """
原告依据《合同法》第五十二条起诉。
原因是《合同法》第五十二条。
原则上适用《合同法》第五十二条。
《合同法》第五十二条规定的合同失效情形。
老旧小区改造合同，适用《合同法》第五十二条。
《担保法》已经废止，本案适用《合同法》第五十二条。
《担保法》已经废止。《合同法》第五十二条。
合同生效前，依《合同法》第五十二条可以撤回。
2022年5月1日以前签订的合同，适用《合同法》第五十二条。
根据《合同法》第五十二条，合同无效。
签约当时存在欺诈，可以依据《合同法》第五十二条主张无效。
开庭前，应当核对《合同法》第五十二条。
侵权行为实施前，《合同法》第五十二条。
"""


def judged(text):
    return Sentence(text, *CITED.search(text).span()).is_old(ENDED)


@pytest.mark.parametrize("text", PLAIN.split())
def test_who_says_that_it_is_the_old_law_is_believed(text):
    assert judged(text)


@pytest.mark.parametrize("said", ["已废止", "被《民法典》废止", "现已失效"])
def test_what_stands_between_name_and_article_is_believed(said):
    cited = f"《合同法》（{said}）第五十二条"
    assert Sentence(f"适用{cited}处理。", 2, 2 + len(cited)).is_old(ENDED)


def test_a_bracket_that_says_something_else_is_not_taken_for_it():
    cited = "《合同法》（总则）第五十二条"
    assert not Sentence(f"适用{cited}处理。", 2, 2 + len(cited)).is_old(ENDED)


@pytest.mark.parametrize("text", NOT_PLAIN.split())
def test_words_that_only_look_like_it_do_not_count(text):
    assert not judged(text)


LASTING = """
合同2019年签订、2024年违约，适用《合同法》第五十二条。
2019年签的合同，2024年才违约，按《合同法》第五十二条处理。
2019年签订的租赁合同，租客至今仍在使用房屋，适用《合同法》第五十二条。
2019年签订的合同，履行期限到2025年届满，适用《合同法》第五十二条。
民法典施行前签的合同，施行后违约，适用《合同法》第五十二条。
2020年12月31日以前签订的合同，2022年3月起逾期付款，适用《合同法》第五十二条。
2018年结婚，2024年离婚，适用《合同法》第五十二条。
2019年签订主合同，2022年签订补充协议，适用《合同法》第五十二条。
"""

SPENT = """
合同2018年签订、2019年违约，适用《合同法》第五十二条。
2019年签订的合同，2023年起诉，适用《合同法》第五十二条。
（2023）京01民终1号判决认定，2019年签订的合同适用《合同法》第五十二条。
2019年签订的合同，民法典自2021年1月1日起施行，适用《合同法》第五十二条。
2019年签订的合同，2024年被法院认定无效，适用《合同法》第五十二条。
2019年的借款2020年到期，适用《合同法》第五十二条。
"""


def facts(text):
    return Sentence(text, *CITED.search(text).span()).has_old_facts(ENDED)


@pytest.mark.parametrize("text", LASTING.split())
def test_facts_that_reach_beyond_the_end_of_a_law_are_not_its_own_alone(text):
    assert not facts(text)
    assert not judged(text)


@pytest.mark.parametrize("text", SPENT.split())
def test_what_a_court_does_later_makes_facts_no_later(text):
    assert facts(text)


def test_who_names_the_old_law_is_believed_whatever_came_later():
    assert judged("2019年签订、2024年违约，适用当时有效的《合同法》第五十二条。")


@pytest.mark.parametrize(
    ("start", "piece"),
    [("", "《"), ("", "原《合"), ("", "第五条"), ("废止了", "《a》"), ("", "2021年")],
)
def test_no_text_takes_long(start, piece):
    def judge(size):
        hostile = start + piece * size
        for place in (0, len(hostile) // 2, len(hostile)):
            Sentence(hostile, place, place).is_old(ENDED)
            Sentence(hostile, place, place).has_old_facts(ENDED)

    assert grows_evenly(judge, 300_000)
