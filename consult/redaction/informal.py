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

WHY_CALLED = "从前后文看像是对人的称呼。"
WHY_FIRM = "这是一家单位的名称，请看写明它会不会让人知道是谁。"
WHY_WHERE = "从前后文看像是地名。"
_KIN = terms.either(
    terms.of("kin") | {"朋友", "同学", "同事", "邻居", "闺蜜", "老乡", "亲", "双胞胎"}
)
# What is said of people and hardly of anything else.
_DOES = (
    "(?:欠(?:我|俺|咱|他|她|钱|了|着)|借(?:我|俺|了|走|给|钱)|骗|打(?:我|他|她|了|伤|人)|找(?:我|俺|他|她)"
    f"|[把将跟和与同](?:我|俺|他|她|咱)|是(?:我|俺|咱)(?:的|家|们)?(?:{_KIN})|答应|(?:在)?微信上?[说骂]|让我|叫我|叫俺"
    "|租(?:我|俺|了)|骂(?:我|他|她|了)|[他她](?:爸|妈|爹|娘|哥|姐|弟|妹|男人|女人|老公|老婆|家里)|这个?人|失踪[了两三好几一多]|跑路|坐(?:副|后)|开车"
    "|(?:上|这)个?(?:月|周|礼拜|星期)[^，。]{0,4}(?:把|跟|打|借|骂|找|来)|去年[^，。]{0,4}(?:把|跟|打|借|骂|找|来)"
    "|(?:昨|前|今)[天晚][^，。]{0,4}(?:把|跟|打|借|骂|找|来)|先动手?的?手?|嫁(?:给|到)|代签|替我|没来|不肯|不承认|不认账|说[她他]"
    "|搬走|喝(?:多|醉)|突然|还(?:说|欠|骂)|才[0-9一二三四五六七八九十]{1,2}岁?)"
)
_NAME = f"(?P<name>[{HAN}]{{2}})"
_OPENS = re.compile(rf"(?:(?<![{HAN}])|(?<=是)|(?<=那是)|(?<=可是)|(?<=现在)){_NAME}(?={_DOES})")
_BOTH = re.compile(
    rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,3}})[和跟与、](?P<other>[{HAN}]{{2,3}})(?=都?是(?:亲|我|双)|打|结婚|离婚|吵|合伙|一起|两个?人|俩)"
)
_AFTER_KIN = re.compile(
    rf"(?<=[我俺咱他她的])(?:{terms.either(terms.of('kin'))}|店长|组长|主管|会计|班主任){_NAME}(?=要|说|就|不|非|{_DOES})"
)
_AFTER_KIN_END = re.compile(
    rf"(?:我家|俺家|我们家|他家|她家){_NAME}(?=[，。、,]|偷|打|才|被|今年|在)"
)
_CALLED = re.compile(rf"(?:我叫|我是叫|[男女他她]的?叫|名叫|本名){_NAME}(?=[,，。;；、 ]|$)")
_NAMESAKE = re.compile(rf"(?P<name>[{HAN}]{{2}})(?=(?:这个人|就|[,，]我?就)姓[{HAN}])")
_NOBODY = frozenset(
    "我你他她它们谁这那哪人方司院行所局店厂校会家员者主东部门室队组官察委府车房款案书证律年月日次里"
    "面上下前后间事情业险钱货费税价额量质同议权罪刑判警"
)
_UNLIKELY = frozenset("全信宝卡金海口宣权水车房票微天")
_LONG = "阿艾买提热合木江力古丽娜尔吐逊孜牙生依肉努沙塔不都拉赛义玛伊卡迪哈斯里比巴图吉克格日乐扎西次仁卓央宗尼措旺桑杰罗丹增珠曲珍叶别肯"
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

