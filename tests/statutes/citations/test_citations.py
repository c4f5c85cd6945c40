"""The forms in which texts cite an article, by name, version, list, and definition."""

import pytest

from statutes.citations import parse
from statutes.citations.places import Place
from statutes.citations.reader import parse_article
from tests.statutes.some_names import NAMES, found, keys, only

WHOLE = [  # what is written is the citation, from its first character to its last
    ("《中华人民共和国民法典》第五百七十七条", "民法典:577"),
    ("《民法典》第577条第1款", "民法典:577"),
    ("《民法典》 第 577 条", "民法典:577"),
    ("《民法典》第５７７条", "民法典:577"),
    ("《民法典》577条", "民法典:577"),
    ("民法典第五百七十七条", "民法典:577"),
    ("中华人民共和国民法典第577条", "民法典:577"),
    ("民诉法第二百六十条", "民事诉讼法:260"),
    ("《刑法》第二百二十四条之一", "刑法:224-1"),
    ("《刑法》第二百二十四条之一第二款", "刑法:224-1"),
    ("《民法典》合同编第577条", "民法典:577"),
    ("《民法典》第三编第五百七十七条", "民法典:577"),
    ("民法典的第577条", "民法典:577"),
    ("“民法典”第577条", "民法典:577"),
    ("〈民法典〉第577条", "民法典:577"),
    ("《江苏省工资支付条例》第八条", "江苏省工资支付条例:8"),
    ("《德国民法典》第823条", "德国民法典:823"),
    ("《诉讼费用交纳办法》第十条第(一)项、第(六)项", "诉讼费用交纳办法:10"),
    ("《刑法修正案（十一）》第三条", "刑法修正案（十一）:3"),
    ("《刑法修正案(十一)》第三条", "刑法修正案（十一）:3"),
    ("《民法典》", "民法典"),
    ("《民诉法》", "民事诉讼法"),
]


@pytest.mark.parametrize(("text", "key"), WHOLE)
def test_a_form_is_read_from_its_first_sign_to_its_last(text, key):
    one = only(f"律师认为，{text}有规定。")
    assert (one.written, one.key) == (text, key)


PARTS = [
    ("第五百六十三条第一款第（二）项", (563, 1, 2)),
    ("第五百六十三条第一款第二项", (563, 1, 2)),
    ("第563条第1款第(2)项", (563, 1, 2)),
    ("第三十九条第（二）、（三）项", (39, 0, 2)),
    ("第三十九条（二）项", (39, 0, 2)),
    ("第四十条第一款、第三款", (40, 1, 0)),
    ("第四十条第一、三款", (40, 1, 0)),
    ("第二百零七条第一项至第五项", (207, 0, 1)),
    ("第十条第一款第五项第2目", (10, 1, 5)),
]


@pytest.mark.parametrize(("place", "parts"), PARTS)
def test_the_first_paragraph_and_item_count_and_the_span_covers_all(place, parts):
    one = only(f"依照《民法典》{place}的规定")
    assert one.written == f"《民法典》{place}"
    assert (one.number, one.clause, one.item) == parts


NONE = (
    "依照本法第三条处理", "该办法第二条", "这个方法第一条", "《员工手册》第三条",
    "《劳动合同》第三条", "《某某有限公司考勤管理办法》第三条", "《小区业主公约》第三条",
    "《民法典第五百七十七条的理解与适用》", "《处罚决定》第二条", "《解释》第三条",
    "《未知管理条例》有规定", "民法典规定得很清楚", "第五百七十七条",
    "前款规定，本条第二款，但书除外", "《民法典第577页",
)  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_what_names_no_article_of_the_law_is_no_citation(text):
    assert keys(text) == []


def test_a_zero_is_no_article_and_offsets_are_those_of_the_text():
    assert keys("《刑法》第一款") == ["刑法"]
    assert keys("《刑法》第零条") == ["刑法"]
    text = "见\u200b《民法典》第577条，又见\n  《刑法》第２４条"
    spans = [text[one.start : one.end] for one in parse(text, NAMES)]
    assert spans == ["《民法典》第577条", "《刑法》第２４条"]


def test_each_article_of_a_list_has_a_span_of_its_own():
    assert found("《民法典》第五百七十七条、第五百八十四条和第590条") == {
        "《民法典》第五百七十七条": "民法典:577",
        "第五百八十四条": "民法典:584",
        "第590条": "民法典:590",
    }
    assert found("《民法典》第五百七十七、五百八十四条") == {
        "《民法典》第五百七十七": "民法典:577",
        "五百八十四条": "民法典:584",
    }
    assert keys("民法典第577条、584条") == ["民法典:577", "民法典:584"]
    assert keys("民法典第577,584条") == ["民法典:577", "民法典:584"]


