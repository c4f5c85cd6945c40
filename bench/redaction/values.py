"""Random values that tell who somebody is, written as people write them."""

import random
from pathlib import Path

from consult.redaction import Kind

_LISTS = Path(__file__).with_name("values.txt").read_text(encoding="utf-8").split("# ")[1:]
LISTS = {name: words.split() for name, words in (part.split("\n", 1) for part in _LISTS)}
FAMILIES, DOUBLE, GIVEN, SINGLE = (LISTS[n] for n in ("families", "double", "given", "single"))
CITIES, DISTRICTS, ROADS, ESTATES = (LISTS[n] for n in ("cities", "districts", "roads", "estates"))
TOWNS, VILLAGES, TRADES, SHOPS = (LISTS[n] for n in ("towns", "villages", "trades", "shops"))
LEGAL, SCHOOLS, HOSPITALS = (LISTS[n] for n in ("legal", "schools", "hospitals"))
BRANDS = [a + b for a in "宏鑫瑞恒盛泰隆丰联创诚嘉锦润鼎尚康博远腾" for b in "达源祥通昌发德信海泽"]
PLATE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
HAN = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
FULL = dict(zip("0123456789", "０１２３４５６７８９", strict=True))


def make(slot: str, chance: random.Random) -> tuple[str, str]:
    """The kind of a slot and a value for it."""
    kind, maker = SLOTS[slot]
    return str(kind.label), maker(chance)


def name(c):
    family = (
        c.choice(DOUBLE)
        if c.random() < 0.08
        else c.choice(FAMILIES[:160])
        if c.random() < 0.8
        else c.choice(FAMILIES)
    )
    return family + (c.choice(SINGLE) if c.random() < 0.3 else c.choice(GIVEN))


def spaced(c):
    return " ".join(name(c))


def foreign(c):
    return c.choice(LISTS["foreign"])


def nick(c):
    if c.random() < 0.08:
        return "阿" + c.choice("强明辉伟龙杰军华芳珍")
    return c.choice(LISTS["nick"]).format(c.choice(FAMILIES[:90]))


def alias(c):
    return c.choice(LISTS["alias"])


def screen(c):
    return c.choice(LISTS["screen"])


def hidden(c):
    return c.choice(["*", "**"]) + c.choice(SINGLE)


def digits(c, n):
    return "".join(c.choice("0123456789") for _ in range(n))


def written(c, number, groups):
    """Digits apart, with dashes, full width or as Han."""
    at, parts = 0, []
    for size in groups:
        parts.append(number[at : at + size])
        at += size
    way = c.random()
    if way < 0.5:
        return number
    if way < 0.75:
        return c.choice(["-", " ", ".", "—"]).join(parts)
    if way < 0.87:
        return "".join(FULL.get(char, char) for char in number)
    han = "".join(HAN.get(char, char) for char in number)
    return han.replace("一", "幺") if c.random() < 0.4 else han


def mobile(c):
    number = "1" + c.choice("3456789") + digits(c, 9)
    return written(c, number, (3, 4, 4)) if c.random() < 0.9 else f"+86 {number}"


def landline(c):
    area = c.choice(["025", "010", "021", "0512", "0551", "0755"])
    number = c.choice("35678") + digits(c, 7)
    return (
        c.choice(
            [
                f"{area}-{number}",
                f"{area}{number}",
                f"({area}){number}",
                f"{area} {number}",
                f"{area}-{number}转{digits(c, 3)}",
            ]
        )
        if c.random() < 0.8
        else f"400-{digits(c, 3)}-{digits(c, 4)}"
    )


def identity(c):
    born = f"{c.randint(1950, 2012)}{c.randint(1, 12):02}{c.randint(1, 28):02}"
    head = (
        c.choice(["320106", "110105", "341221", "410182", "510107", "330106"]) + born + digits(c, 3)
    )
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(w * int(d) for w, d in zip(weights, head, strict=True)) % 11]
    number = head + (check if c.random() < 0.85 else c.choice("0123456789"))
    way = c.random()
    if way < 0.15:
        return f"{number[:6]} {number[6:14]} {number[14:]}"
    if way < 0.25:
        return "".join(FULL.get(char, char) for char in number)
    return number.replace("X", "x") if way < 0.35 else number