_CITY = terms.either(terms.of("cities"))
_NTH = "[0-9一二三四五六七八九十百]{1,4}"
_SCHOOL = re.compile(
    rf"(?:{_CITY}|[省市县区])?(?:第?{_NTH})中(?:学)?(?:[东南西北新老本]校区)?(?=[学校初高读上的门班老教食宿,，。、 被]|$)"
    rf"|[{HAN}]{{1,3}}(?:附小|附中|附幼|实小)(?:[东南西北]校区)?"
    rf"|(?:{_CITY}|[市县区镇])?(?:外国语|实验|中心|师范|机关|双语)(?:学校|小学|中学|幼儿园)"
    rf"|{_CITY}?(?:[{HAN}]{{1,2}}(?:工大|师大|农大|医大|财大|理工|交大)|(?<=[读在考念])[合浙南北武华东西中厦川山安河湖重吉兰云贵同复清深苏]大)(?=[读上的研本毕学博硕,，。、 门附]|$)"
)
_HOSPITAL = re.compile(
    rf"(?:{_CITY}|[省市县区])?(?:[{HAN}]{{1,3}}(?:附|一附|二附)院|第?{_NTH}(?:人民)?医?院(?!长|校|落|子|线)|省立医院|省医院"
    r"|市[一二三四五六七八]院|(?:口腔|儿童|妇幼|中|人民|眼科|肿瘤|精神|骨科|胸科|传染病|精神卫生)医院)"
    r"(?:[东南西北]区)?(?!出具|的?诊断证明)"
)
_BUREAU = re.compile(
    rf"(?P<name>中[建铁交冶电水核化]{_NTH}局|{_CITY}(?:建工|三建|一建|二建|城建|地铁|公交|农商行)|[一二三四五六七八]建公司|(?![{HAN}]乡镇)[{HAN}]{{2}}镇政府)"
)
_TRADE = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[在去到是被和叫介]))(?P<name>[{HAN}]{{2,4}}(?:整形|美容|装饰|装修|物业|家政|地产|置业|教育|建材|物流|健身|口腔|影城|影院|KTV|烧烤|火锅|小吃|超市|快递|保险|银行|证券|信托))"
    r"(?=的(?:业务|销售|人|保安|老板|经理|员工|客服|医生)|给我|不肯|跑路|关门|把我|骗|说|欠|让|推给|卖给|倒闭|拖|扣|[,，。]|上班|直接|油烟|打工|$)"
)
_RENTS = re.compile(
    rf"(?<=[住在的买])(?P<name>[{HAN}]{{3,6}}?(?:城|居(?!住)|府|园|苑|湾|庭|郡|墅|都)(?:[一二三四五]期)?)(?=买|租|的房|的业|的物业|的楼|[0-9,，]|$)"
)
_OWNED = re.compile(
    rf"(?<![{HAN}])(?P<name>[{HAN}]{{3,5}}[城园苑府湾居郡墅里](?:[一二三四]期)?)(?=的?(?:物业|业主|业委会|房子|开发商|楼盘))"
)
_PHASE = re.compile(rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,6}}[一二三四五]期)(?=[,，。]|的房)")
_ESTATE = re.compile(rf"小区(?:名字?|叫|是|名叫|名是)+(?P<name>[{HAN}]{{2,7}})(?=[,，。、]|$)")
_ROOM = re.compile(r"(?<![0-9A-Z.-])[0-9]{1,3}(?:#|号楼|栋)-?[0-9]{3,4}(?![0-9元块])(?:室)?")
_ROOM_DASH = re.compile(rf"(?<=[{HAN}])[0-9]{{1,2}}-[0-9]{{3,4}}(?![0-9-]|年|元|月|条|万)")
_HOUSE = re.compile(
    rf"(?<=[{HAN}])(?:[0-9]{{1,3}}(?:号楼|栋|幢|#)|[A-Z0-9]{{1,2}}座|[一二三四五六七八九东西南北]区[0-9]{{1,3}}(?:号楼|栋|幢)"
    rf"|[0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{3,4}}|[0-9]{{1,2}}-[0-9]{{3,4}}(?![0-9-年元月条万]))"
)
_STREET = f"[{HAN}]{{2,4}}?(?:大道|[东南西北中]路|路|街|巷)"
_CORNER = re.compile(
    rf"(?P<name>{_STREET}[和与跟]{_STREET}(?:的?交叉?口|路口|交汇处?|交界处?)?)(?=[{HAN},，。]|$)"
)
_VILLAGE = re.compile(
    rf"(?P<name>[{HAN}]{{2}}[镇乡](?:[{HAN}]{{1,3}}[村庄圩湾屯寨岗]村?))(?![{HAN}]?[委里民])"
)
_COUNTY = re.compile(
    rf"(?P<name>[{HAN}]{{2}}[县区])(?=[{HAN}]{{2,3}}[镇乡]|[{HAN}]{{2,5}}(?:路|街|巷|大道|[0-9]))"
)
_FROM = re.compile(
    rf"(?:(?<=我是)|(?<=俺是)|(?<=咱是)|(?<=老家)|(?<=老家在)|(?<=家住)|(?<=家在)|(?<=住在)|(?<=嫁到)|(?<=户口在)|(?<=我住)|(?<=他住)|(?<=她住)|(?<=[，,]住))"
    rf"(?P<name>[{HAN}]{{2,3}}?)(?=[,，。、的哩]|人|那边|这边|乡下|农村|$)"
)
_SPOT = re.compile(
    rf"(?:(?<=在)|(?<![{HAN}]))(?P<name>[{HAN}]{{2}}[楼山口桥塘岗庙坝坡岭湖])(?:那|附近|脚下|旁边)?(?=被|摔|买|撞|碰|遇|打|出|脚|地铁|附近|那)"
)
_PLACED = re.compile("[市县区镇乡村省国]$")
_SHAPES = (
    (_SCHOOL, Kind.SCHOOL, "学校", WHY_FIRM, 57),
    (_HOSPITAL, Kind.ORGANISATION, "医院", WHY_FIRM, 57),
    (_BUREAU, Kind.ORGANISATION, "单位", WHY_FIRM, 57),
    (_ROOM, Kind.ADDRESS, "", WHY_WHERE, 64),
    (_ROOM_DASH, Kind.ADDRESS, "", WHY_WHERE, 62),
    (_ESTATE, Kind.PLACE, "", WHY_WHERE, 60),
    (_STARRED, Kind.NAME, "", WHY_CALLED, 83),
    (_CHIEF, Kind.NICKNAME, "", WHY_CALLED, 60),
)
_PEOPLE = (_OPENS, _AFTER_KIN, _AFTER_KIN_END, _CALLED, _NAMESAKE, _BOTH)
_PLACES = (_FROM, _SPOT, _RENTS, _OWNED, _PHASE, _COUNTY, _CORNER, _VILLAGE)


