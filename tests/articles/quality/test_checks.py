"""Each check with what it tells of and with harmless uses; hostile and very long texts."""

from datetime import date

import pytest

from articles.models import Article, Citation
from articles.quality import findings
from articles.quality.checks import MOST, REGISTRY, Draft, OldCrime, run_checks
from tests.articles.quality.drafts import CLEAN, codes, draft, found
from tests.factories import make_article
from tests.growth import grows_evenly

OLD = OldCrime("销赃罪", "掩饰、隐瞒犯罪所得罪", "2007年起叫“掩饰、隐瞒犯罪所得罪”。")
NEWER = OldCrime("赃罪", "另一个罪", "现在叫“另一个罪”。")
LONG = "同一句话不应该在同一篇文章里原样出现两次。"
HITS = [
    ("title-opening", {"title": "其实严格的来说", "text": "其实严格的来说，骑车不算驾驶。"}),
    ("title-opening", {"title": "工伤多久能有结果？", "text": "工伤多久能有结果？\n一般六十日。"}),
    ("title-opener", {"title": "其实骑电动车也算驾驶"}),
    ("title-opener", {"title": "根据民法典租房押金怎么退？"}),
    ("title-length", {"title": "工伤怎么办？"}),
    ("title-length", {"title": "长" * 31}),
    ("title-half-said", {"title": "关于离婚时房产的分割以及"}),
    ("title-again", {"namesakes": ("公司不签劳动合同，怎么办?",)}),
    ("summary-missing", {"summary": " "}),
    ("summary-repeats-title", {"summary": "公司不签劳动合同怎么办？可以要二倍工资。"}),
    ("figure-without-law", {"text": "注册资本按照3%的比例来交所得税。", "cited": ()}),
    ("figure-without-law", {"text": "违法的处以五万元罚款。", "cited": ()}),
    ("figure-without-law", {"text": "可以要求百分之三十的赔偿。", "cited": ()}),
    ("old-crime", {"text": "这样做构成销赃罪。", "crimes": (OLD,)}),
    ("repeated-sentence", {"text": f"{LONG}\n中间。\n{LONG}"}),
    ("no-statute", {"laws": ()}),
    ("never-checked", {"checked_on": None}),
    ("check-old", {"checked_on": date(2025, 11, 24)}),
    ("local-law", {"laws": ("江苏省工资支付条例",)}),
    ("reprint-source", {"source_kind": "reprint"}),
    ("ai-unchecked", {"ai_assisted": True, "checked_on": None}),
    ("body-cut", {"is_cut": True}),
    ("agreed-words", {"agreed_key": "of other words"}),
]
SILENT = [
    ("title-opening", {"text": "不签劳动合同的公司很多。"}),
    ("title-opener", {"title": "首先查封的法院怎么处置？"}),
    ("title-length", {"title": "一二三四五六七？"}),
    ("title-length", {"title": "长" * 30}),
    ("title-half-said", {"title": "离婚时房产的分割办法"}),
    ("title-again", {"namesakes": ()}),
    ("summary-missing", {"summary": "可以。"}),
    ("summary-repeats-title", {"summary": "不签劳动合同的，可以要二倍工资。"}),
    ("figure-without-law", {"text": "赔偿5000元，依《民法典》第1179条。", "cited": ((9, 21),)}),
    ("figure-without-law", {"text": "例如月薪8,000元，赔偿按两个月算。", "cited": ()}),
    ("figure-without-law", {"text": "股东持股30%，三人投票。税务机关在二楼。", "cited": ()}),
    ("old-crime", {"text": "销赃罪改成了掩饰、隐瞒犯罪所得罪。", "crimes": (OLD,)}),
    ("old-crime", {"text": "人们常说的“销赃罪”。", "crimes": (OLD,)}),
    ("repeated-sentence", {"text": "请咨询律师。\n中间。\n请咨询律师。"}),
    ("no-statute", {"laws": (), "is_stub": True}),
    ("never-checked", {"checked_on": None, "is_stub": True}),
    ("check-old", {"checked_on": date(2025, 11, 25)}),
    ("local-law", {"laws": ("江苏省工资支付条例",), "jurisdiction": "江苏省"}),
    ("local-law", {"laws": ("民法典", "工资支付暂行规定")}),
    ("reprint-source", {"source_kind": "reprint", "source": "示例网"}),
    ("ai-unchecked", {"ai_assisted": True}),
    ("ai-unmarked", {"ai_assisted": True, "text": "本文由AI生成，已由律师核对。"}),
    ("body-cut", {}),
    ("agreed-words", {}),
]


def test_a_good_article_gets_no_hint_and_an_empty_one_breaks_nothing():
    assert run_checks(CLEAN) == []
    assert {one.check.code for one in run_checks(Draft())} == {"summary-missing", "never-checked"}


def test_each_check_has_a_hit_and_a_harmless_use_here():
    tables = [(HITS, SILENT), (WORD_HITS, WORD_SILENT)]
    tables.append((MARKUP_HITS, MARKUP_SILENT))
    hits, silent = (
        {row[0] for table in kind for row in table} for kind in zip(*tables, strict=True)
    )
    assert hits == silent == set(REGISTRY)


def test_what_belongs_together_is_found_together():
    assert found("old-crime", text="构成销赃罪。", crimes=(OLD, NEWER)) == ["销赃罪"]
    assert found("old-crime", text="另一个罪。", crimes=(NEWER,)) == []
    first = "<tr><td>罚款五万元</td><td>《某法》第三条</td></tr>"
    html = f"<table>{first}<tr><td>罚款三万元</td><td>无</td></tr></table>"
    text = "罚款五万元\n《某法》第三条\n罚款三万元\n无"
    assert found("figure-without-law", text=text, html=html, cited=((6, 13),)) == ["三万元"]
    text = "按《某法》第三条处罚：\n罚款五万元；\n罚款三万元。\n另外罚款一万元。"
    assert found("figure-without-law", text=text, cited=((1, 8),)) == ["一万元"]


