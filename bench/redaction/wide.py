"""Values of every shape, to learn from: names, firms and places that no list holds."""

import random
from functools import cache

from bench.redaction.corpus import Span, Text
from consult.redaction import lexicon, terms

NAMED = {"姓名", "称呼"}
BODIES = {"单位", "学校"}
PLACED = {"地点", "地址"}
ROADS = "路 街 大道 巷 东路 西路 南路 北路 中路 大街 胡同 弄 环路 一路 步行街 高架".split()
ESTATES = "花园 小区 家园 苑 城 公寓 国际 名都 华府 新村 御府 公馆 里 湾 一期 庭 府 佳苑 世家 豪庭 广场 半岛 雅居 首府 壹号".split()
VILLAGES = "村 屯 庄 湾 沟 坡 铺 岭 寨 营 店 坝 塘 岗 集 圩 垸 坳 冲 坪 家村 家庄 家湾 家沟 家屯 家坝 头村 桥村 大队 里 子 堡 峪 口 滩".split()
SPOTS = "广场 大厦 市场 大桥 路口 车站 地铁站 公园 水库 码头 工业园 产业园 批发市场 商业街 加油站 收费站 体育馆 桥头 服务区 古镇 码头 度假村 步行街 南门 天桥".split()
TOWNS = "镇 乡 街道 县 区 市 旗 新区 开发区".split()
SCHOOLS = "小学 中学 一中 二中 幼儿园 实验小学 中心小学 外国语学校 职高 技校 大学 师范学院 职业学院 高级中学 附小 学校 国际学校 卫校".split()
OFFICES = "派出所 法院 人民法院 公安局 劳动监察大队 司法所 镇政府 村委会 街道办 仲裁委 检察院 交警大队 教育局 市场监管局 分局 法庭 公证处 村委 司法鉴定所 社区 居委会 政务中心 看守所 社保局".split()
HOSPITALS = "医院 人民医院 中医院 二院 一院 卫生院 妇幼保健院 中心医院 附属医院 口腔 骨科医院 诊所 附二院 门诊 疾控 儿童医院 整形 护理院 敬老院".split()
TAILS = "店 馆 厂 超市 酒店 餐厅 工作室 驾校 网吧 酒吧 客栈 民宿 农庄 火锅 烧烤 奶茶 烘焙 造型 美甲 健身 托管 车行 修理厂 砖厂 纸箱厂 鞋厂 面馆 粉店 小馆 书店 花店 影楼 琴行 画室 足浴 茶庄 酒坊 农场 合作社 药房 母婴 宠物 家纺 灯饰 通讯 二手车 快餐 卤味 百货 生鲜 水果 文具 眼镜 珠宝 手机".split()
TITLES = "哥 姐 总 叔 姨 婶 嫂 爷 老板 师傅 经理 主任 老师 医生 会计 书记 队长 律师 警官 法官 先生 女士 阿姨 大爷 大妈 大姐 大哥 老三 校长 院长 厂长 主管 工 科 科长 局 同学 教练 护士 姑娘 老太 老头 某某 支书 站长".split()
LOOKS = "二狗 大头 胖子 瘦子 黑皮 麻子 光头 三毛 铁蛋 石头 虎子 狗蛋 老鬼 瘸子 四眼 大嘴 豁牙 阿飞 小胖 大个 山鸡 黄毛 刀疤 和尚 秀才 大炮 疯子 矮子 老幺 幺妹 二丫 毛毛 豆豆 果果 糖糖 妞妞 乐乐 壮壮 团子 小宝 大宝 二宝".split()
FAR = "阿卜杜 艾合买提 古丽 努尔 买买提 吐尔逊 热依汗 扎西 卓玛 次仁 旺堆 央金 德吉 格桑 尼玛 巴图 其木格 乌兰 娜仁 斯琴 巴雅尔 苏日 吉克 阿木 沙马 曲比 木呷 伍果 岩温 玉罕 哈斯 达娃 才让 东珠 索南 米玛 艾力 帕提 买买 江 阿依 木合 拜合 提拉".split()
LATIN = "Tom Lily Kevin Amy Jason Coco Vivian Mike Anna Peter Ivy Leo Linda David Nico Zoe Eric Emma Max Bella Jack Yuki Sunny Tony Alice Cherry Andy".split()


