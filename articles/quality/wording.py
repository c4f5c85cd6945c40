"""Words that a law firm may not use, or no longer: absolute ones, advertising, old names."""

import re

from articles.quality.checks import BODY, Severity, check, check_words, hits

# Absolute words: a legal result has conditions and exceptions.
#
# Only words that promise a result are told of. 一定的比例, 一定期限, 予以肯定, 绝对权,
# 百分之百的股权 are harmless, and so are questions, denials and the words of others in “ ”.

RESULT = "属于|构成|无效|有效|成立|违法|犯罪|判|赢|胜|败|输|支持|批捕|批准|追回|要回|拿到|赔"
WORDS = re.compile(
    rf"一定(?:会(?!议|计|员|见|长)|能(?!力|量|源)|是|可以|不会|不能|不是|得到|{RESULT})"
    rf"|必然(?:会|能|是|要(?!求)|可以|{RESULT})"
    rf"|肯定(?:会|能|是|要|可以|不用|不需|不必|不会|不能|不是|没|有(?!的|关)|得|{RESULT})"
    rf"|绝对(?:会|能|是|可以|不会|没|保证|有把握|安全|合法|可靠|{RESULT})"
    rf"|(?:百分之百|百分百|100[%％])(?:会|能|是|可以|不会|有把握|安全|合法|{RESULT})"
    "|铁定|必输|必败|万无一失|毫无疑问"
)
DENIED = re.compile("(?:不|没|未|非|无法|难以|不见得|很难|没有人|谁也|谁都)[^，,]{0,4}$")
# What people wrongly think is told in order to be put right.
WRONG = re.compile("误以为|以为|误解|误区|不准确|不正确|不对|错误|不能认为|并非如此|未必|片面")
# 有一定能…, 给予一定支持: an amount, not a certainty.
AMOUNT = re.compile("(?:有|具备|达到|给予|提供|予以|满|在|付出|造成)$")


@check(
    "absolute-words",
    "绝对化的说法",
    Severity.DOUBT,
    "法律上的结论常有条件和例外，不宜绝对化。建议写明条件，或改用“一般”“通常”“可能”。",
)
def absolute_words(draft):
    for hit in hits(draft, WORDS):
        amount = hit.quote.startswith("一定") and AMOUNT.search(hit.before)
        is_fine = hit.is_harmless or WRONG.search(hit.around.text)
        if not (is_fine or DENIED.search(hit.before) or amount):
            yield hit


# Words of advertising that the rules for lawyers and the advertising law forbid.
#
# 律师业务推广行为规则（试行） (全国律协, 2018) articles 9 and 10, 广告法 article 9(3). Told of only
# where the words speak of lawyers and their work; 第一款, 专家证人, 国家级开发区, 劳动仲裁不收费
# are harmless, and so are sentences that warn of such words.

PROMO = "《律师业务推广行为规则（试行）》"
FREE = re.compile(
    "免费(?:的)?(?:为您|帮您|为你|帮你|提供)?(?:的)?(?:法律)?"
    "(?:咨询|代理|解答|评估|分析|诊断|代写|起草|打官司|服务|审查|审合同)"
    "|(?:律师|本所|我所|我们|咨询|代理)[^，。；]{0,8}(?:免费|不收费|零收费|分文不取|不收取?任何费用)"
    "|(?:不成功|不胜诉|打不赢|不赢|败诉|拿不到钱)[^。；]{0,6}(?:不收费|不收钱|免费|退费|全额退)"
    "|(?:律师|代理|服务|咨询)费[^，。；]{0,6}(?:减免|减半|打折|[一二三四五六七八九\\d]折|优惠|免收)"
    "|(?:减免|减半收取|打折收取|优惠|免收)[^，。；]{0,4}(?:律师|代理|服务|咨询)费"
)
AID = re.compile(
    "法律援助|援助律师|援助中心|12348|12333|司法所|公益|志愿|仲裁委|调解委|工会|社区|居委会|村委会"
    "|行政部门|人社|公安机关|国家机关|政府|妇联|职工"
)
check_words(
    "promotion-fee",
    "以免费、低价招揽",
    Severity.RULE,
    f"{PROMO}第十条禁止以不收费、减低收费推广（法律援助除外）。",
    FREE,
    unless=lambda hit: hit.is_harmless or AID.search(hit.around.text),
)

