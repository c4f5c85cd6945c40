"""Names as a firm's register and its clients write them: persons, firms, and firms shortened.

One town has most of them, some brands are borne by many and trades are alike; all are drawn by
lot, so that another one is met by chance alone.
"""

import random
from dataclasses import dataclass

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲芬燕云海建国志文俊峰鹏宇浩欣怡子涵梓轩"
    "雨晨佳琪思远晓东春梅兰凤立新永福德胜利民生成林波斌辉飞龙凯亮健康宁安庆学振兴家荣光宗耀祖婷雪"
)
BRANDS = (
    "宏达 鑫源 恒信 华泰 金鼎 顺达 盛世 天成 永兴 恒通 宏源 鑫盛 瑞祥 金源 东方 "
    "兴隆 恒丰 富强 诚信 万通 华信 中天 嘉禾 三和 长城 大地 天润 丰华 宏图 锦程 "
    "远大 新世纪 金泰 恒昌 博雅 鸿运 聚源 隆盛 华夏 泰和 安居 佳美 名流 志诚 卓越 "
    "致远 明德 广源 海川 瑞丰 祥云 通达 利民 乐家 福满 好又多 金太阳 新天地 大自然 "
    "四季 红星 蓝天 绿源 汇丰 百盛 万家"
)
KNOWN_BRANDS = BRANDS.split()
CHARS = (
    "鑫宏恒华泰金鼎顺达盛天成永兴通源瑞祥隆丰富诚信万嘉禾和润锦程远大博雅鸿运聚夏安佳美名志卓越致明德"
    "广海川云利民乐福星蓝绿汇百家正方圆启航翔龙凤凯旋亿众合力创佰联邦优品尚景瑜澄晟昊睿铭皓坤乾元亨"
)
TOWNS = [
    ("云澜", 60),
    ("", 12),
    ("北川", 5),
    ("苏州", 5),
    ("昆山", 3),
    ("江苏", 4),
    ("上海", 4),
    ("江岭", 4),
    ("南京", 3),
]
# Each with another word for it, if there is one, and how often it is met.
TRADE_WEIGHTS = (
    "贸易/商贸:14 科技/网络科技/信息技术:12 建材/建筑材料:6 餐饮管理/餐饮:7 "
    "装饰工程/装饰/装修:6 建筑工程/建设工程:6 劳务/建筑劳务:3 房地产开发/置业:3 "
    "物业管理/物业服务:3 物流/运输:5 食品:4 服装/服饰:4 机械/机械设备:4 "
    "五金机电/五金:3 汽车销售/汽贸:2 汽车维修/汽修:2 广告传媒/传媒:3 "
    "家具/家居:3 电子:3 教育咨询/教育:3 农业发展/农业:2 医药/药业:1 "
    "环保科技/环保:1 园林绿化/园林:2 酒店管理/酒店:2 渔具:1 殡葬:1 宠物:1 "
    "锁具:1"
)
TRADES = [
    (names.split("/"), int(weight))
    for names, weight in (one.split(":") for one in TRADE_WEIGHTS.split())
]
FORMS = [
    ("有限公司", 70),
    ("有限责任公司", 6),
    ("集团有限公司", 2),
    ("股份有限公司", 2),
    ("厂", 4),
    ("经营部", 6),
    ("商行", 5),
    ("店", 5),
]
SMALL = ["厂", "店", "商行", "经营部", "工作室", "公司"]
ROLES = ["房东{}", "{}老板", "{}（经理）", "包工头{}", "{}（房东）", "老板{}", "法定代表人{}"]


def _drawn(lot, weighted):
    things, weights = zip(*weighted, strict=True)
    return lot.choices(things, weights)[0]


@dataclass(frozen=True)
class Firm:
    """A firm by the parts of its name."""

    town: str
    brand: str
    trades: tuple[str, ...]
    form: str

    @classmethod
    def drawn(cls, lot: random.Random) -> "Firm":
        """One of the town, or of another."""
        trades = tuple(_drawn(lot, TRADES))
        return cls(_drawn(lot, TOWNS), _brand(lot), trades, _drawn(lot, FORMS))

    def __str__(self) -> str:
        return f"{self.town}{self.brand}{self.trades[0]}{self.form}"

    def shortened(self, lot: random.Random) -> dict[str, str]:
        """How people write it, by the kind of what they leave out or change."""
        town, brand, trade, other = self.town or "云澜", self.brand, self.trades[0], self.trades[-1]
        small = lot.choice(SMALL)
        return {
            "去掉地名": f"{brand}{trade}{self.form}",
            "只有字号和行业": f"{brand}{trade}",
            "去掉地名、换组织形式": f"{brand}{trade}{small}",
            "地名带“市”、换组织形式": f"{town}市{brand}{trade}{small}",
            "地名在括号里": f"{brand}（{town}）{trade}有限公司",
            "区县和街道写全": f"{town}市东城区{brand}{trade}{small}",
            "去掉组织形式": f"{self.town}{brand}{trade}",
            "行业换一种说法": f"{brand}{other}{small}",
            "分公司": f"{town}{brand}{trade}有限公司第二分公司",
            "带“老板”": f"{brand}{trade}{small}老板",
            "只有地名和字号": f"{town}{brand}",
            "只有字号": f"{brand}公司",
        }


def _brand(lot):
    """A quarter of all firms bear one of the brands that many bear."""
    if lot.random() < 0.25:
        weights = [1 / (place + 10) for place in range(len(KNOWN_BRANDS))]
        return lot.choices(KNOWN_BRANDS, weights)[0]
    return "".join(lot.choices(CHARS, k=3 if lot.random() < 0.2 else 2))


def person(lot: random.Random) -> str:
    """The name of a person; one in eight has two characters."""
    weights = [1 / (place + 8) for place in range(len(SURNAMES))]
    given = lot.choices(GIVEN, k=1 if lot.random() < 0.125 else 2)
    return lot.choices(SURNAMES, weights)[0] + "".join(given)


class Register:
    """Draws parties, half of them firms; within a town no two firms have one brand and trade."""

    def __init__(self, lot: random.Random) -> None:
        self.lot, self.taken = lot, set()

    def drawn(self) -> Firm | str:
        """One more party."""
        if self.lot.random() < 0.5:
            return person(self.lot)
        while True:
            firm = Firm.drawn(self.lot)
            place = (firm.town, firm.brand, firm.trades)
            if place not in self.taken:
                self.taken.add(place)
                return firm


def as_typed(lot: random.Random, one: Firm | str) -> str:
    """How a client writes a party: four in ten firms shortened, one in ten persons with a role."""
    if isinstance(one, Firm):
        ways = list(one.shortened(lot).values())
        return lot.choice(ways) if lot.random() < 0.4 else str(one)
    return lot.choice(ROLES).format(one) if lot.random() < 0.1 else one