@pytest.mark.parametrize(
    "written",
    [
        "第二十三条至第二十五条", "第二十三至二十五条", "第23条-25条", "第23—25条",
        "第23条到第25条", "第23～25条",
    ],
)  # fmt: skip
def test_a_range_is_one_citation(written):
    one = only(f"《公司法》{written}规定")
    assert (one.written, one.number, one.until) == (f"《公司法》{written}", 23, 25)
    assert one.keys == ["公司法:23", "公司法:24", "公司法:25"]


def test_a_range_runs_on_and_not_too_far():
    assert keys("《公司法》第二十五条至第二十三条") == ["公司法:25", "公司法:23"]
    assert keys("《民法典》第一条至第一千条") == ["民法典:1", "民法典:1000"]
    text = "《刑法》第十四条、第二十条至第二十二条、第三十条第二款"
    assert [(one.number, one.until) for one in parse(text, NAMES)] == [
        (14, None),
        (20, 22),
        (30, None),
    ]


def test_sub_numbers_in_a_row_or_behind_a_hyphen():
    assert keys("《刑法》第二百八十七条之一、之二") == ["刑法:287-1", "刑法:287-2"]
    assert keys("《刑法》第一百二十条之一至之三")[0] == "刑法:120-1"
    assert keys("《刑法》第224-1条，第224-230条") == ["刑法:224-1", "刑法:224"]
    assert only("《公司法》第四十条之二分之一").sub == 0


def test_an_article_without_a_name_belongs_to_the_law_named_last_in_the_paragraph():
    assert keys("《民法典》第577条规定了责任。违反的，第584条规定赔偿。") == [
        "民法典:577",
        "民法典:584",
    ]
    assert keys("刑法第3条，《民法典》第5条，第6条") == ["刑法:3", "民法典:5", "民法典:6"]
    assert keys("违约责任由民法典规定，其中第577条最要紧") == ["民法典:577"]
    assert keys("《民法典》第577条\n第584条") == ["民法典:577"]
    assert keys("《民法典》第577条，见《合同法总论》，第3条") == ["民法典:577"]
    assert keys("《合同》由双方签字。依《民法典》第577条、第578条") == ["民法典:577", "民法典:578"]
    assert keys("《民法典》第577条。第一条线索、第二条微信") == ["民法典:577"]
    assert keys("《江苏省工资支付条例》第八条、第九条") == [
        "江苏省工资支付条例:8",
        "江苏省工资支付条例:9",
    ]


@pytest.mark.parametrize(
    "before",
    [
        "合同", "《借款合同》", "合同的", "公司章程", "劳动合同书", "协议约定的", "员工手册",
        "判决书", "江苏省工资支付条例", "《员工手册》的",
    ],
)  # fmt: skip
def test_the_article_of_a_contract_is_none_of_the_law(before):
    assert keys(f"《民法典》第577条，{before}第五条、第六条，第七条") == ["民法典:577"]


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


def test_the_longest_name_wins_and_a_title_in_full_that_differs_is_another():
    title = "最高人民法院关于审理劳动争议案件适用法律若干问题的解释（一）"
    one = only(f"《{title}》第三条")
    assert not one.known
    assert one.statute == title
    assert keys("依照海洋环境保护法第九条") == ["海洋环境保护法:9"]
    assert keys("违反劳动合同法第三十九条") == ["劳动合同法:39"]
    assert keys("劳动合同法实施条例第九条") == ["劳动合同法实施条例:9"]


@pytest.mark.parametrize("lead", ["依照", "认定为", "属于", "触犯", "以及", "犯", "没有", "我国"])
def test_a_bare_name_is_found_after_the_words_that_lead_to_it(lead):
    assert keys(f"应当{lead}刑法第二百六十四条") == ["刑法:264"]


@pytest.mark.parametrize(
    "text",
    [
        "德国民法典第八百二十三条", "台湾地区民法典第一百八十四条", "德国《民法典》第823条",
        "调解仲裁法第六条", "江苏省工伤保险条例第五条", "触电人身损害赔偿解释第三条",
        "适用劳动合同法律师第三条",
    ],
)  # fmt: skip
def test_part_of_a_longer_or_foreign_name_is_not_ours(text):
    assert keys(text) == []


DOCUMENTS = [
    "法释〔2023〕13号", "法释[2023]13号", "法释［2023］13号", "法释 (2023) 13 号",
    "法释（2023）13号", "法释【2023】13号",
]  # fmt: skip


