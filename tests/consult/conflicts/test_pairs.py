"""Whole pairs of names as people write them: which are met, and that none is silently clear."""

import pytest

from consult import services
from consult.base.enums import Conflict, Likeness, Outcome, PartyRole
from consult.conflicts import check, parties, records
from consult.conflicts.named import CUT
from consult.models import Consultation, KnownParty
from tests.factories import make_staff, make_submitted, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FIRM = "北方字节科技有限公司"

# A known client, its other names after “=”, who stands for it after “@”; then the opponent as it is
# typed, or what stands in the question alone after “？”.
TRUE = """
展鹏飞 > 展鹏飞
展鹏飞 > 展朋飞
展鹏飞 > 展鹏非
展鹏飞 > 詹鹏飞
展鹏飞 > ？我前夫展鹏飞在外面欠了债，要我一起还。
展鹏飞 > 展总
展鹏飞 > 老展
展鹏飞 > 展鹏飞和展鹏程
刘桂兰 > 张三 刘桂兰
刘桂兰 > 刘桂兰跟她儿子
刘桂兰 > 柳桂兰
刘桂兰 > 劉桂蘭女士
刘桂兰 > ？去年我和刘桂兰合伙开了一家店，她把钱都拿走了。
欧阳若溪 > 欧阳若希
欧阳若溪 > ？房东叫欧阳若溪，一直不退押金。
牟大勇 > ？对方车主牟大勇全责，保险公司不赔。
牟大勇 > 牟大永
卞志远 > 卞经理
卞志远 > ？被主管卞志远当众辱骂，还扣了我的奖金。
苏若澄 > 苏若橙
苏若澄 > 苏老师
章子墨 > 张子墨
谷雨桐 > 我老婆谷雨桐
谷雨桐 > ？孩子的妈妈谷雨桐不让我看孩子。
北京小米科技有限责任公司 > 小米
北京小米科技有限责任公司 > 小米公司
北京小米科技有限责任公司 > 小米科技
招商银行股份有限公司 > 招行
招商银行股份有限公司 > ？我在招行办的信用卡逾期了，天天有人打电话。
招商银行股份有限公司成都分行 > 招商银行信用卡中心
中国人民财产保险股份有限公司 > 人保
中国人民财产保险股份有限公司成都市分公司 > 人保财险
中国平安财产保险股份有限公司 > 平安保险
中国平安人寿保险股份有限公司 > ？买了平安的重疾险，平安保险现在拒赔。
北京字节跳动科技有限公司 > 字节
北京字节跳动科技有限公司 > 抖音
中国工商银行股份有限公司 > 工行
中国邮政储蓄银行股份有限公司 > 邮储银行
马上消费金融股份有限公司 > ？我弟弟借了马上消费的钱，现在被起诉。
成都栖桐冷链物流有限公司 > 栖桐
成都栖桐冷链物流有限公司 > 栖桐物流
成都栖桐冷链物流有限公司 > 西桐冷链物流
成都栖桐冷链物流有限公司 > 成都栖桐冷链
成都栖桐冷链物流有限公司@仇万年 > 仇万年
成都栖桐冷链物流有限公司@仇万年 > ？老板仇万年让我们周末加班，一分钱不给。
成都栖桐冷链物流有限公司 > ？我在成都栖桐冷链物流有限公司开车，公司不给缴社保。
云澜宏达建材有限公司 > 宏达建材厂
云澜宏达建材有限公司 > 鸿达建材
云澜宏达建材有限公司 > ？2021年我进了宏达建材上班，老板不签合同。
云澜宏达建材有限公司 > 云澜洪达建材有限公司
云澜宏达建材有限公司=老宏达建材城 > 老宏达建材城
四川蜀川绿洲园林工程有限公司@饶永强 > 蜀川绿洲
四川蜀川绿洲园林工程有限公司@饶永强 > 饶永强
四川蜀川绿洲园林工程有限公司 > 蜀州绿洲园林
四川蜀川绿洲园林工程有限公司 > ？四川蜀川绿洲园林工程有限公司欠我们工程款两年了。
云澜恒信置业集团有限公司 > 恒信置业云澜分公司
云澜恒信置业集团有限公司=恒信花园 > 恒信花园
云澜市第一人民医院 > ？我妈在云澜市第一人民医院做手术，术后感染。
晴川会计师事务所（特殊普通合伙） > 晴川会计师事务所北川分所
浙江飞猪网络技术有限公司=飞猪 > 飞猪
上海寻梦信息技术有限公司=拼多多 > 拼多多平台
宏盛物流（云澜）有限公司 > 云澜宏盛物流公司
宏盛物流（云澜）有限公司 > 宏胜物流
"""
# Near in writing, and another one all the same.
OTHER = """
王建国 > 王建军
王建国 > 李建国
张伟 > 张强
刘桂兰 > 刘桂英
展鹏飞 > 展望
云澜宏达建材有限公司 > 北京宏达建材有限公司
云澜宏达建材有限公司 > 云澜宏达餐饮有限公司
云澜宏达建材有限公司 > 云澜万隆建材有限公司
北京小米科技有限责任公司 > 大米科技有限公司
招商银行股份有限公司 > 招商证券股份有限公司
中国工商银行股份有限公司 > 中国农业银行股份有限公司
成都栖桐冷链物流有限公司 > 成都青桐冷链物流有限公司
云澜恒信置业集团有限公司 > 云澜恒信保安服务有限公司
云澜市第一人民医院 > 北川市第一人民医院
晴川会计师事务所 > 晴川律师事务所
欧阳若溪 > 欧阳锋
谷雨桐 > 谷雨
卞志远 > 卞晓燕
宏盛物流（云澜）有限公司 > 宏盛物流（北川）有限公司
浙江飞猪网络技术有限公司 > 云澜飞鱼网络技术有限公司
"""
# Whom real questions are about.
REAL = """
王丽 李强 张建华 刘洋 陈静 杨帆 赵敏 黄海涛 周杰 吴桂英 徐明 孙丽娟 马超 朱红梅 胡志刚 郭晓东
何秀珍 高峰 林志玲 罗永 梁家辉 宋玉芬 郑凯 谢文 韩雪梅 唐国强 冯小刚 于洋 董洁 萧山河 程前 曹建平
袁立 邓超群 许晴 傅艺伟 沈丹萍 曾志伟 彭于晏 吕良伟 成都天府软件园有限公司
重庆长安物业服务有限公司 武汉东湖高新餐饮管理有限公司 深圳市鹏程装饰工程有限公司
广州白云电器有限公司 杭州西子家政服务有限公司 南京金陵饭店 苏州工业园区阳光幼儿园
西安市雁塔区人民法院 青岛海洋食品有限公司 大连造船厂 长沙五一商场 郑州中原汽车销售有限公司
济南泉城公交公司 合肥市庐阳区教育局 福州三坊茶业有限公司 厦门鼓浪屿旅行社
昆明滇池房地产开发有限公司 贵阳黔灵医院 南宁青秀驾校 太原晋阳煤业有限公司 石家庄燕赵律师事务所
哈尔滨冰城服装厂 长春一汽贸易公司 沈阳故宫印刷有限公司 天津海河银行 上海浦江电子有限公司
北京燕京啤酒专卖店 海口椰树饮料厂 兰州黄河搬家公司 中国石油天然气股份有限公司 国家电网有限公司
云澜新世纪百货有限公司 云澜东方培训学校 云澜安居物业服务有限公司 云澜康泰大药房
云澜通达汽车租赁有限公司 云澜金域装修公司 京东商城 美团外卖 中国建设银行 中国人寿 太平洋保险
顺丰速运 海底捞 万科物业 饿了么 滴滴出行 中国移动 比亚迪汽车 段飞宇 饶雪漫 卞之琳 仇英 展昭 谷建芬
章含之 牟其中 苏小妹 欧阳修
"""