def bank(c):
    head = c.choice(["621700", "622848", "622202", "621661", "955880", "622588"]) + digits(
        c, c.choice((9, 12))
    )
    total = sum(sum(divmod(int(d) * (2 - at % 2), 10)) for at, d in enumerate(reversed(head)))
    number = head + str(-total % 10)
    if c.random() < 0.4:
        return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return number


def plate(c):
    place = c.choice("苏京沪皖浙鲁豫粤川鄂湘陕冀闽赣")
    tail = c.choice(
        [
            digits(c, 5),
            c.choice(PLATE) + digits(c, 4),
            digits(c, 1) + c.choice(PLATE) + digits(c, 3),
            "D" + digits(c, 5),
            digits(c, 3) + c.choice(PLATE) + digits(c, 1),
        ]
    )
    return f"{place}{c.choice('ABCDEFGHJKLM')}{c.choice(['', '', '·', ' ', '-'])}{tail}"


def email(c):
    user = c.choice(["wang", "liwei", "zhang.min", "chen_88", "hr", "sales01"]) + digits(c, 3)
    host = c.choice(["163.com", "qq.com", "126.com", "sina.com.cn", "gmail.com", "hongda.cn"])
    return c.choice([f"{user}@{host}", f"{user}@{host}", f"{user} @ {host}", f"{user}＠{host}"])


def account(c):
    return c.choice(
        [
            f"wxid_{digits(c, 4)}abcd{digits(c, 4)}",
            "lucky" + digits(c, 5),
            "zhang_" + digits(c, 6),
            f"Xiao-{digits(c, 6)}",
            "a" + digits(c, 9),
        ]
    )


def qq(c):
    return c.choice("123456789") + digits(c, c.choice((7, 8, 9)))


def address(c):
    number = c.choice(
        [
            f"{c.randint(1, 300)}号",
            f"{c.randint(1, 30)}栋{c.randint(1, 4)}单元{c.randint(1, 28)}0{c.randint(1, 4)}",
            f"{c.randint(1, 30)}幢{c.randint(101, 1804)}室",
            f"{c.randint(1, 20)}号楼{c.randint(1, 30)}层{c.randint(101, 3004)}室",
        ]
    )
    road, estate = c.choice(ROADS), c.choice(ESTATES)
    return c.choice(
        [
            estate + number,
            f"{c.choice(DISTRICTS)}{road}{c.randint(1, 400)}号",
            f"{c.choice(DISTRICTS)}{estate}{number}",
            f"{road}{c.randint(1, 400)}号{estate}{number}",
            f"{c.choice(TOWNS)}{c.choice(VILLAGES)}{c.choice('一二三四五六')}组",
            f"{c.choice(DISTRICTS)}{c.choice(TOWNS)}{c.choice(VILLAGES)}{c.randint(1, 99)}号",
        ]
    )


def place(c):
    return c.choice(
        [
            c.choice(ROADS),
            c.choice(ESTATES),
            c.choice(TOWNS),
            c.choice(VILLAGES),
            c.choice(DISTRICTS),
            "万达广场",
            "新街口地铁站",
            "金鹰商场",
            "玄武湖公园",
            "城北批发市场",
            "G42沪蓉高速",
            "环球大厦",
        ]
    )


def firm(c):
    city, brand, trade = c.choice(["", "", *CITIES]), c.choice(BRANDS), c.choice(TRADES)
    return city + brand + trade + c.choice(LEGAL)


def bare_firm(c):
    return c.choice(
        [
            c.choice(BRANDS) + c.choice(TRADES),
            c.choice(BRANDS) + c.choice(SHOPS),
            f"老{c.choice(FAMILIES[:60])}{c.choice(SHOPS[:3])}",
            f"{c.choice(FAMILIES[:60])}记{c.choice(SHOPS[:4])}",
        ]
    )


def brand(c):
    return c.choice(BRANDS)


def hospital(c):
    return c.choice(CITIES) + c.choice(["", "市"]) + c.choice(HOSPITALS)