def varied(text: Text, chance: random.Random) -> Text:
    """The same text with other names, bodies and places in it; numbers and days stay."""
    out, spans, at, known = "", [], 0, {}
    for span in text.spans:
        out += text.text[at : span.start]
        word = text.text[span.start : span.end]
        if span.kind in NAMED | BODIES | PLACED and (span.kind, word) not in known:
            known[span.kind, word] = _other(word, span.kind, chance)
        new = known.get((span.kind, word), word)
        spans.append(Span(len(out), len(out) + len(new), span.kind))
        out, at = out + new, span.end
    return Text(out + text.text[at:], tuple(spans))


def _other(word, kind, c):
    if c.random() < 0.08:
        return word
    if kind in NAMED:
        called = kind == "称呼" or len(word) == 2 and word[0] in "老小阿大"
        return nick(c) if c.random() < (0.85 if called else 0.15) else name(c)
    if kind == "学校":
        return school(c)
    if kind == "单位":
        official = word.endswith(("院", "所", "局", "委", "队", "府", "庭", "处"))
        return office(c) if official and c.random() < 0.8 else school(c) if c.random() < 0.03 else firm(c)
    return place(c) + (c.choice(ADDRESSED).format(*_numbers(c)) if any(map(str.isdigit, word)) else "")


ADDRESSED = ["{}号", "{}栋{}", "{}号楼{}单元", "{}-{}-{}", "{}幢{}室", "{}组", "{}弄{}号", "{}座{}", "{}号院"]


def _numbers(c):
    return [str(c.randint(1, 30)) for _ in range(3)]


@cache
def _pools():
    """Characters of given names and of any word, by how usual they are; words by their sort."""
    known, names = lexicon.words(), lexicon.names()
    chars = [(word, 2.718 ** (-cost / 10)) for word, cost in known.costs.items() if len(word) == 1]
    chars = [(char, min(share, 0.001)) for char, share in chars if char not in known.joining]
    words = [
        word
        for word, cost in known.costs.items()
        if len(word) == 2 and 88 < cost < 150 and word not in known.joining
    ]
    families = [(one, 2.718 ** (-cost / 12)) for one, cost in names.families.items()]
    given = [(one, 2.718 ** (-max(cost, 48) / 14)) for one, cost in names.given.items()]
    places = [word for word in known.places if 2 <= len(word) <= 3]
    return [
        list(zip(*pool, strict=True)) for pool in (chars, families, given)
    ] + [sorted(words), sorted(places)]


def _chars(c, n, pool=0):
    many, shares = _pools()[pool]
    return "".join(c.choices(many, shares, k=n))


def family(c):
    if c.random() < 0.3:
        return c.choice(sorted(terms.of("rare_surnames") | set(_pools()[1][0])))
    return _chars(c, 1, 1)


def given(c, size=2):
    way = c.random()
    if size == 2 and way < 0.15:
        return c.choice(_pools()[3])
    if size == 2 and way < 0.22:
        return _chars(c, 1, 2) * 2
    return _chars(c, size, 0 if way > 0.93 else 2)


def name(c):
    way = c.random()
    if way < 0.6:
        return family(c) + given(c)
    if way < 0.8:
        return family(c) + given(c, 1)
    if way < 0.9:
        return given(c)
    if way < 0.93:
        return family(c) + family(c)[0] + given(c)
    if way < 0.95:
        return c.choice(LATIN)
    far = c.choice(FAR) + c.choice(FAR)
    return far + c.choice(["·" + c.choice(FAR), ""])


