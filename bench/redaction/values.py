"""Random values that tell who somebody is, written as people write them."""

import random
from pathlib import Path

from bench.redaction.numbers import (
    account,
    bank,
    digits,
    email,
    identity,
    landline,
    mobile,
    plate,
    qq,
)
from consult.redaction import Kind

_LISTS = Path(__file__).with_name("values.txt").read_text(encoding="utf-8").split("# ")[1:]
LISTS = {name: words.split() for name, words in (part.split("\n", 1) for part in _LISTS)}
FAMILIES, DOUBLE, GIVEN, SINGLE = (LISTS[n] for n in ("families", "double", "given", "single"))
CITIES, DISTRICTS, ROADS, ESTATES = (LISTS[n] for n in ("cities", "districts", "roads", "estates"))
TOWNS, VILLAGES, TRADES, SHOPS = (LISTS[n] for n in ("towns", "villages", "trades", "shops"))
LEGAL, SCHOOLS, HOSPITALS = (LISTS[n] for n in ("legal", "schools", "hospitals"))
BRANDS = [a + b for a in "宏鑫瑞恒盛泰隆丰联创诚嘉锦润鼎尚康博远腾" for b in "达源祥通昌发德信海泽"]


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


_TENS = ["", "十", "二十"]
HAN_DAYS = [ten + one for ten in _TENS for one in ["", *"一二三四五六七八九"]][1:29]


def day(c):
    year, month, date = c.randint(2015, 2025), c.randint(1, 12), c.randint(1, 28)
    han = dict(enumerate(HAN_DAYS, 1))
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