@pytest.mark.parametrize("number", DOCUMENTS)
def test_the_number_of_a_document_names_it_in_every_bracket(number):
    assert only(f"依据{number}第三条").key == "民法典合同编通则解释:3"


def test_the_number_of_a_document_is_that_of_its_court():
    title = "《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释"
    for text in (f"{title}》（法释〔2023〕13号）第三条", f"{title}（法释[2023]13号）》第三条"):
        one = only(text)
        assert (one.written, one.doc_no) == (text, "法释〔2023〕13号")
    assert keys("粤高法〔2019〕254号第三条") == []
    assert keys("法〔2019〕254号第三条") == ["九民纪要:3"]
    one = only("法释〔2031〕99号第三条")
    assert (one.known, one.statute) == (False, "法释〔2031〕99号")


def test_statutes_side_by_side_and_unknown_ones():
    assert keys("《民法典》《公司法》第一条、《刑法》") == ["民法典", "公司法:1", "刑法"]
    (one,) = parse("《南京市住宅物业管理条例（2021年修正）》第八条", NAMES)
    assert (one.statute, one.version, one.known) == ("南京市住宅物业管理条例", "2021", False)


TITLE = "《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》"


def test_a_statute_speaks_of_itself():
    assert found("违反本法第五条、第六条的", own="公司法") == {
        "本法第五条": "公司法:5",
        "第六条": "公司法:6",
    }
    assert keys("实施本章第一百零三条规定的行为", own="刑法") == ["刑法:103"]
    assert keys("同时又构成本法第一百四十一条规定之罪", own="刑法") == ["刑法:141"]


def test_this_law_is_the_one_named_last_of_its_kind():
    assert keys("《民法典》第1条。\n该法第2条，本法第3条，同法第4条，上述法律第5条") == [
        "民法典:1",
        "民法典:2",
        "民法典:3",
        "民法典:4",
        "民法典:5",
    ]
    text = "《工伤保险条例》第十四条和《民法典》第1条，该条例第十五条，该法第2条，该办法第3条"
    assert keys(text) == ["工伤保险条例:14", "民法典:1", "工伤保险条例:15", "民法典:2"]
    text = "《婚姻家庭编解释（一）》第一条。同一解释第四十七条；该司法解释第二条"
    assert keys(text) == [f"民法典婚姻家庭编解释（一）:{number}" for number in (1, 47, 2)]
    assert keys("《民法典》第1条。该法院第二条意见，日本法第三条，基本法第四条") == ["民法典:1"]


@pytest.mark.parametrize(
    "defining",
    [
        "（以下简称《规定》）", "（以下简称“规定”）", "（以下简称规定）", "（下称《规定》）",
        "（法释〔2020〕6号，以下简称《规定》）", "，以下简称《规定》，",
    ],
)  # fmt: skip
def test_a_defined_name_counts_for_the_rest_of_the_text(defining):
    text = f"{TITLE}{defining}已经施行。\n《规定》第二十五条，\n依照规定第三条"
    assert keys(text)[1:] == ["民间借贷规定:25", "民间借贷规定:3"]


def test_what_a_definition_gives_its_name():
    text = f"{TITLE}（以下简称《规定》）第二十五条"
    assert found(text) == {text: "民间借贷规定:25"}
    text = "《江苏省工资支付条例》（以下简称《条例》）。《条例》第八条"
    (one,) = [one for one in parse(text, NAMES) if one.number]
    assert (one.statute, one.known) == ("江苏省工资支付条例", False)
    text = (
        "甲公司（以下简称公司）与乙签订《买卖合同》（以下简称《合同》）。公司第一条，《合同》第二条"
    )
    assert keys(text) == []
    text = "《公司法》（2023年修订，以下简称新公司法）施行后，依照新公司法第四条"
    assert [(one.key, one.version) for one in parse(text, NAMES)][-1] == ("公司法:4", "2023")