def register(known):
    name, _, head = known.partition("@")
    name, *former = name.split("=")
    fields = {"former_names": "\n".join(former), "representative": head}
    return KnownParty(name=name, role=PartyRole.CLIENT, **fields)


def asked(typed):
    field = {"question": typed[1:]} if typed.startswith("？") else {"opponent": typed}
    return Consultation.objects.get(pk=make_submitted(name="周明远", **field)[0].pk)


def pairs(lines):
    return [tuple(line.split(" > ")) for line in lines.strip().splitlines()]


def outcome(known, typed):
    KnownParty.objects.all().delete()
    parties.register(party=register(known))
    found = asked(typed)
    if found.conflict_hits.exists():
        return "hit"
    return "amber" if records.gaps(found) else "clear"


def test_nearly_all_that_are_one_are_met_and_none_is_silently_clear():
    found = {pair: outcome(*pair) for pair in pairs(TRUE)}
    missed = [pair for pair, what in found.items() if what != "hit"]
    assert len(missed) <= len(found) // 10, missed
    assert [pair for pair in missed if found[pair] == "clear" and "？" not in pair[1]] == []


def test_few_that_are_two_are_met():
    wrong = [pair for pair in pairs(OTHER) if outcome(*pair) == "hit"]
    assert len(wrong) <= 1, wrong


def test_few_of_those_whom_real_questions_are_about_meet_the_clients_of_a_firm():
    names = {known: None for known, _ in [*pairs(TRUE), *pairs(OTHER)]}
    parties.register_all(parties=[register(known) for known in names])
    wrong = [name for name in REAL.split() if asked(name).conflict_hits.exists()]
    assert len(wrong) <= len(REAL.split()) // 50, wrong
    assert not Consultation.objects.exclude(conflict=Conflict.CLEAR).exists()