def test_the_place_is_that_of_the_words_and_the_gravest_stand_first():
    body = "先说别的。\n符合条件的一定会批捕。"
    [one] = [one for one in run_checks(draft(text=body)) if one.check.code == "absolute-words"]
    assert body[one.hit.start : one.hit.end] == one.quote == "一定会"
    found_ = run_checks(draft(title="短", text="我们包赢。符合条件的一定会批捕。"))
    assert [one.check.severity for one in found_] == sorted(
        (one.check.severity for one in found_), key=["red", "amber", "grey"].index
    )


WORD_HITS = [
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
WORD_SILENT = [
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


@pytest.mark.parametrize(("code", "text", "quote"), WORD_HITS)
def test_words_it_is_told_of(code, text, quote):
    assert quote in found(code, text=text)


@pytest.mark.parametrize(("code", "text"), WORD_SILENT)
def test_a_harmless_use_stays_silent(code, text):
    assert found(code, text=text) == []


@pytest.mark.parametrize("field", ["title", "summary"])
def test_titles_and_summaries_are_looked_at_too(field):
    assert "胜诉率" in found("promotion-result", **{field: "本所律师的胜诉率是多少"})


PICTURE = '<p>甲</p><img src="/media/images/a.webp"{}>'
MARKUP_HITS = [
    ("picture-alt", PICTURE.format("")),
    ("picture-alt", PICTURE.format(' alt=""')),
    ("picture-alt", PICTURE.format(' alt="IMG_2031.jpg"')),
    ("link-http", '<p><a href="http://example.com/a">全文</a></p>'),
    ("link-words", '<p>详见<a href="https://example.com/">这里</a></p>'),
    ("heading-skip", "<h2>一、甲</h2><h4>1. 乙</h4>"),
    ("heading-skip", "<h3>（一）甲</h3>"),
]
MARKUP_SILENT = [
    ("picture-alt", PICTURE.format(' alt="工伤认定申请表的第一页"')),
    ("link-http", '<p><a href="https://example.com/a">全文</a></p>'),
    ("link-words", '<p><a href="https://example.com/">国家法律法规数据库</a></p>'),
    ("heading-skip", "<h2>一、甲</h2><h3>（一）乙</h3><h4>1. 丙</h4><h2>二、丁</h2>"),
]


@pytest.mark.parametrize(
    ("code", "fields"), [*HITS, *((code, {"html": html}) for code, html in MARKUP_HITS)]
)
def test_it_is_told_of(code, fields):
    assert code in codes(**fields)


@pytest.mark.parametrize(
    ("code", "fields"), [*SILENT, *((code, {"html": html}) for code, html in MARKUP_SILENT)]
)
def test_what_is_in_order_stays_silent(code, fields):
    assert code not in codes(**fields)


def test_pictures_are_named_by_their_place():
    html = PICTURE.format(' alt="说明文字"') + PICTURE.format("")
    assert found("picture-alt", html=html) == ["第2张图片"]


SIZE = findings.LONGEST
AGAIN = [
    "一定", "一定会", "的", "的的", "律师", "律师最", "免费", "我们有人关系", "123456789", "百分之",
    "税3%", "“", "，", "。", "1", "a", "\n", "<tr", "<tr>", "<h2>", "<a ", "<img ", "www.",
    "https://x", "&nbsp;", "各种各种", "法院里有", "拆迁", "本文", "年经验", "&#x4e00;", "甲 ",
    "甲,", '<a href="http://',
]  # fmt: skip


@pytest.mark.parametrize("words", AGAIN, ids=repr)
def test_a_text_of_one_word_again_and_again_is_read_in_no_time(words):
    def look_at(size):
        text = words * (size // len(words))
        run_checks(draft(text=text, html=text))

    assert grows_evenly(look_at, SIZE)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["符合条件的一定会批捕，胜诉率很高。", "甲"])
def test_two_megabytes_are_looked_at_in_part_and_told_of(words):
    piece = f"<p>{words}</p>"

    def look_at(size):
        article = Article(title="公司不签劳动合同怎么办？", body=piece * (size // len(piece)))
        return {one.check.code for one in run_checks(findings.build_draft(article))}

    assert "body-cut" in look_at(2 * SIZE)
    assert grows_evenly(look_at, 2_000_000)  # the sanitiser and the parser of citations among it


def test_no_more_findings_than_anyone_reads_and_the_same_words_once():
    text = "".join(f"第{number}种情形一定会批捕。" for number in range(500))
    assert len(found("absolute-words", text=text)) == MOST
    assert found("promotion-result", text="我们包赢。\n我们包赢。") == ["包赢"]


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "🙂", "\u202e", "￥％", " ", "\u3000"])
def test_odd_characters_break_nothing(odd):
    for one in run_checks(draft(title=odd * 9, summary=odd * 9, text=f"{odd}一定会批捕{odd}")):
        assert len(one.fingerprint) == 64


@pytest.mark.django_db
def test_many_articles_cost_as_many_queries_as_one(django_assert_num_queries):
    articles = [make_article() for _ in range(5)]
    with django_assert_num_queries(3):
        cited = Citation.objects.filter(article__in=articles)
        found_ = [run_checks(one) for one in findings.build_drafts(articles, cited)]
    assert len(found_) == 5
    assert REGISTRY
