"""Words that advise: each check with what it tells of and with harmless uses that stay silent."""

import pytest

from tests.articles.quality.drafts import found

HITS = [
    ("absolute-words", "符合批捕条件的，一定会批捕。", "一定会"),
    ("absolute-words", "这样写的借条必然无效。", "必然无效"),
    ("absolute-words", "证据齐全，法院肯定支持。", "肯定支持"),
    ("absolute-words", "起诉以后百分之百能拿到钱。", "百分之百能"),
    ("absolute-words", "这份协议绝对有效。", "绝对有效"),
    ("promotion-fee", "本站提供免费法律咨询。", "免费法律咨询"),
    ("promotion-fee", "打不赢官司不收费。", "打不赢官司不收费"),
    ("promotion-fee", "春节期间律师费打折。", "律师费打折"),
    ("promotion-result", "我们办案多年，胜诉率很高。", "胜诉率"),
    ("promotion-result", "交给我们，包赢。", "包赢"),
    ("promotion-result", "律师为您确保追回货款。", "律师为您确保追回"),
    ("promotion-best", "他是本地最好的刑事律师。", "最好的刑事律师"),
    ("promotion-best", "我们是全国第一的离婚团队。", "全国第一"),
    ("promotion-best", "顶级律师为您服务。", "顶级律师"),
    ("promotion-expert", "林律师是知名婚姻专家。", "婚姻专家"),
    ("promotion-expert", "本所是劳动法领域的权威。", "劳动法领域的权威"),
    ("promotion-ties", "我们在法院有人。", "法院有人"),
    ("promotion-ties", "可以帮您疏通关系。", "疏通关系"),
    ("promotion-ties", "我所与法院关系良好。", "与法院关系良好"),
    ("promotion-boast", "张律师从业30年经验丰富。", "律师从业30年经验"),
    ("promotion-boast", "本所竭诚为您服务。", "竭诚为您服务"),
    ("promotion-boast", "律师有三十多年的工作经验。", "律师有三十多年的工作经验"),
    ("contact-in-body", "遇到问题请拨打025-84110110。", "025-84110110"),
    ("contact-in-body", "律师手机13800000000。", "13800000000"),
    ("contact-in-body", "欢迎咨询本所。", "欢迎咨询"),
    ("old-term", "拆迁补偿怎么算要看方案。", "拆迁"),
    ("old-term", "双方签了加工承揽合同。", "加工承揽合同"),
    ("old-term", "对方侵犯了商标原创性著作权。", "商标原创性著作权"),
    ("mistyped", "在这个账号下登陆。", "登陆"),
    ("mistyped", "换一个帐号。", "帐号"),
    ("mistyped", "请登陆网站查询。", "登陆"),
    ("repeated-word", "收集各种各种的证据。", "各种各种"),
    ("repeated-word", "这是他的的房子。", "的的"),
    ("half-width", "先报警,再起诉。", "报警,再起"),
    ("half-width", "怎么办?看这里。", "么办?看这"),
    ("layout-spaces", "请看首 页的说明。", "看首 页的"),
    ("link-bare", "见 https://flk.npc.gov.cn/ 的全文。", "https://flk.npc.gov.cn/"),
    ("ai-unmarked", "本文由AI生成，仅供参考。", "本文由AI生成"),
]

