"""The words around a name that tell what is meant: which version, which text, or none of ours."""

import re

HAN = "零〇○一二两三四五六七八九十百千"
BLANK = r"[^\S\n]"  # in a recognised scan: 第 5 7 7 条
DIGIT = "[0-9０-９]"
SPACED = rf"[{HAN}](?:{BLANK}?[{HAN}]){{0,8}}|{DIGIT}(?:{BLANK}{DIGIT}){{1,3}}"
NUMBER = rf"(?:{SPACED}|{DIGIT}{{1,4}})"
SMALL = rf"(?:[{HAN}]{{1,4}}|{DIGIT}{{1,3}})"
GAP = r"[^\S\n]{0,3}+"  # white space, within the line; possessive, as two may stand together
TO = r"(?:至|到|[-－—–~～]{1,2})"
AND = rf"(?:、|和|及|以及|与|或|或者|还是|并|[/／]|{TO})"
OPEN, CLOSE = "[（(]", "[）)]"

COUNTRIES = (
    "德国|法国|日本|美国|英国|瑞士|意大利|韩国|朝鲜|俄国|俄罗斯|苏联|奥地利|荷兰|西班牙|葡萄牙"
    "|加拿大|澳大利亚|新西兰|新加坡|马来西亚|印度|越南|泰国|巴西|欧盟|魁北克|美利坚合众国|大韩民国|法兰西"
    "|德意志联邦共和国|大不列颠|菲律宾|印尼|柬埔寨|老挝|缅甸|蒙古国|乌克兰|波兰|瑞典|挪威|丹麦|芬兰|比利时"
    "|希腊|土耳其|埃及|南非|墨西哥|阿根廷|智利|以色列|阿联酋|哈萨克斯坦"
)
REGIONS = "台湾|香港|澳门"
COURTS = (
    "最高人民法院|最高人民检察院|公安部|国家安全部|司法部|最高法院|最高检察院"
    "|最高院|最高法|最高检|两高|全国(?:人大|人民代表大会)(?:常委会|常务委员会)(?=关于)"
)

YEAR = r"(?:19|20)\d\d"
DAY = r"(?:\d{1,2}月)?(?:\d{1,2}日)?"
CHANGED = "(?:修订|修正|修改)"
MADE = "(?:修订|修正|修改|公布|颁布|制定|通过|(?:起|开始)?(?:施行|实施|生效))"

# Directly before a name: 原, 旧, 新, 2018年, 2018年修正的, 修订前的, 最新修订的.
BEFORE = re.compile(
    rf"(?:(?P<old>(?:{YEAR}年?)?{CHANGED}[之以]?前的?|(?<![平中高还复病草])原来?的?"
    r"|(?<![仍陈守怀])旧的?)"
    rf"|(?P<new>(?<![更重创刷革翻])最?新(?:{CHANGED})?[过后]?的?|{CHANGED}[之以]?后的?)"
    rf"|(?P<year>{YEAR})年?(?:\d{{1,2}}月(?:\d{{1,2}}日)?(?={MADE}))?"
    rf"(?:版|{MADE}(?:[之以]?后)?的?|的)?){GAP}\Z"
)
LONGEST_BEFORE = 16