RESULTS = re.compile(
    "包赢|包胜|必胜|必赢|保赢|稳赢|稳胜|胜诉率|百战百胜|包成功|包打赢"
    "|(?:保证|承诺|确保|包)[^，。；]{0,4}(?:胜诉|打赢|赢官司|取保成功|判缓)"
    "|(?:我们|本所|我所|律师|[为帮][您你])[^。；]{0,12}(?:保证|承诺|确保|包)[^，。；]{0,4}(?:拿回|追回|要回)"
    "|(?:办案|代理|辩护|取保|案件|本所|我们|律师)[^，。；]{0,4}成功率"
    "|(?:为|帮)(?:客户|当事人)[^。；]{0,12}(?:挽回|追回|争取)[^。；]{0,6}[\\d一二三四五六七八九十百千万亿]+元"
)
# A figure about courts at large is no boast.
AT_LARGE = re.compile("(?:原告|被告|劳动者|用人单位|行政机关|全国|全省|法院|民告官)[^，。；]{0,8}$")
check_words(
    "promotion-result",
    "承诺结果、宣传胜诉率",
    Severity.RULE,
    f"{PROMO}第十条禁止承诺办案结果，禁止宣传胜诉率、赔偿额和标的额。",
    RESULTS,
    unless=lambda hit: hit.is_harmless or AT_LARGE.search(hit.before),
)

PEOPLE = "(?:律师|律所|律师事务所|事务所|团队|法律服务)"
BEST = re.compile(
    f"最(?:好|强|佳|优秀|专业|出色|资深|负责|有名|牛)的?[^，。；]{{0,6}}?{PEOPLE}"
    f"|{PEOPLE}[^，。；先早尽还把就]{{0,4}}最(?:强|佳|优秀|专业|出色|资深|牛)"
    "|(?:全国|全省|全市|国内|省内|本地|行业|业内|排名)第一(?![款条项审次百])"
    "|第一(?:品牌|大所|大律所|流的?律师|名的?律师)"
    f"|(?:顶级|顶尖|国家级|最高级|一流|首屈一指)的?[^，。；]{{0,4}}?{PEOPLE}"
    f"|{PEOPLE}[^，。；]{{0,6}}(?:顶级|顶尖|国家级|首屈一指|行业领先|遥遥领先)"
)
check_words(
    "promotion-best",
    "自称最好、第一",
    Severity.RULE,
    "《广告法》第九条禁止使用“国家级”“最高级”“最佳”等用语；" + PROMO + "第十条禁止与其他律师比较。",
    BEST,
)

NO_SELF = "(?!证人|辅助人|意见|鉴定|组|库|评审|论证|学者|咨询|机构|部门|解释|性|数据|发布)"
EXPERT = re.compile(
    f"(?:律师|本所|我所|我们|团队|诉讼|辩护|刑辩|离婚|婚姻|刑事|劳动法|工伤|债务|房产|合同|公司法"
    f"|知识产权|领域|维权)(?:领域|方面)?(?:里|中)?的?(?:资深|知名|著名|权威|实务)*(?:专家|权威){NO_SELF}"
    f"|(?:专家级|权威)(?:的)?(?:律师|团队|律所)"
)
check_words(
    "promotion-expert",
    "自称专家、权威",
    Severity.RULE,
    f"{PROMO}第九条：可以写明业务领域，不得自称某领域的专家、权威。",
    EXPERT,
)

TIES = re.compile(
    "(?:法院|检察院|公安局?|派出所|看守所|法官|检察官|上面|内部|里面)(?:里|内部|那边)?"
    "(?:有人(?!民|员|专门|受理|负责|在|会|来|问|说|告)|有熟人|有关系(?!到|的)|有门路|有朋友|有路子)"
    "|(?:打通|疏通|托人找|(?<![委信寄受])托|找|走|动用)(?:一下|法院|法官|内部|上层|各种|各方|的)*关系(?![人到])"
    "|(?:与|和|跟)(?:法院|法官|检察院|检察官|公安)[^，。；]{0,6}(?:关系(?:很?好|良好|密切|不错|深厚)|熟识|很熟|交情)"
    "|曾任(?:法官|检察官|警察)[^，。；]{0,10}(?:人脉|资源|关系)"
    "|(?:我们|本所|我所|律师)[^，。；]{0,6}有(?:过硬的?)?(?:关系|门路|路子)(?=[，。；！])"
    "|捞人"
)
check_words(
    "promotion-ties",
    "暗示与办案机关有关系",
    Severity.RULE,
    f"{PROMO}第十条禁止明示或暗示与法院、检察院、公安等机关有特殊关系。",
    TIES,
)

YEARS = "[\\d一二三四五六七八九十百千多余]{1,6}年"
BOAST = re.compile(
    "竭诚(?:为您|为你|为客户)?(?:提供)?(?:服务(?!职工|群众)|效劳)|用心服务每|值得(?:您|你)信赖"
    "|大可运用法律武器"
    "|(?:本律师|本所|我所|我们)[^，。；]{0,10}(?:经验丰富|成功(?:代理|办理|辩护)|战绩|口碑|备受好评)"
    f"|(?:本律师|本所|我所|我们|律师)[^，。；]{{0,10}}{YEARS}(?:来)?的?[^，。；]{{0,6}}经验"
    f"|(?:从业|执业|办案)[^，。；]{{0,3}}{YEARS}[^，。；]{{0,4}}(?:经验|资深)"
)
check_words(
    "promotion-boast",
    "自我夸耀",
    Severity.DOUBT,
    f"文章中不作自我介绍；执业年限、业绩写在律师资料中，须与登记信息一致，不得夸大（{PROMO}第十条）。",
    BOAST,
)

