"""What of a public text is marked: planted words of strangers' texts, little of a fair one."""

import pytest

from consult.redaction import Why, find, law_words
from tests.growth import grows_evenly

# What a client wrote, with what tells who it was in brackets.
TOLD = """
我是[2023年9月]进[昌洛五金]的，车间主任姓[卞]，宿舍在[大塘埔]，欠我[三万四]没给，微信[bian_8841]。
我老公[费长庚]跟一个叫[阿蔓]的女人在[柳港花园]租房，车是[皖K7Q208]，转给她[52万]。
[海底捞][宝龙店]上班烫伤，店长[缪姐]说自己去看，花了[4317.5]，在[区二院]缝了[11针]。
在[饿了么]跑单，站长[欧阳烁]让我签承揽协议，[7月3日]在[文汇路]撞了，交警是[浦东支队]的。
我给[马上消费]贷了[两万]，催收叫[贺]什么的，打到我厂里[海纳电子]，用的号是[02160829917]。
公司[仲夏夜文化]，法人[谌志远]，案号[(2024)苏0591民初3381号]，判了[8万6千]不给。
[平安]不赔，说我[甲状腺结节]没告知，业务员[骆晓晴]当时在[万达]一楼摆摊卖的。
父亲遗嘱放在[建行保险箱]，公证员[应]说少一页，后妈[阮氏蓉]是[越南谅山]人。
我二叔[晏国梁]是[石桥子村]支书，把[门前那口塘]填了卖给姓[任]的，收了[八千]。
我网上叫[半夏微凉]，被[橙子酱]挂了，她人在[郑州二七]。
我们村[王庄]和[李集]打架，表哥[栾二牛]挨了一铁锹，[县医院]缝的，对方是[杀猪的刘麻子]。
[小红书]上找的[艾美瑞]割双眼皮，医生[冼]没证，[去年冬至]做的，[B座17楼]。
""".strip().splitlines()
ALONE = ("这件事和{}有关。", "后来{}说可以再谈。", "另外提到了{}，请您注意。")
FAIR = """工厂长期拖欠工资，没有签过书面合同。员工想知道怎样要回工资，没有合同会不会影响。
可以要回来。没有书面合同，不等于没有劳动关系：工资转账记录、考勤、工作证、同事的证言都可以证明。
用人单位超过一个月不满一年没有与劳动者订立书面劳动合同的，应当向劳动者每月支付二倍的工资（《劳动合同法》第八十二条）。"""


def planted(line):
    parts = line.replace("]", "[").split("[")
    return "".join(parts), parts[1::2]


def marked(public, told, **known):
    (spans,) = find([public], [told], **known)
    return [public[start:end] for start, end, _ in spans]


@pytest.mark.parametrize("line", TOLD)
def test_what_tells_is_marked_whole_copied_and_in_a_sentence_of_its_own(line):
    told, words = planted(line)
    for word in words:
        for public in (told, *(sentence.format(word) for sentence in ALONE)):
            assert any(word in mark for mark in marked(public, told)), (word, public)


def test_what_a_careful_person_wrote_has_few_marks():
    told, _ = planted(TOLD[0])
    law = law_words(["用人单位应当向劳动者支付工资。"] * 30) | {"劳动合同法"}
    assert "用人单位" in law
    assert len(marked(FAIR, told, law=law)) <= 3


def test_fields_that_are_kept_and_picked():
    public = "青石律师事务所的林律师说，覃某和栖桐有话要说，可以打12348，见《海事条例》第五条。"
    names = ["覃女士", "成都栖桐冷链物流有限公司"]
    keep = ["青石律师事务所", "林律师"]
    assert marked(public, "", names=names, keep=keep, law={"海事条例"}) == ["覃某", "栖桐"]
    assert marked(public, "", names=["林律师的妻子"], keep=keep)[0] == "林律师"
    assert marked("𠮷田建国起诉", "𠮷田建国") == ["𠮷田建国"]
    told = (
        "赔了120万元，约110平米，见《海事条例(宝山)》《海事条例(2021年修正)》第五条，打119或者120。"
    )
    assert marked(told, "", law={"海事条例"}) == ["120万元", "约110平米", "宝山"]
    (spans,) = find([public], [], picked=["有话"], names=names, keep=keep, law={"海事条例"})
    assert Why.PICKED in {why for *_, why in spans}
    known = {"picked": ["林律师", "第五条"], "keep": keep, "law": {"海事条例"}}
    assert {"林律师", "第五条"} <= {*marked(public, "", **known)}


def test_each_text_has_its_own_places_however_it_is_spelled():
    first, second = find(["ＱＱ：１２３", "張 三 豐 來 過"], ["张三丰来过，QQ123"])
    assert [(one.start, one.end) for one in first] == [(0, 6)]
    assert (second[0].start, second[0].end >= 5) == (0, True)
    assert find(["", "。\n\n"], [""]) == [[], []]


@pytest.mark.parametrize("hostile", ["万", "约", "一", "A-", "《甲甲(", "老王", "押金没退，"])
def test_the_cost_grows_evenly(hostile):
    """With 万 it was minutes: the cube of the length."""
    assert grows_evenly(lambda size: find([hostile * size], [hostile * size]), 8000)
