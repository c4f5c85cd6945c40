"""What people write as they talk: 建国欠我钱, 在市一中读书, 住浦口, 比亚迪不认. Never sure.

A word stands here for a name only where the words beside it say something that is said of people,
of firms or of places; so 平安 is a wish, and in 平安是我表弟 somebody.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from consult.redaction import lexicon, terms
from consult.redaction.folding import HAN
from consult.redaction.kinds import Found, Kind
from consult.redaction.organisations import HARD, Pieces
from consult.redaction.reading import DIGITS, SMALL_WORDS
from firm.base import people

WHY_CALLED = "从前后文看像是对人的称呼。"
WHY_FIRM = "这是一家单位的名称，请看写明它会不会让人知道是谁。"
_KIN = terms.either(
    terms.of("kin")
    | {
        "朋友",
        "同学",
        "同事",
        "邻居",
        "闺蜜",
        "老乡",
        "亲",
        "双胞胎",
        "前男友",
        "前女友",
        "前任",
        "男朋友",
        "女朋友",
        "对象",
        "室友",
        "客户",
        "员工",
        "老板",
        "领导",
        "上司",
        "师傅",
        "徒弟",
        "战友",
        "校友",
        "租客",
        "债主",
        "合伙人",
    }
)
# What is said of people and hardly of anything else.
_DOES = (
    "(?:欠(?:我|俺|咱|他|她|钱|了|着)|借(?:我|俺|了|走|给|钱)|骗|打(?:我|他|她|了|伤|人)|找(?:我|俺|他|她)"
    f"|[把将跟和与同](?:我|俺|他|她|咱)|是(?:我|俺|咱)(?:的|家|们)?(?:{_KIN})|答应|(?:在)?微信上?[说骂]|让我|叫我|叫俺"
    "|租(?:我|俺|了)|骂(?:我|他|她|了)"
    "|[他她](?:爸|妈|爹|娘|哥|姐|弟|妹|男人|女人|老公|老婆|家里)|这个?人"
    "|失踪[了两三好几一多]|跑路|坐(?:副|后)|开车"
    "|(?:上|这)个?(?:月|周|礼拜|星期)[^，。]{0,4}(?:把|跟|打|借|骂|找|来)|去年[^，。]{0,4}(?:把|跟|打|借|骂|找|来)"
    "|(?:昨|前|今)[天晚][^，。]{0,4}(?:把|跟|打|借|骂|找|来)|先动手?的?手?|嫁(?:给|到)|代签|替我|没来|不肯|不承认|不认账|说[她他]"
    "|搬走|喝(?:多|醉)|突然|还(?:说|欠|骂)|才[0-9一二三四五六七八九十]{1,2}岁)"
)
_NAME = f"(?P<name>[{HAN}]{{2}})"
_OPENS = re.compile(rf"(?:(?<![{HAN}])|(?<=是)|(?<=那是)|(?<=可是)|(?<=现在)){_NAME}(?={_DOES})")
_FAMILY = re.compile(
    rf"(?<![{HAN}])(?P<name>{terms.either(people.KNOWN)})(?=说|不|没|还|要|{_DOES})"
)
_BOTH = re.compile(
    rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,3}})[和跟与、](?P<other>[{HAN}]{{2,3}})(?=都?是(?:亲|我|双)|打|结婚|离婚|吵|合伙|一起|两个?人|俩)"
)
_AFTER_KIN = re.compile(
    rf"(?:(?<=[我俺咱他她的]){terms.either(terms.of('kin'))}|店长|组长|主管|会计|班主任|经理|老板|邻居)"
    rf"{_NAME}(?=要|说|就|不|非|{_DOES})"
)
_AFTER_KIN_END = re.compile(
    rf"(?:我家|俺家|我们家|他家|她家){_NAME}(?=[，。、,]|偷|打|才|被|今年|在)"
)
_CALLED = re.compile(rf"(?:我叫|我是叫|[男女他她]的?叫|名叫|本名){_NAME}(?=[,，。;；、 ]|$)")
_NAMESAKE = re.compile(rf"(?P<name>[{HAN}]{{2}})(?=(?:这个人|就)姓[{HAN}])")
_PRONOUNS = frozenset("我你他她它们谁这那哪人的了")
_NO_NAMES = frozenset(
    "方司院行所局店厂校会家员者主东部门室队组官察委府车房款案书证律年月日次里面上下前后间事情业险钱"
    "货费税价额量质议权罪判警机师板工商友客服户介"
)
_NO_FIRST = frozenset("家房日钱车货")
_NO_PART = HARD | DIGITS | SMALL_WORDS | _PRONOUNS | _NO_NAMES
_UNLIKELY = frozenset("全信宝卡金海口宣权水车房票微天")
_LONG = (
    "阿艾买提热合木江力古丽娜尔吐逊孜牙生依肉努沙塔不都拉赛义玛伊卡迪哈斯里比巴图吉克格日乐扎西次仁"
    "卓央宗尼措旺桑杰罗丹增珠曲珍叶别肯"
)
_FAR = re.compile(f"[{_LONG}]{{4,9}}")
_NICK = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[跟和叫被把给让找是与欠个]))(?P<name>[大二三胖瘦][{HAN}](?:子|娃|哥|姐)?)"
    rf"(?={_DOES}|[和跟与家欠]|他|合伙|的(?:店|车|饭店|烧烤))"
)
_STARRED = re.compile(
    rf"(?:向|给|到|由)(?P<name>\*{{1,2}}[{HAN}]{{1,2}}|[{HAN}]\*{{1,2}}[{HAN}]?)(?=转|付|汇|收|$|[{HAN}])"
)
_CHIEF = re.compile(
    rf"(?:派出所|分局|村里|镇里|乡里|学校)(?P<name>[{HAN}][所局队书校])(?=让|说|叫|把|不|来|找)"
)

_NTH = "[0-9一二三四五六七八九十百]{1,4}"
_FAMOUS = "合浙南北武华东西中厦川山安河湖重吉兰云贵同复清深苏"
_SCHOOL = re.compile(
    rf"第?{_NTH}中(?:[东南西北新老本]校区|学)?(?=[学校初高大读上住念的门班老教食宿,，。、 被]|$)"
    rf"|[{HAN}]{{2}}(?:附小|附中|附幼|实小)(?:[东南西北]校区)?"
    rf"|(?:[{_FAMOUS}]?(?:工大|师大|农大|医大|财大|理工|交大)|(?<=[读在考念])[{_FAMOUS}]大)"
    r"(?=[读上的大研本毕学博硕被,，。、 门]|$)"
)
_SORT_OF_SCHOOL = re.compile("(?:外国语|实验|中心|师范|机关|双语)(?:学校|小学|中学|幼儿园)")
_HOSPITAL = re.compile(
    rf"第?{_NTH}(?:人民)?医?院(?![长校落子线])|省立医院|省医院"
    r"|(?:口腔|儿童|妇幼|中|人民|眼科|肿瘤|精神|骨科|胸科|传染病|精神卫生)医院"
    r"(?:[东南西北]区)?(?!出具|的?诊断证明)"
)
_ANY_CLINIC = (
    "各级|有关|任何|公立|民营|私立|定点|专科|综合|三甲|基层|当地|外地|县级|市级|省级|乡镇|社区|整形|美容"
    "|这家|那家|一家|两家|几家|正规|大型|多家|其他|别的|所有|某家|附近|动物|宠物|要求|认为|如果|但是|可以"
    "|应当|现在|目前|后来|之后|然后|因为|所以|已经|起诉|告了|结果|今天|昨天|当时|我们|他们|我去|时候"
)
_CLINIC = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[在去到是被和找]))(?!(?:{_ANY_CLINIC}))(?P<name>[{HAN}]{{2}}医院)"
)
_BUREAU = re.compile(
    rf"中[建铁交冶电水核化]{_NTH}局|[一二三四五六七八]建公司|(?:建工|[一二三城]建|地铁|公交|农商行)(?!成|设|立|筑|站|车|卡)"
    rf"|(?!.乡镇)[{HAN}]{{2}}镇政府"
)
_TRADE = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[在去到是被和叫介]))(?P<name>[{HAN}]{{2,4}}(?:整形|美容|装饰|装修|物业|家政|地产|置业|教育|建材|物流|健身|口腔|影城|影院|KTV|烧烤|火锅|小吃|超市|快递|保险|银行|证券|信托))"
    r"(?=的(?:业务|销售|人|保安|老板|经理|员工|客服|医生)|给我|不肯|跑路|关门|把我|骗|说|欠|让|[打做卖收坑]|推给|卖给|倒闭|拖|扣|[,，。]|上班|直接|油烟|打工|$)"
)
_BORN = re.compile(rf"(?<=[爹哥叔叫伯弟爸])(?P<name>[{HAN}]老[大二三四五六七八九])")
_LIVE = re.compile(rf"(?<=[个叫在])(?P<name>[{HAN}]{{2,7}})(?=直播间|的直播间)")
_SHAPES = (
    (_SCHOOL, Kind.SCHOOL, "学校", WHY_FIRM, 80),
    (_SORT_OF_SCHOOL, Kind.SCHOOL, "学校", WHY_FIRM, 57),
    (_CLINIC, Kind.ORGANISATION, "医院", WHY_FIRM, 57),
    (_HOSPITAL, Kind.ORGANISATION, "医院", WHY_FIRM, 79),
    (_BUREAU, Kind.ORGANISATION, "单位", WHY_FIRM, 81),
    (_STARRED, Kind.NAME, "", WHY_CALLED, 83),
    (_CHIEF, Kind.NICKNAME, "", WHY_CALLED, 60),
    (_FAMILY, Kind.NAME, "", WHY_CALLED, 60),
    (_BORN, Kind.NAME, "", WHY_CALLED, 67),
    (_LIVE, Kind.NICKNAME, "", WHY_CALLED, 57),
)
_PEOPLE = (_OPENS, _AFTER_KIN, _AFTER_KIN_END, _CALLED, _NAMESAKE, _BOTH)


def find(pieces: Pieces) -> Iterator[Found]:
    """Names, firms, schools and places that only the way in which people talk shows."""
    text = pieces.text
    for pattern, kind, word, why, weight in _SHAPES:
        for match in pattern.finditer(text):
            start, end = match.span("name" if "name" in pattern.groupindex else 0)
            city = _city(text, start) if pattern in (_SCHOOL, _HOSPITAL, _BUREAU) else start
            if pattern is not _BUREAU or city < start or end - start > 3:
                yield Found(city, end, kind, False, why, weight, word)
    yield from _people(text)
    yield from _unread(pieces)
    yield from _firms(pieces)


def _city(text, at):
    """Where 合肥 or 市 before a name of three letters begins: 合肥四十八中, 市一院."""
    if text[at - 1 : at] in ("省", "市", "县", "区", "镇"):
        at -= 1
    return at - 2 if text[max(0, at - 2) : at] in terms.of("cities") else at


def _people(text):
    for pattern in _PEOPLE:
        for match in pattern.finditer(text):
            for group in pattern.groupindex:
                told = pattern in (_CALLED, _NAMESAKE)
                does = match[group] in lexicon.words().verbs and not told
                if does and not set("我俺咱") & set(text[match.end() : match.end() + 3]):
                    continue
                if _could_be_called(match[group], told):
                    yield Found(*match.span(group), Kind.NAME, False, WHY_CALLED, 56)
    for match in _FAR.finditer(text):
        if not any(
            match[0][at : at + 2] in lexicon.words().costs for at in range(len(match[0]) - 1)
        ):
            yield Found(*match.span(), Kind.NAME, False, WHY_CALLED, 83)
    for match in _NICK.finditer(text):
        word = match["name"]
        usual = lexicon.words().costs.get(word, lexicon.UNKNOWN) < 95
        if (
            not usual
            and word not in terms.of("roles", "kin", "generic")
            and not _PRONOUNS & set(word)
        ):
            yield Found(*match.span("name"), Kind.NICKNAME, False, WHY_CALLED, 53)


def _could_be_called(word, told=False):
    """Whether a word that means something may yet be what somebody is called."""
    if word in terms.of(
        "roles", "kin", "generic", "labels", "authorities", "no_workplace", "titles"
    ):
        return False
    if (
        word[0] in _NO_FIRST
        and not told
        or set(word) & _PRONOUNS
        or not told
        and (word[-1] in _NO_NAMES or SMALL_WORDS & set(word))
    ):
        return False
    families, given, _ = lexicon.names()
    rest = word[1:] if word[0] in families else word
    return word in families or told or all(given.get(char, 120) < 104 for char in rest)


def _unread(pieces):
    """晓峰 in 我让晓峰去拿的: two characters that are no word and that names are made of."""
    text, given, costs = pieces.text, lexicon.names().given, lexicon.words().costs
    row = pieces.pieces
    for at, (one, two) in enumerate(pairwise(row)):
        if one.end != two.start or two.end - one.start != 2 or one.kind or two.kind:
            continue
        word = text[one.start : two.end]
        if at and row[at - 1].end == one.start and _loose(text, row[at - 1]):
            continue
        if _NO_PART & set(word):
            continue
        if all(
            given.get(char, 120) <= 52 and costs.get(char, 150) > 76 and char not in _UNLIKELY
            for char in word
        ):
            yield Found(one.start, two.end, Kind.NAME, False, WHY_CALLED, 43)


def _loose(text, piece):
    """Whether this is a character that the reading could put into no word: 滞 in 滞纳金."""
    return piece.end - piece.start == 1 and lexicon.words().costs.get(text[piece.start], 150) > 84


def _firms(pieces):
    text, row = pieces.text, terms.of("known_firms")
    for match in _known_firms().finditer(text):
        first, last = pieces.at(match.start()), pieces.at(match.end() - 1)
        if first.start != match.start() or last.end != match.end():
            continue
        start, end = match.span()
        yield Found(start, end, Kind.ORGANISATION, False, WHY_FIRM, 68, "公司")
    for match in _TRADE.finditer(text):
        start, end = match.span("name")
        inside = pieces.within(start, end)
        first = text[inside[0].start : inside[0].end] if inside else ""
        if (
            first in terms.of("generic", "verbs", "kin", "roles", "cities", "trades")
            or first in HARD
        ):
            continue
        if (
            first in lexicon.words().joining
            or first[:1] in HARD
            or len(inside) < 2
            and first not in row
            and text[end - 1] != "V"
        ):
            continue
        single = len(inside) > 1 and inside[1].end - inside[0].start == 2
        if single or lexicon.words().costs.get(first, 150) > 96:
            yield Found(start, end, Kind.ORGANISATION, False, WHY_FIRM, 55, "公司")


@cache
def _known_firms():
    names = terms.either(terms.of("known_firms"))
    return re.compile(rf"{names}(?:营业厅|保险|银行|快递|集团|公司|地产|物业|汽车|超市)?(?!员)")
