"""Names without book marks, names of the courts' interpretations, names that are others' laws."""

import pytest

from statutes.citations import parse
from tests.statutes.some_names import NAMES, keys, only

INTERPRETATIONS = [
    (
        "《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释》第三条",
        "民法典合同编通则解释:3",
    ),
    (
        "《最高人民法院关于适用《中华人民共和国民法典》合同编通则若干问题的解释》第三条",
        "民法典合同编通则解释:3",
    ),
    (
        "《最高人民法院关于适用<中华人民共和国民法典>合同编通则若干问题的解释》第三条",
        "民法典合同编通则解释:3",
    ),
    (
        "最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释第三条",
        "民法典合同编通则解释:3",
    ),
    ("《关于适用〈民法典〉合同编通则若干问题的解释》第三条", "民法典合同编通则解释:3"),
    ("《民法典合同编通则司法解释》第三条", "民法典合同编通则解释:3"),
    ("《民法典》合同编通则解释第三条", "民法典合同编通则解释:3"),
    ("《民法典》婚姻家庭编解释（一）第三十条", "民法典婚姻家庭编解释（一）:30"),
    ("《民法典婚姻家庭编的解释(一)》第三十条", "民法典婚姻家庭编解释（一）:30"),
    ("《民法典婚姻家庭编司法解释》（一）第三十条", "民法典婚姻家庭编解释（一）:30"),
    ("《关于审理民间借贷案件适用法律若干问题的规定》第25条", "民间借贷规定:25"),
    ("人身损害赔偿司法解释第6条", "人身损害赔偿解释:6"),
    ("《两高关于办理诈骗刑事案件具体应用法律若干问题的解释》第一条", "诈骗解释:1"),
    ("九民纪要第17条", "九民纪要:17"),
]


@pytest.mark.parametrize(("text", "key"), INTERPRETATIONS)
def test_an_interpretation_is_known_by_its_title_and_as_lawyers_say_it(text, key):
    one = only(f"根据{text}的规定")
    assert (one.written, one.key, one.known) == (text, key, True)


def test_a_title_in_full_that_differs_is_another_text():
    title = "最高人民法院关于审理劳动争议案件适用法律若干问题的解释（一）"
    one = only(f"《{title}》第三条")
    assert not one.known
    assert one.statute == title


def test_the_longest_name_wins():
    assert keys("依照海洋环境保护法第九条") == ["海洋环境保护法:9"]
    assert keys("违反劳动合同法第三十九条") == ["劳动合同法:39"]
    assert keys("劳动合同法实施条例第九条") == ["劳动合同法实施条例:9"]


@pytest.mark.parametrize("lead", ["依照", "认定为", "属于", "触犯", "以及", "犯", "没有", "我国"])
def test_a_bare_name_is_found_after_the_words_that_lead_to_it(lead):
    assert keys(f"应当{lead}刑法第二百六十四条") == ["刑法:264"]


@pytest.mark.parametrize(
    "text",
    [
        "德国民法典第八百二十三条",
        "台湾地区民法典第一百八十四条",
        "德国《民法典》第823条",
        "调解仲裁法第六条",
        "江苏省工伤保险条例第五条",
        "触电人身损害赔偿解释第三条",
        "适用劳动合同法律师第三条",
    ],
)
def test_part_of_a_longer_or_foreign_name_is_not_ours(text):
    assert keys(text) == []


DOCUMENTS = [
    "法释〔2023〕13号",
    "法释[2023]13号",
    "法释［2023］13号",
    "法释 (2023) 13 号",
    "法释（2023）13号",
    "法释【2023】13号",
]


@pytest.mark.parametrize("number", DOCUMENTS)
def test_the_number_of_a_document_names_it_in_every_bracket(number):
    assert only(f"依据{number}第三条").key == "民法典合同编通则解释:3"


def test_the_number_of_a_document_may_stand_beside_the_name():
    title = "《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释"
    for text in (f"{title}》（法释〔2023〕13号）第三条", f"{title}（法释[2023]13号）》第三条"):
        one = only(text)
        assert (one.written, one.doc_no) == (text, "法释〔2023〕13号")


def test_another_courts_number_is_not_this_one():
    assert keys("粤高法〔2019〕254号第三条") == []
    assert keys("法〔2019〕254号第三条") == ["九民纪要:3"]


def test_an_unknown_number_of_the_supreme_court_is_told():
    one = only("法释〔2031〕99号第三条")
    assert (one.known, one.statute) == (False, "法释〔2031〕99号")


def test_several_statutes_side_by_side():
    assert keys("《民法典》《公司法》第一条、《刑法》") == ["民法典", "公司法:1", "刑法"]


def test_an_unknown_law_keeps_its_name_as_written():
    (one,) = parse("《南京市住宅物业管理条例（2021年修正）》第八条", NAMES)
    assert (one.statute, one.version, one.known) == ("南京市住宅物业管理条例", "2021", False)