def school(c):
    where = c.choice(["", "", *[f"{city}市" for city in CITIES]])
    tail = c.choice(["", "", f"{c.choice('一二三四五六')}年级{c.choice('一二三四')}班"])
    chosen = c.choice(SCHOOLS)
    return where + chosen + (tail if "小学" in chosen else "")


def court(c):
    return c.choice(
        [
            f"{c.choice(CITIES)}市{c.choice(DISTRICTS)}人民法院",
            f"{c.choice(DISTRICTS)}法院",
            f"{c.choice(CITIES)}市中级人民法院",
            f"{c.choice(DISTRICTS)}派出所".replace("区派", "公安分局派")
            if False
            else f"{c.choice(DISTRICTS)}人民检察院",
        ]
    )


def case(c):
    year, place = (
        c.randint(2015, 2025),
        c.choice(["苏0106", "京0105", "沪01", "粤03", "皖1221", "浙0106", "川01"]),
    )
    kind, number = (
        c.choice(["民初", "民终", "刑初", "执", "行初", "执恢", "民申", "破"]),
        c.randint(1, 19999),
    )
    return c.choice(
        [
            f"（{year}）{place}{kind}{number}号",
            f"({year}){place}{kind}{number}号",
            f"〔{year}〕{place}{kind}{number}号",
            f"（{year}） {place} {kind} {number} 号",
            f"宁劳人仲案字〔{year}〕第{number}号",
        ]
    )


def day(c):
    year, month, date = c.randint(2015, 2025), c.randint(1, 12), c.randint(1, 28)
    han = dict(
        zip(
            range(1, 29),
            [
                "一",
                "二",
                "三",
                "四",
                "五",
                "六",
                "七",
                "八",
                "九",
                "十",
                "十一",
                "十二",
                "十三",
                "十四",
                "十五",
                "十六",
                "十七",
                "十八",
                "十九",
                "二十",
                "二十一",
                "二十二",
                "二十三",
                "二十四",
                "二十五",
                "二十六",
                "二十七",
                "二十八",
            ],
            strict=True,
        )
    )
    years = "".join("〇一二三四五六七八九"[int(char)] for char in str(year))
    return c.choice(
        [
            f"{year}年{month}月{date}日",
            f"{year}年{month}月{date}号",
            f"{month}月{date}日",
            f"{month}月{date}号",
            f"{year}-{month:02}-{date:02}",
            f"{year}.{month}.{date}",
            f"{year}/{month}/{date}",
            f"{years}年{han[month]}月{han[date]}日",
            f"{han[month]}月{han[date]}号",
            f"农历{c.choice(['正月初三', '腊月二十三', '八月十五'])}",
            f"{c.choice(['去年', '前年'])}腊月{c.choice(['二十三', '二十八'])}"[2:],
        ]
    )


def passport(c):
    return c.choice("EG") + digits(c, 8)


def code(c):
    return c.choice(["HT", "NO", "DD"]) + digits(c, 10)


SLOTS = {
    "name": (Kind.NAME, name),
    "spaced": (Kind.NAME, spaced),
    "foreign": (Kind.NAME, foreign),
    "hidden": (Kind.NAME, hidden),
    "nick": (Kind.NICKNAME, nick),
    "alias": (Kind.NICKNAME, alias),
    "screen": (Kind.NICKNAME, screen),
    "mobile": (Kind.PHONE, mobile),
    "landline": (Kind.PHONE, landline),
    "identity": (Kind.ID_NUMBER, identity),
    "passport": (Kind.ID_NUMBER, passport),
    "bank": (Kind.BANK, bank),
    "plate": (Kind.PLATE, plate),
    "email": (Kind.EMAIL, email),
    "account": (Kind.ACCOUNT, account),
    "qq": (Kind.ACCOUNT, qq),
    "address": (Kind.ADDRESS, address),
    "place": (Kind.PLACE, place),
    "firm": (Kind.ORGANISATION, firm),
    "barefirm": (Kind.ORGANISATION, bare_firm),
    "brand": (Kind.ORGANISATION, brand),
    "hospital": (Kind.ORGANISATION, hospital),
    "court": (Kind.ORGANISATION, court),
    "school": (Kind.SCHOOL, school),
    "case": (Kind.CASE_NUMBER, case),
    "day": (Kind.DATE, day),
    "code": (Kind.NUMBER, code),
}