VERSIONS = [
    ("原《合同法》第五十二条", "原"),
    ("原合同法第52条", "原"),
    ("旧《公司法》第3条", "旧"),
    ("旧公司法第3条", "旧"),
    ("新《公司法》第四十七条", "新"),
    ("最新《公司法》第四十七条", "新"),
    ("新修订的《公司法》第四十七条", "新"),
    ("修订后的《公司法》第四十七条", "新"),
    ("修订前的《公司法》第二十六条", "旧"),
    ("2023年修订前的《公司法》第二十六条", "旧"),
    ("2018年《公司法》第16条", "2018"),
    ("2018《公司法》第16条", "2018"),
    ("2018年修正的《公司法》第16条", "2018"),
    ("2018年公司法第16条", "2018"),
    ("《公司法》（2018年修正）第十六条", "2018"),
    ("《公司法》（2018修订）第十六条", "2018"),
    ("《公司法》(2018)第十六条", "2018"),
    ("《公司法》（2018年10月26日修正）第十六条", "2018"),
    ("《公司法（2018年修正）》第十六条", "2018"),
    ("公司法(2018)第十六条", "2018"),
    ("《公司法》（2023年修订，2024年7月1日起施行）第四条", "2023"),
    ("《公司法》（2018年修正）", "2018"),
    ("原《合同法》", "原"),
]


@pytest.mark.parametrize(("text", "version"), VERSIONS)
def test_the_words_of_a_version_belong_to_the_citation(text, version):
    one = only(f"律师说，{text}，不能照搬。")
    assert (one.written, one.version) == (text, version)


@pytest.mark.parametrize(
    "text",
    [
        "2018年10月1日《公司法》第3条",
        "《公司法》（2018）粤01民终123号",
        "他说的《公司法》第3条",
        "《公司法》（重点）第3条",
    ],
)
def test_other_words_and_brackets_are_no_version(text):
    assert {one.version for one in parse(text, NAMES)} == {""}


def test_the_version_goes_with_what_is_carried_over():
    text = "原《合同法》第五十二条、第五十四条，该法第六十条；《合同法》第一条"
    assert [one.version for one in parse(text, NAMES)] == ["原", "原", "原", ""]
    last = parse("新《民事诉讼法》第122条（原第119条）", NAMES)[-1]
    assert (last.written, last.key, last.version) == ("原第119条", "民事诉讼法:119", "原")


@pytest.mark.parametrize(
    "text", ["网站更新《公司法》第3条", "重新《公司法》第3条", "高原《公司法》第3条"]
)
def test_a_word_that_ends_alike_is_no_version(text):
    assert only(text).version == ""


def cited(text, own="公司法", at=(20, 0), before=(19, 0)):
    """(what is written, key, until) of each citation of an article."""
    before = before and Place(*before)
    found = parse_article(text, NAMES, own, Place(*at), before)
    return [(one.written, one.key, one.until) for one in found]


@pytest.mark.parametrize(
    ("text", "own", "key"),
    [
        ("依照本法第五条处理", "公司法", "公司法:5"),
        ("本条例第十五条的情形", "工伤保险条例", "工伤保险条例:15"),
        ("本办法第三条所称", "诉讼费用交纳办法", "诉讼费用交纳办法:3"),
        ("本规定第二十五条", "民间借贷规定", "民间借贷规定:25"),
        ("本解释第三条", "民法典合同编通则解释", "民法典合同编通则解释:3"),
        ("依照民法典第五百七十七条", "公司法", "民法典:577"),
        ("违反第十六条规定的", "公司法", "公司法:16"),
    ],
)
def test_a_statute_means_itself_and_others(text, own, key):
    assert [one[1] for one in cited(text, own)] == [key]


def test_an_article_without_a_name_is_its_own_but_not_itself():
    text = "依照民法典第三条、第四条。\n有第五条规定的情形的，依照前款处罚。"
    assert [one[1] for one in cited(text)] == ["民法典:3", "民法典:4", "公司法:5"]
    assert cited("违反本法第二十条、第二十一条的") == [("第二十一条", "公司法:21", None)]


def test_the_articles_before_are_those_that_stand_there():
    assert cited("前条第一款规定的股东") == [("前条第一款", "公司法:19", None)]
    assert cited("犯前条罪的", "刑法", (134, 1), (134, 0)) == [("前条", "刑法:134", None)]
    assert cited("犯前条罪的", "刑法", (135, 0), (134, 1)) == [("前条", "刑法:134-1", None)]
    assert cited("适用前三条的规定") == [("前三条", "公司法:17", 19)]
    assert cited("适用前两条的规定", at=(3, 0), before=(2, 0)) == [("前两条", "公司法:1", 2)]
    assert cited("前条规定", at=(1, 0), before=None) == []


@pytest.mark.parametrize("text", ["前款规定", "目前条例已有规定", "满足前条件的", "本条第二款"])
def test_what_is_like_the_article_before_is_none(text):
    assert cited(text) == []


@pytest.mark.parametrize("own", ["刑法修正案（十一）", "关于修改《公司法》的决定"])
def test_an_article_that_an_amendment_changes_is_not_its_own(own):
    assert cited("将第二十八条改为第三十二条", own) == []