# In brackets behind it: （2018年修正）, （2023年12月29日修订）, （2018）; one part of it.
VERSION = re.compile(
    rf"{GAP}最?新?(?P<year>{YEAR})(?:年?{DAY}|[-.]\d{{1,2}}[-.]\d{{1,2}})"
    rf"(?:第[一二三四五六七八九十]次)?{MADE}?[版本后]?{GAP}"
)
LOOSE_VERSION = re.compile(rf"{GAP}(?P<year>{YEAR})年?{MADE}?版?(?={GAP}第)")
PARTS = re.compile("[，,；;]")
# （2018）粤01民终1号 is the number of a case.
PROVINCES = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新兵"
CASE = re.compile(rf"{GAP}(?:最高法|[{PROVINCES}]\d{{0,4}}[民刑行执知破赔财司商])")
BRACKETED = (
    rf"[〔\[［（(【]{GAP}(?P<year>{YEAR}){GAP}[〕\]］）)】]{GAP}第?{GAP}(?P<n>\d{{1,4}}){GAP}号"
)
DOC_NO = re.compile(rf"(?P<word>[\u4e00-\u9fff]{{0,8}}){GAP}{BRACKETED}")
COURT = rf"(?P<word>法释){GAP}{BRACKETED}"
LOOSE_NO, COURT_NO_BACK = re.compile(f"{GAP}{COURT}"), re.compile(rf"{COURT}\Z")
OFFICE = "国务院|主席|[\u4e00-\u9fff]{1,12}(?:部|局|署|委|委员会|银行)"
# 国务院令第586号, 国务院第586号令
ORDER_NO = re.compile(
    rf"(?P<office>{OFFICE})(?:令{GAP}第{GAP}(?P<n>{NUMBER}){GAP}号|第{GAP}(?P<m>{NUMBER}){GAP}号令)"
)

# Between a name and its article: 民法典的第577条, 《民法典》第三编第577条, 《民法典》合同编第577条.
BOOK_OF = "(?:总则|物权|合同|人格权|婚姻家庭|婚姻|婚家|继承|侵权责任|侵权)编"
PART = (
    rf"(?:第{GAP}{NUMBER}{GAP}(?:分?编|章|节)|{BOOK_OF}(?:通则|典型合同|准合同)?分?编?"
    "|总则|分则|附则)"
)
IN_TITLE = re.compile(rf"{GAP}[·・•]?{GAP}(?:{PART})+{GAP}\Z")
BETWEEN = re.compile(rf"{GAP}(?:的|之|中的?|里的?)?{GAP}(?:{PART}(?:的|中的?)?{GAP}){{0,4}}")
BETWEEN_BACK = re.compile(rf"{GAP}(?:的|之|中的?|里的?)?{GAP}\Z")

# 本法, 该条例, 同一解释; what follows must not make another word of it (该法院).
REFERENCE = (
    "(?:本(?<![基日文版根资样]本)(?<!(?<![构造达形组完])成本)|该部?|同(?<!合同)(?<!合\n同)一?"
    "|上述|前述|此|这部|这个)"
    "(?P<mark>[《“])?"
    "(?P<kind>法律|法典|法|条例|司法解释|解释|规定|办法|决定|细则|规则|意见|纪要|批复|解答|通知|公约"
    "|准则|通则)(?(mark)[》”])"
    "|本(?P<part>分?编|章|节)|其(?=《?实施(?:条例|细则|办法))"
)
RULES = re.compile("的?(?P<rules>《?实施(?:条例|细则|办法)》?)")  # 该法实施条例
CARRIED_ON = re.compile("[律院官人定制庭学理治务系医警典案令]|规(?!定)")
NAMING_KINDS = {"法律", "法典", "法", "条例", "司法解释", "解释"}

# （以下简称《X》）, ，下称“X”
SHORTENED = re.compile(
    rf"(?:以下|下文|下|本文)?(?:均|统|合|并)?(?:简称|称)(?:之?为|作)?{GAP}[:：]?{GAP}"
    r"(?:[《“\"‘'「『〈](?P<marked>[^《》“”\"‘’'「」『』〈〉\n]{1,60})[》”\"’'」』〉]"
    r"|(?P<plain>[^（）()《》“”，。；、\s]{2,40}))"
)
ANNOUNCED = re.compile(rf"{GAP}[，,]?{GAP}(?=以下|下称|简称){SHORTENED.pattern}(?(marked)|(?!))")