CONTACT = re.compile(
    r"(?<![\d-])(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[- ]?\d{7,8}"
    r"|[48]00[- ]?\d{3}[- ]?\d{4})(?![\d-])"
    "|欢迎(?:您|你)?(?:来电|致电|咨询|联系|在线咨询|委托|预约|拨打|加微信|添加微信)"
    "|(?:来电|致电|拨打|联系|添加|加|委托)(?:本所|我所|本律师|我们|律师微信|我的?微信)"
    "|(?:咨询热线|律师热线|律师电话|联系电话|联系方式|微信号?|QQ号?)[:：]"
)
check_words(
    "contact-in-body",
    "正文中有联系方式",
    Severity.DOUBT,
    "电话和咨询入口由网站自动显示在每篇文章下方，统一更新；写在正文中容易过时，也近似广告。",
    CONTACT,
    [BODY],
    unless=lambda hit: False,
)

# Old names: crimes that were renamed, terms that the law gave up, words often mistyped.


@check("old-crime", "罪名已更改", Severity.DOUBT, "该罪名已更改，请使用现行名称。")
def old_crimes(draft):
    """Longest names first: a longer name may hold a shorter one. Told with the new name: silent."""
    names = {crime.old: crime for crime in draft.crimes}
    every = sorted({*names, *(crime.new for crime in draft.crimes)}, key=len, reverse=True)
    for hit in hits(draft, re.compile("|".join(map(re.escape, every)))) if every else []:
        crime = names.get(hit.quote)
        near = draft.paragraph_at(hit.start) if hit.field == BODY else hit.around
        if crime and crime.new not in near.text and not hit.is_quoted:
            yield hit.because(crime.words)


# Term, what it must not be part of, and the reason.
OLD_TERMS = [
    (
        re.compile("(?<!征地)(?<!征收)拆迁(?!管理条例|安置|队|许可证)"),
        "征收",
        "现行法规用“征收”：2011年1月21日起，《国有土地上房屋征收与补偿条例》取代了"
        "《城市房屋拆迁管理条例》；集体土地按《土地管理法》。请核对用词和依据。",
    ),
    (
        re.compile("加工承揽(?:合同)?"),
        "承揽合同",
        "《民法典》第七百七十条规定的是“承揽合同”，加工是承揽的一种。",
    ),
    (
        re.compile("商标的?(?:原创性著作权|原创性|著作权)(?!法|登记|人)"),
        "商标权",
        "商标权和著作权是两种权利：商标权靠注册取得，著作权在作品完成时产生。请写明是哪一种。",
    ),
]


@check("old-term", "用语已过时或者混淆", Severity.DOUBT, "请核对用语。")
def old_terms(draft):
    for pattern, today, words in OLD_TERMS:
        for hit in hits(draft, pattern):
            if not (hit.is_quoted or today in hit.around.text.replace(hit.quote, "")):
                yield hit.because(words)


ON_A_SITE = "(?:账号|账户|网站|平台|系统|邮箱|密码|微信|APP|App|软件|后台|网页|端)"
MISTYPED = [
    (re.compile("帐[号户单](?!簿)"), "“帐”应作“账”：账号、账户、账单。"),
    (
        re.compile(f"登陆(?={ON_A_SITE})|(?<=用户名)登陆|登陆(?=[^，。；]{{0,4}}{ON_A_SITE})"),
        "进入网站、账号应作“登录”；“登陆”指上岸。",
    ),
    (
        re.compile("(?<=[号户台站统箱上下里端])登陆(?!点|部队|作战|艇)"),
        "进入网站、账号应作“登录”。",
    ),
    (re.compile("既使(?!用)"), "疑为“即使”。"),
    (re.compile("按装(?!置|备|修)"), "疑为“安装”。"),
    (re.compile("渡假"), "应作“度假”。"),
    (re.compile("合同书书|法律法归|仲栽|裁绝|诉颂|赔尝|补尝|赔嘗"), "有错别字。"),
]


@check("mistyped", "错别字", Severity.STYLE, "请核对用字。")
def mistyped(draft):
    found = set()
    for pattern, words in MISTYPED:
        for hit in hits(draft, pattern):
            # It may be the wording of a statute, of which older ones write 帐户.
            is_cited = hit.field == BODY and draft.paragraph_at(hit.start).is_cited
            if (hit.field, hit.start) not in found and not (hit.is_quoted or is_cited):
                found.add((hit.field, hit.start))
                yield hit.because(words)