def nick(c):
    f, g = family(c), given(c)
    return c.choice(
        [
            f + c.choice(TITLES), f + c.choice(TITLES), f + c.choice(TITLES), g[-1] + c.choice("哥姐叔姨总爷嫂"),
            c.choice("老小阿大") + f[0], c.choice("老小阿大") + g[-1], "老" + f[0] + c.choice("头 家 婆 汉 五 师傅 板".split()),
            c.choice(LOOKS), c.choice(LOOKS) + c.choice("哥姐 叔".split()), c.choice("二三四六七八大小幺") + c.choice("叔婶爷姑姨舅伯嫂哥姐嬢"),
            c.choice(_pools()[3]), g[-1] * 2 + c.choice(["", "妈妈", "爸爸", "妈", "姐"]), _chars(c, 1) + "子",
            c.choice(_pools()[3]) + "的" + c.choice(_pools()[3]), "A" + brand(c) + f[0] + c.choice(["姐", "哥", ""]),
            c.choice(LATIN) + c.choice(["姐", "哥", "老师", ""]), brand(c) + "-" + name(c), "小" + g, f + c.choice("三四五二大小") + c.choice("娃 哥 爷".split()),
        ]
    )  # fmt: skip


def brand(c):
    words = _pools()[3]
    way = c.random()
    if way < 0.35:
        return _chars(c, 2, c.choice((0, 0, 2)))
    if way < 0.5:
        return _chars(c, 3)
    if way < 0.75:
        return c.choice(words)
    if way < 0.83:
        return c.choice(words) + _chars(c, 1)
    if way < 0.9:
        return _chars(c, 1) + c.choice(words)
    if way < 0.95:
        return c.choice(words) + c.choice(words)
    return c.choice([family(c) + c.choice("记氏家"), "老" + family(c), c.choice(LATIN), _chars(c, 1) * 2])


@cache
def _section(name):
    return sorted(terms.of(name))


def firm(c):
    way, start = c.random(), brand(c)
    if c.random() < 0.2:
        start = c.choice(_section("cities")) + c.choice(["", "市"]) + start
    if way < 0.28:
        return start
    if way < 0.5:
        return start + c.choice(_section("trades"))
    if way < 0.62:
        return start + c.choice(_section("trades")) + c.choice(_section("legal_forms"))
    if way < 0.67:
        return start + c.choice(["集团", "公司", "科技有限公司", "劳务", "电商", "资本", "控股", "物业", "传媒", "金服"])
    return start + c.choice(TAILS) if way < 0.9 else start + c.choice(_section("places_of_work"))


def office(c):
    where = c.choice(_pools()[4]) if c.random() < 0.5 else _chars(c, 2) if c.random() < 0.6 else c.choice(_section("cities"))
    where += c.choice(["", "", c.choice(TOWNS), c.choice(ROADS[:3])])
    return where + c.choice(HOSPITALS if c.random() < 0.4 else OFFICES)


def school(c):
    return (brand(c) if c.random() < 0.6 else c.choice(_pools()[4]) + c.choice(["", "市", "县", "镇"])) + c.choice(SCHOOLS)


def place(c):
    way, core = c.random(), c.choice([_chars(c, 2), _chars(c, 2), c.choice(_pools()[3]), c.choice(_pools()[4])])
    town = c.choice([_chars(c, 2), c.choice(_pools()[4])])
    if way < 0.2:
        return core + c.choice(ROADS)
    if way < 0.38:
        return core + c.choice(ESTATES)
    if way < 0.5:
        return c.choice([core, family(c) + "家"[: c.randint(0, 1)], _chars(c, 1)]) + c.choice(VILLAGES)
    if way < 0.6:
        return town + c.choice(TOWNS)
    if way < 0.72:
        return town + c.choice(TOWNS) + core + c.choice(VILLAGES + ROADS)
    if way < 0.85:
        return core + c.choice(SPOTS)
    return core if way < 0.95 else core + c.choice(ROADS) + c.choice(SPOTS)