# Directly before an article that is none of the law: a contract, a handbook, a letter, a judgment.
NO_LAW = re.compile(
    "(?:[书函单约状稿册表]|合同|协议|章程|手册|制度|规章|判决|裁定|裁决|条款|附件|约定|通知|承诺|保证|声明"
    "|遗嘱|方案|须知|说明|备忘录|意向|请求|诉求|公告|规程|文件|决议|规范|标准|指南|指引|守则|借条|欠条|收条"
    "|名录|目录|案例|纪要|意见|草案|附[录件表][一二三四五六七八九十0-9]{0,3})"
    r"(?:文本|格式)?[》〉”’\"』」）)]{0,2}(?:约定|规定|载明|写明)?(?:的|中的?|里的?|之)?[：:]?[^\S\n]{0,3}\Z"
    r"|(?:法典?|条例|规定|办法|解释|决定|细则|规则|(?<!编)通则|修正案|准则)[》〉”’]?"
    r"(?:[（(][^（()）\n]{1,8}[）)]|[一二三四五六七八九十]{1,2})?[》〉”’]?(?:的|中的?)?[^\S\n]{0,3}\Z"
)
LONGEST_LEFT = 20
# What a contract says of itself: its own articles follow. 依据《民法典》签订本合同。第二条 租金…
DEED = "(?:签订|签署|订立|达成|缔结|制定|制订|拟定|约定|判决|裁定|裁决)"
DEEDS = "(?:合同|协议|章程|规约|制度|手册|遗嘱|意向书|备忘录)"
MADE_HERE = re.compile(f"[^。；;\n]{{0,10}}?(?:本{DEEDS}|如下|以下)")
MADE_BEFORE = re.compile(f"本{DEEDS}[^。；;\n]{{0,40}}\\Z")
LONGEST_DEED = 46
# And what a text says of one: 章程载明；第三条… What a law demands of it is the law's own.
STATED = re.compile(
    rf"[条款项](?:(?!规定|要求|[条款项])[^\n])*?(?:{DEEDS}|决议|[判裁]决|[借欠]条|承诺|保证|确认)"
    r"书?[中里上]?[还也又均都只]?(?:应当?)?(?:载明|写明|写着|列明|注明)[^条\n]*\Z"
)
AGREED = re.compile("[中里]?(?:就|还|又|也)?约定(?!不[明清]|俗成)")  # 第六条约定管辖: no law agrees
# A bracket between a name and its article tells of the text: （已废止）, （合同编）. Not so
# the serial of an interpretation, or articles; a draft and the law of another state have no place.
OTHER_ASIDE = re.compile(r"[（(][一二三四五六七八九十0-9]{1,3}[）)]|.*条")
NO_ASIDE = re.compile(f"草案|稿|试行|暂行|{COUNTRIES}|{REGIONS}")
LONGEST_ASIDE = 40
PLACED = re.compile(rf"条[第条款项之、和及至到与{HAN}0-9０-９（）()\s—～-]*\Z")  # 《民法典第577条》
# 第一条线索, 第二条微信: what is counted by 条 and no article. Not 第三条船舶, 第十条信息处理者.
THINGS = re.compile(
    "[线路腿街巷沟裤裙狗蛇鱼虫龙疤烟帖]|船(?!舶|员|长|东|旗|上)|河(?!道|流)|命(?!令)|裂|道路|道理"
    "|短信|微信|微博|私信|留言|语音|录音|聊天|弹幕|评论|评价|好评|差评|回复|跟帖|转发|推文|推送|热搜|朋友圈|动态"
    "|新闻|资讯|快讯|消息|视频|信息(?!处理|网络|安全|主体|公开)|记录|广告|标语|口号|出路|退路|后路|门路|思路"
    "|渠道|途径|底线|红线|防线|铁律|定律|规律|逻辑|理由|原因|建议|意见|忠告|教训|经验|心得|技巧|策略|措施|要点"
    "|证据链|毛巾|被子|床单|项链|领带|绳|链|跑道|航线|隧道|生产线|流水线"
)

