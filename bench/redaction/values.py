"""Random values that tell who somebody is, written as people write them."""

import random

from consult.redaction import Kind

FAMILIES = (
    (
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
        "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞"
        "章鲁葛伍韦申尤毕聂柴焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丛华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
    )
    .replace("沿", "")
    .replace("植", "")
    .replace("嵺", "")
    .replace("来", "")
    .replace("僧", "")
    .replace("银", "")
    .replace("扬", "")
    .replace("和", "")
    .replace("位", "")
    .replace("畅", "")
    .replace("都", "")
    .replace("宇", "")
    .replace("保", "")
)
DOUBLE = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒", "轩辕", "长孙", "宇文", "端木", "南宫", "独孤", "闻人", "呼延"]
GIVEN = ["建国", "建军", "国强", "志强", "志远", "志鹏", "文博", "文静", "文杰", "秀英", "秀兰", "秀珍", "桂花", "桂英", "桂兰", "玉兰", "玉梅", "玉芬", "红霞", "红梅", "春梅", "春生", "冬梅", "海燕", "海波", "海涛", "晓燕", "晓东", "晓明", "小龙", "小红", "小兵", "大伟", "大勇", "国栋", "国庆", "铁柱", "根生", "来福", "招娣", "盼弟", "永强", "永刚", "永红", "雨桐", "雨欣", "思源", "思雨", "一诺", "一鸣", "可欣", "浩然", "浩宇", "俊杰", "俊凯", "佳怡", "佳琪", "梓涵", "梓轩", "子轩", "子涵", "欣怡", "欣妍", "诗涵", "若曦", "沐阳", "宇航", "宇轩", "天佑", "天明", "泽宇", "明哲", "明辉", "嘉豪", "嘉欣", "家豪", "家明", "伟强", "伟明", "少华", "少军", "振华", "振国", "兴旺", "福生", "金花", "金凤", "银花", "翠花", "翠兰", "淑芬", "淑珍", "淑华", "丽娟", "丽华", "美玲", "美华", "慧敏", "慧玲", "雅琴", "雅婷", "凤英", "凤霞", "彩霞", "彩云", "月娥", "月英", "爱民", "爱华", "卫东", "卫国", "学军", "学文", "立新", "立群", "新民", "新华", "成林", "成功", "德胜", "德福", "长江", "长青", "万里", "万福", "有才", "有福", "满仓", "进喜", "广平", "广才", "仁杰", "义军", "礼贤", "智勇", "信诚", "忠义", "孝忠", "光明", "光荣", "耀辉", "耀祖", "绍文", "绍军", "维民", "维新", "承志", "承业", "启明", "启航", "景行", "怀远", "怀瑾", "知行", "知夏", "予安", "星辰", "星宇", "以沫", "书瑶", "书恒", "清扬", "清妍", "静怡", "静雯", "婉清", "婉婷", "梦瑶", "梦琪", "梦洁", "晨曦", "晨阳", "昕悦", "昊天", "昊然", "翊航", "珩宇", "煊赫", "沅芷", "钰涵", "祎诺", "懿轩", "翀霄", "骞宇", "瑾瑜", "嘉懿", "亦菲", "亦凡", "语嫣", "语桐", "奕辰", "奕涵", "芷若", "芷晴", "锦程", "锦华", "宏伟", "宏图", "洪波", "洪涛", "庆丰", "庆华", "贵生", "贵芳", "树林", "树森", "松林", "柏年", "兆丰", "兆麟", "世杰", "世昌", "传福", "传志", "克勤", "克俭", "宝玉", "宝强", "宝山"]
SINGLE = "伟芳娜敏静强磊洋勇军杰涛超明刚平辉鹏红霞燕玲丹萍鑫帅龙虎婷倩颖琳雪梅斌凯浩博晨宇彬锋兵毅峰亮蕾莉洁晶琪瑶怡甜诺岩泉栋梁柱荣华晖昊轩旭阳冰欢悦宁珊曼蓉薇茜菲瑾瑜钰珩懿骞"
CITIES = ["南京", "苏州", "杭州", "合肥", "郑州", "成都", "武汉", "长沙", "西安", "济南", "青岛", "石家庄", "无锡", "常州", "徐州", "扬州", "宁波", "温州", "厦门", "佛山"]
PROVINCES = ["江苏省", "浙江省", "安徽省", "河南省", "四川省", "湖北省", "湖南省", "陕西省", "山东省", "河北省"]
DISTRICTS = ["鼓楼区", "玄武区", "雨花台区", "江宁区", "西湖区", "武侯区", "天河区", "朝阳区", "长清区", "思明区", "新吴区", "句容县", "沛县", "睢宁县", "清河县", "岳西县", "临泉县", "高淳区", "浦口区", "锦江区"]
ROADS = ["中山路", "人民路", "解放路", "建设路", "和平路", "长江路", "新华路", "文昌路", "桃园路", "石榴新村路", "青年路", "迎宾大道", "滨河大道", "花园街", "东风街", "柳叶巷", "铁匠巷", "金融街", "学府路", "健康路", "湖滨北路", "汉口西路", "凤凰大街", "云台山路", "虎踞南路"]
ESTATES = ["幸福小区", "阳光花园", "锦绣家园", "碧水湾小区", "翡翠城", "万科城", "金色家园", "御景苑", "丽景花园", "紫荆公寓", "梧桐苑", "桃源居小区", "银河湾小区", "龙湖花园", "书香名苑", "荷塘月色小区", "金域华府", "天润城小区", "凤凰新村", "富丽花苑"]
TOWNS = ["河西镇", "柳河镇", "张家镇", "青山镇", "大河乡", "清水乡", "龙潭镇", "双桥镇", "白马镇", "石湖乡"]
VILLAGES = ["柳树村", "王家村", "李庄村", "杨树湾村", "上河村", "东风村", "大石桥村", "桃花村", "赵家屯村", "小河沿村"]
BRANDS = [a + b for a in "宏鑫瑞恒盛泰隆丰联创诚嘉锦润鼎尚康博远腾" for b in "达源祥通昌发德信海泽"]
TRADES = ["建材", "家具", "装饰", "科技", "物流", "贸易", "置业", "餐饮", "服饰", "食品", "电子", "机械", "医药", "传媒", "教育", "劳务", "物业", "纺织", "五金", "化工"]
SHOPS = ["饭馆", "面馆", "超市", "火锅店", "家具厂", "服装厂", "电子厂", "美容院", "健身房", "幼儿园", "砖厂", "养殖场", "汽修厂", "诊所", "药店", "酒店", "宾馆", "洗浴中心", "婚纱摄影", "水果店"]
LEGAL = ["有限公司", "有限责任公司", "股份有限公司", "集团", "公司"]
SCHOOLS = ["实验小学", "第一中学", "第三小学", "育才中学", "希望小学", "外国语学校", "中心小学", "职业技术学院", "阳光幼儿园", "师范附属小学", "第二高级中学", "金陵中学", "文昌初级中学", "蓝天幼儿园"]
HOSPITALS = (
    ["第一人民医院", "中医院", "妇幼保健院", "仁爱医院", "协和医院", "第二附属医院", "骨科医院", "同济医院"]
)
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
    return c.choice(
        [
            "买买提·艾力",
            "阿卜杜拉·热合曼",
            "古丽·阿依木",
            "扎西·多吉",
            "艾尔肯·吐尔逊",
            "迪丽努尔·买买提",
            "巴图·孟克",
            "阿依古丽·艾合买提",
        ]
    )


def nick(c):
    family = c.choice(FAMILIES[:90])
    return c.choice(
        [
            f"老{family}",
            f"小{family}",
            f"{family}哥",
            f"{family}姐",
            f"{family}总",
            f"{family}老板",
            f"{family}经理",
            f"{family}师傅",
            f"{family}工",
            f"{family}叔",
            f"{family}女士",
            f"{family}先生",
            f"{family}主任",
            f"阿{c.choice('强明辉伟龙杰军华芳珍')}",
        ]
    )


def alias(c):
    return c.choice(
        ["刀疤", "黑子", "胖子强", "猴子", "豆豆", "妞妞", "大头", "光头强", "眼镜", "二狗子", "小胖", "毛毛", "铁蛋", "阿飞", "四眼"]
    )


def screen(c):
    return c.choice(
        ["风中的云", "岁月静好", "A建材小王", "一路向北", "lucky猫", "平安是福", "静待花开", "A00二手车", "星辰大海", "奋斗的小青年"]
    )


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
            ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十", "二十一", "二十二", "二十三", "二十四", "二十五", "二十六", "二十七", "二十八"],
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