NAMES = """
云澜宏达建材有限公司 成都栖桐冷链物流有限公司 云澜恒信置业集团有限公司 晴川会计师事务所
云澜市第一人民医院 宏盛物流有限公司 招商银行 人保财险 展鹏飞 刘桂兰 欧阳若溪 牟大勇 卞志远 苏若澄
章子墨 谷雨桐 仇万年 饶永强 段飞宇 云澜安居物业服务有限公司 云澜康泰大药房
云澜通达汽车租赁有限公司 云澜金域装修公司 云澜东方培训学校 云澜新世纪百货有限公司 京东 美团
"""
PLANTED = [*NAMES.split(), "北方字节科技有限公司", "北方字节网络科技有限公司"]
PLANTED.append("北方字节信息技术有限公司")


def test_names_that_anybody_planted_seal_no_honest_question_and_true_cases_are_all_met():
    """Thirty in two seconds, in quarantine or not, some closed; then fifteen honest ones."""
    planted = [
        make_submitted(name=name, opponent="某某公司", doubts=["", "重复"][at % 2])[0]
        for at, name in enumerate(PLANTED)
    ]
    for one in planted[::3]:
        services.close(consultation=one, user=make_staff())
    honest = [asked(name) for name in PLANTED[::2]]
    assert (len(PLANTED), len(honest), [one for one in honest if one.sealed]) == (30, 15, [])
    assert all(one.conflict_hits.exists() for one in honest)
    assert not any(check.to_judge_first(one) for one in honest)
    # Who was answered, and then the other side of the same case; a known client, and its opponent.
    first, user = make_submitted(name="贺兰山", opponent="云澜金域装修公司")[0], make_superuser()
    services.reply(consultation=first, user=user, text="可以起诉。", token="t")
    parties.register(party=register("云澜康泰大药房"))
    true = [make_submitted(name="云澜金域装修公司", opponent="贺兰山")[0], asked("云澜康泰大药房")]
    assert all(one.sealed for one in true)


def test_what_a_text_only_may_say_of_its_writer_seals_nothing_beside_a_name_that_would():
    first, user = make_submitted(name="贺兰山", opponent=FIRM)[0], make_superuser()
    services.reply(consultation=first, user=user, text="可以起诉。", token="t")
    found = make_submitted(name="周明远", question=f"我们公司是{FIRM}，想问合同的事。")[0]
    assert not found.sealed
    assert records.names_met(found)[records.place_of(None, first.pk, False)] == FIRM


def test_a_name_is_found_wherever_the_text_has_it_and_what_was_not_read_is_said():
    parties.register(party=register("展鹏飞"))
    long = "房子漏水了，物业不肯修。" * 400
    found = make_submitted(question=f"{long}我前夫展鹏飞也不管。")[0]
    assert found.sealed
    case = make_submitted(name="周明远", opponent="李四海")[0]
    for number, text in enumerate([long, long, f"{long}被展鹏飞打了。"]):
        services.client_message(consultation=case, text=text, token=f"t{number}")
    case.refresh_from_db()
    assert case.sealed
    assert [one.why for one in records.gaps(case)] == [CUT]
    many = "、".join(f"云澜{one}{two}建材有限公司" for one in "宏鼎瑞恒" for two in "达盛泰丰")
    assert CUT in [one.why for one in records.gaps(make_submitted(question=many)[0])]


def test_one_act_takes_back_all_that_a_post_has_sealed():
    user = make_superuser()
    false = make_submitted(name=FIRM, doubts="重复")[0]
    services.release(consultation=false, user=user)
    sealed, other = [asked(FIRM), asked(FIRM), asked(f"？我在{FIRM}上班，没有签合同。")], None
    assert [one.conflict for one in sealed] == [Conflict.SEALED] * 3
    parties.register(party=register("展鹏飞"))
    other = asked(f"{FIRM}、展鹏飞")
    hit = sealed[0].conflict_hits.get().pk
    assert services.take_back(consultation=sealed[0], user=user, hit=hit) == 3
    assert [Consultation.objects.get(pk=one.pk).conflict for one in sealed] == [Conflict.CLEAR] * 3
    assert Consultation.objects.get(pk=other.pk).sealed  # by the known party
    assert not asked(FIRM).conflict_hits.exists()
    party = KnownParty.objects.get()
    party.verified = False
    parties.register(party=party)
    assert not Consultation.objects.get(pk=other.pk).sealed
    assert asked("展鹏飞").conflict_hits.get().likeness == Likeness.ALIKE
    party.verified = True
    parties.register(party=party)
    assert Consultation.objects.get(pk=other.pk).sealed
    parties.remove(KnownParty.objects.all())
    assert not Consultation.objects.get(pk=other.pk).sealed
    services.set_outcome(consultation=false, user=user, outcome=Outcome.ENGAGED)
    assert asked(FIRM).sealed  # it was a client after all