# Left of a bare name: another state's or a province's law, or a longer name that we do not know.
FOREIGN = re.compile(
    f"(?:(?:{COUNTRIES})(?:国|联邦|共和国|王国)?|(?:{REGIONS})(?:地区|省)?|特别行政区|外国|民国|州)"
    "(?:的|现行)?[^\\S\\n]{0,3}[《〈“]?\\Z"
)
# The court whose interpretation it is: 最高院民间借贷司法解释.
ISSUER = rf"(?:{COURTS})(?:印发|发布|出台)?"
ISSUED = re.compile(rf"{ISSUER}\Z")
# A title as people say it: 最高人民法院关于民间借贷的司法解释, 两高关于办理盗窃案件的解释.
SPOKEN = re.compile(
    rf"(?P<court>{ISSUER}的?)?关于[^，,。；;：:《》\n]{{2,40}}"
    r"(?(court)(?:司法解释|解释|规定)|司法解释)(?:（.{1,3}）)?\Z"
)
LONGEST_SPOKEN = 60
LONGER = re.compile(
    "(?:调[解节]|劳动|经济|技术|涉外|国际|行政|社会|个人|海洋|高等|义务|职业|民办|军事|军人|商业|存款"
    "|医疗|比较|农村|民族|学前|家庭|国家|网络|企业国有|电子)\\Z"
)
# The last characters of words that lead to a name: 依照, 根据, 适用, 符合, 违反, 认定为, 触犯.
LEADING = set(
    "照据反按依用合定为有和与及或对以在因的除是将由从于得即属受犯到引见看且并而但其则经向如了着过被把给比跟"
    "同者中行新旧原查读凭守称会时外后前故循"
)
AS_NAME = re.compile(
    "(?:法|法典|条例|规定|办法|解释|决定|细则|规则|通则|意见|批复|解答|纪要|通知|公约|准则|修正案)"
    "(?:（[^（）]{1,12}）){0,2}\\Z"
)
NO_NAME = re.compile(
    "^(?:会议|本|我)?(?:条例|规定|办法|解释|决定|细则|规则|通则|意见|批复|纪要|通知|公约|准则|法)\\Z"
    "|员工|有限公司|有限责任公司|业主(?!大会|委员会)|(?<!住宅)小区|村规|本公司|我司|平台|游戏"
    "|劳动合同通知|处罚决定|议事规则|股东会|董事会|监事会"
    "|(?:方|做|说|看|书|手|用|写|想|算|司|执|立|违|合|非|依|无|魔|疗|打|战|刀|枪|兵|心|佛)法\\Z"
)
OFFICIAL = re.compile("关于|国务院|人民|全国|部|法院|总局|委员会|管理|政府|公证|中华|国际|联合国")
NEEDS_OFFICE = re.compile("(?:决定|意见|批复|解答|纪要|通知)(?:（[^（）]{1,12}）){0,2}\\Z")


def is_law(folded: str) -> bool:
    """Whether an unknown title reads like one of a law, not of a contract, a book or a handbook."""
    if not AS_NAME.search(folded) or NO_NAME.search(folded):
        return False
    return bool(OFFICIAL.search(folded)) or not NEEDS_OFFICE.search(folded)


def stands_free(left: str, name: str) -> bool:
    """Whether a bare name is whole, by the text to its left; not in 德国民法典, 调解仲裁法."""
    if FOREIGN.search(left) or LONGER.search(left):
        return False
    if not left or not "\u4e00" <= left[-1] <= "\u9fff":
        return True
    if name.endswith(("法", "法典")) or len(name) >= 12:
        return True
    return left[-1] in LEADING or bool(ISSUED.search(left))


BRACKETS = re.compile(r"[（(）)【】〔〕［］\[\]\n]")
OPENING = "（(【〔［["


def bracket_end(text: str, at: int, longest: int) -> int:
    """The offset behind the bracket that opens at an offset; 0 where none does, or too far off."""
    depth = 0
    for mark in BRACKETS.finditer(text, at, at + longest):
        if mark[0] == "\n" or (depth == 0 and mark.start() != at):
            return 0
        depth += 1 if mark[0] in OPENING else -1
        if depth <= 0:
            return mark.end() if mark.end() > at + 1 else 0
    return 0