def find(pieces: Pieces) -> Iterator[Found]:
    """Names, firms, schools and places that only the way in which people talk shows."""
    text = pieces.text
    for pattern, kind, word, why, weight in _SHAPES:
        for match in pattern.finditer(text):
            span = match.span("name") if "name" in pattern.groupindex else match.span()
            yield Found(*span, kind, False, why, weight, word)
    yield from _people(text)
    yield from _unread(pieces)
    yield from _firms(pieces)
    yield from _places(pieces)
    yield from _houses(pieces)


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
            and not _NOBODY & set(word)
        ):
            yield Found(*match.span("name"), Kind.NICKNAME, False, WHY_CALLED, 53)


def _could_be_called(word, told=False):
    """Whether a word that means something may yet be what somebody is called."""
    if word in terms.of(
        "roles", "kin", "generic", "labels", "authorities", "no_workplace", "titles"
    ):
        return False
    if set(word) & (_NOBODY if not told else HARD) or set(word) & SMALL_WORDS & HARD:
        return False
    given, families, _ = lexicon.names().given, lexicon.names().families, 0
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
        if HARD & set(word) or DIGITS & set(word) or SMALL_WORDS & set(word) or _NOBODY & set(word):
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
        yield Found(*match.span(), Kind.ORGANISATION, False, WHY_FIRM, 56, "公司")
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
        ):
            continue
        if lexicon.words().costs.get(first, 150) > 96:
            yield Found(start, end, Kind.ORGANISATION, False, WHY_FIRM, 55, "公司")


@cache
def _known_firms():
    names = terms.either(terms.of("known_firms"))
    return re.compile(rf"{names}(?:营业厅|保险|银行|快递|集团|公司|地产|物业|汽车|超市)?(?!员)")


def _places(pieces):
    text = pieces.text
    for pattern in _PLACES:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if _could_be_place(pieces, start, end, pattern is _FROM):
                weight = 61 if pattern in (_CORNER, _VILLAGE) else 54
                yield Found(start, end, Kind.PLACE, False, WHY_WHERE, weight)


def _houses(pieces):
    """橡树湾 in 橡树湾6号楼703: the words before the number of a house, up to one that joins."""
    text = pieces.text
    stop = terms.of("verbs", "roles", "kin") | lexicon.words().joining | HARD | set("住买租")
    for match in _HOUSE.finditer(text):
        start = match.start()
        for piece in pieces.before(match.start()):
            word = text[piece.start : piece.end]
            if (
                piece.kind
                and piece.sure
                or word in stop
                or match.start() - piece.start > 7
                or word[-1] in "县区市镇"
            ):
                break
            start = piece.start
        if match.start() - start > 1:
            yield Found(start, match.end(), Kind.ADDRESS, False, WHY_WHERE, 62)


def _could_be_place(pieces, start, end, bare):
    """Whether nothing in it is a verb, a person, a sort of place or a city, which may stay."""
    text, known = pieces.text, lexicon.words()
    name = text[start:end]
    none = terms.of(
        "cities", "generic", "verbs", "roles", "kin", "no_workplace", "not_places", "titles"
    )
    if name in none or name in known.joining or name in known.verbs or set(name) & _PERSONS:
        return False
    inside = pieces.within(start, end)
    words = [text[one.start : one.end] for one in inside]
    if not inside or any(one.kind and one.sure for one in inside):
        return False
    if bare:
        if any(word in known.verbs or word in terms.of("verbs") for word in words):
            return False
        usual = known.costs.get(name, lexicon.UNKNOWN)
        return (
            (usual > 118 or name in known.places and usual > 100)
            and not set(name) & HARD
            and not _PLACED.search(name)
        )
    return not any(
        word in none
        and len(word) > 1
        and word not in terms.of("cities")
        or word in HARD
        and word not in "和与跟"
        for word in words
    )


_PERSONS = frozenset("我你他她们谁的了")