SILENT = [
    ("absolute-words", "不一定会批捕，要看证据。"),
    ("absolute-words", "没有人一定能赢。"),
    ("absolute-words", "在一定期限内按一定的比例返还，具有一定能力的人除外。"),
    ("absolute-words", "签了字就一定要还吗？"),
    ("absolute-words", "所谓“一定能赢”的话不可信。"),
    ("absolute-words", "有人认为签了字就一定能拿到钱，这种理解并不准确。"),
    ("absolute-words", "法院对此予以肯定，肯定了原告的主张。"),
    ("absolute-words", "物权是绝对权，作出绝对不起诉决定，绝对控股。"),
    ("absolute-words", "甲持有公司百分之百的股权。"),
    ("absolute-words", "违约并不必然导致合同解除，不存在必然联系。"),
    ("promotion-fee", "符合条件的可以申请法律援助，由律师免费代理。"),
    ("promotion-fee", "劳动争议仲裁不收费。"),
    ("promotion-fee", "当事人可以申请减免诉讼费。"),
    ("promotion-fee", "社会保险行政部门为工伤职工免费提供咨询服务。"),
    ("promotion-fee", "经营者承诺的免费修理要写进合同。"),
    ("promotion-result", "不要相信承诺包赢、谈胜诉率的人。"),
    ("promotion-result", "债务人保证要回货款以后还钱，交警确保拿回车辆。"),
    ("promotion-result", "当事人向法院保证按时到庭。"),
    ("promotion-best", "请律师最好早一点，最好先留证据。"),
    ("promotion-best", "第一款、第一审、第一百条、第一顺序继承人。"),
    ("promotion-best", "国家级开发区里的工厂，原件的证明力最强。"),
    ("promotion-expert", "可以申请有专门知识的人出庭，专家证人、专家辅助人、医疗专家意见都行。"),
    (
        "promotion-expert",
        "甲方聘请的法律专家出具了意见书，法律专家意见不是证据。以权威机构的数据为准。",
    ),
    ("promotion-ties", "双方存在劳动关系，与案件有关系。"),
    ("promotion-ties", "利用关联关系损害公司利益，找关系人核实。"),
    ("promotion-ties", "法院里有人专门负责立案咨询。"),
    ("promotion-ties", "双方是委托关系，不是信托关系。"),
    ("promotion-ties", "声称法院有人、能疏通关系的，多半是骗子。"),
    ("promotion-boast", "竭诚服务职工群众是工会的职责。"),
    ("promotion-boast", "他在公司工作了十多年，经验丰富。"),
    ("contact-in-body", "可以拨打12348或者12333，也可以打110报警。"),
    ("contact-in-body", "统一社会信用代码、案号（2023）沪01民终1234号、金额13800000元。"),
    ("contact-in-body", "请收件人写下联系方式，签收快递。"),
    ("old-term", "《城市房屋拆迁管理条例》已经废止。"),
    ("old-term", "征收（过去叫拆迁）怎么补偿，要看公告。"),
    ("old-term", "征地拆迁的公告要张贴，房屋拆迁许可证是旧的。"),
    ("old-term", "俗话说的“拆迁”现在另有叫法。"),
    ("mistyped", "条例写的是“银行帐户”。"),
    ("mistyped", "台风登陆时船已靠港，登陆作战。"),
    ("mistyped", "账号和密码由本人保管，蚊帐和帐篷不算。"),
    ("repeated-word", "大家商量商量，一条一条看，核对核对，清清楚楚。"),
    ("repeated-word", "为了达到目的的行为，的的确确如此，合同标的的数量。"),
    ("repeated-word", "再审申请人申请人民法院委托鉴定。"),
    ("repeated-word", "合伙人一人一票，基金的基金份额。"),
    ("repeated-word", "申请支付支付令的费用，二十二十一。"),
    ("half-width", "上午9:30开庭，比例是1:2，见(2023)号，约3.5%。"),
    ("layout-spaces", "第五条 机动车应当登记，第一百二十条之六 明知的除外。"),
    ("link-bare", "见国家法律法规数据库。"),
    ("ai-unmarked", "人工智能生成的内容有没有著作权，法律没有写明。"),
]


@pytest.mark.parametrize(("code", "text", "quote"), HITS)
def test_it_is_told_of(code, text, quote):
    assert quote in found(code, text=text)


@pytest.mark.parametrize(("code", "text"), SILENT)
def test_a_harmless_use_stays_silent(code, text):
    assert found(code, text=text) == []


@pytest.mark.parametrize("field", ["title", "summary"])
def test_titles_and_summaries_are_looked_at_too(field):
    assert "胜诉率" in found("promotion-result", **{field: "本所律师的胜诉率是多少"})
