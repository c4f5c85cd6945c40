"""Old text made clean: lines, punctuation, numbers, days, headings and lists, practice areas."""

import re
import unicodedata
from datetime import date
from html import escape
from itertools import groupby

from django.utils import timezone

from firm.base import phones

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
DASHES = re.compile("[‐‑‒–—―−]")
BULLETS = "·•・‧∙●○◆◇■□▪▫★☆►▶▸»›"
DOTS = re.compile(r"(?:[.．]{3,}|…+|。{3,})$")
ELLIPSIS = "……"

# Flattening and old editors wrote ASCII signs, GB/T 15834 wants full-width ones between Chinese.
FULL = dict(zip(",:;?!()", "，：；？！（）", strict=True))
CHINESE = f"{HAN}、。《》〈〉「」『』【】〔〕“”‘’…—，：；？！（）"
PAIR = re.compile(rf"\(([^()]*[{HAN}][^()]*)\)")
# With the blank behind it, which the full-width sign brings along itself.
SIGN = re.compile(
    rf"(?<=[{CHINESE}])([,:;?!()])(?: +(?=[{HAN}《“（]))?(?=[,:;?!() ]*(?:[{CHINESE}]|$))"
)

NUMBER = (
    r"(?<![\d-])(?:\+?86[-\s]?)?"
    r"(?:\(0\d{2,3}\)\s?\d{7,8}|0\d{2,3}[-\s]?\d{7,8}"
    r"|1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|[48]00[-\s]?\d{3}[-\s]?\d{4})(?!\d)"
)
DAY = r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?!\d)"
BEHIND_TITLE = re.compile(rf"\s*[\[(【（]?{DAY}[\])】）]?$")

NUMERAL = "[一二三四五六七八九十]{1,3}"
HEADINGS = {"h2": re.compile(f"{NUMERAL}、"), "h3": re.compile(f"[（(]{NUMERAL}[）)]")}
NO_HEADING = re.compile("[。；！]|[，：,:.]$")
LONGEST_HEADING = 40
# A group for each way to number a point.
POINT = re.compile(r"(?:(\d{1,2})\s*[、.．)）](?!\d)|[（(]\s*(\d{1,2})\s*[）)]|([①-⑳]))\s*(?=\S)")
# The first sentence is the short title of a point; a colon may close it too.
SHORT_TITLE = re.compile(rf"(.{{1,30}}?(?:[。！？：]|(?<=[{HAN}])\.(?=[{HAN}])))\s*(\S.*)")

# Where two areas have as many words in a title, the upper one takes it.
AREAS = """
criminal 刑事辩护 罪 立案 批捕 逮捕 拘留 取保 刑事 刑法 刑警 判刑 被判 量刑 要判 判多久 怎么判\
 判几年 缓刑 坐牢 诈骗 盗窃 寻衅滋事 检察院
tax 税务 税 发票
labor 劳动与工伤 工伤 劳动 工资 加班 辞退 社保 劳务派遣 用人单位 试用期
traffic 交通事故 交通 非机动车 机动车 驾驶 驾照 酒驾 车祸 肇事 电动车
privacy-internet 个人信息与网络 个人信息 隐私 网上 网络 账号 帐号 泄露
expropriation 征地拆迁 拆迁 征收 征地 安置
ip 知识产权 商标 著作权 专利 版权 知识产权 商业秘密
marriage-family 婚姻家庭与继承 离婚 结婚 婚姻 婚前 抚养 继承 遗嘱 遗产 彩礼 赡养 夫妻 家暴
medical 医疗纠纷 医疗 医院 病历 手术 医美 误诊
consumer 消费维权 消费 退款 退货 网购 假货 商家
construction 建设工程 工程 施工 包工头
real-estate 房产纠纷 房产 房屋 买房 卖房 租房 物业 开发商 业主 二手房 房东 押金
debt 债权债务 借款 借条 欠条 欠款 债 担保 借贷 还钱 催收
finance 金融保险 保险 银行 信用卡 贷款 基金 理财
company 公司法务 公司 股权 股东 法定代表人 注册资本 出资
contract 合同纠纷 合同 承揽 违约 定金 协议
administrative 行政诉讼与复议 行政 复议 信访 政府信息公开
procedure 仲裁与执行 执行 仲裁 上诉 诉讼时效 起诉 管辖
tort 侵权与损害赔偿 赔偿 侵权 名誉 受伤 打伤 咬伤
other 其他
"""


def tidied(lines):
    """The lines with something in them, without indents and what could steer a terminal."""
    for line in lines:
        signs = line.replace("\t", " ")
        seen = "".join(one for one in signs if unicodedata.category(one) not in {"Cc", "Cf"})
        if seen := seen.strip(" \u00a0\u3000\u2002\u2003"):
            yield seen


def fold(line):
    """The line with half-width characters and plain dashes, for matching only."""
    return DASHES.sub("-", unicodedata.normalize("NFKC", line)).strip()


def bare(text):
    """Letters and digits only, to compare a title with the beginning of a text."""
    return "".join(filter(str.isalnum, text))


def full_width(text):
    """The text with full-width signs between Chinese characters; numbers and Latin text stay."""
    for pattern, widened in (
        (PAIR, lambda found: f"（{found[1]}）"),
        (SIGN, lambda found: FULL[found[1]]),
    ):
        before = ""
        while text != before:  # a changed sign lets its neighbour change
            before, text = text, pattern.sub(widened, text)
    return text


def first_number(lines):
    """The first telephone number of the lines as it is shown, empty when there is none."""
    for number in (one for line in lines for one in re.findall(NUMBER, fold(line))):
        number = re.sub(r"^\+?86[-\s]?(?=\(?[01])", "", number)
        number = re.sub(r"[()\s]+", "-", number).strip("-")
        if phones.kind_of(number):
            return number
    return ""


def day_in(line):
    """The first day of a line that can be true, None without one."""
    for found in re.finditer(DAY, fold(line)):
        try:
            day = date(*map(int, found.groups()))
        except ValueError:
            continue
        if day <= timezone.localdate():
            return day
    return None


def ends_in_day(line):
    """Whether a line is a title and a day, as in a list of articles."""
    found = BEHIND_TITLE.search(fold(line))
    return bool(found and found.start())


def guess_area(title, text=""):
    """Slug and name of the area with most of its words in the title, else in the text."""
    rows = [line.split() for line in AREAS.strip().splitlines()]
    for where in (title, text):
        hits = [sum(map(where.count, words)) for _, _, *words in rows]
        if most := max(hits):
            return rows[hits.index(most)][:2]
    return rows[-1][:2]


def to_html(lines):
    """The lines as HTML, all text escaped: headings, numbered lists, paragraphs.

    `一、` opens a heading and `1、` a point (order of GB/T 9704); the wording is not touched.
    """
    parts = []
    # Points of one style whose number goes up by one are a list.
    numbered = enumerate(map(_piece, map(full_width, lines)))
    for (style, _), run in groupby(numbered, key=lambda pair: (pair[1][2], pair[1][3] - pair[0])):
        points = [piece for _, piece in run]
        html = "".join(f"<{tag}>{inner}</{tag}>" for tag, inner, *_ in points)
        first = points[0][3]
        start = f' start="{first}"' if first != 1 else ""
        parts.append(f"<ol{start}>{html}</ol>" if style else html)
    return "".join(parts)


def _piece(line):
    """The tag of a line, what is in it, and of a point the style and value of its number."""
    for tag, opening in HEADINGS.items():
        if opening.match(line) and len(line) <= LONGEST_HEADING and not NO_HEADING.search(line):
            return tag, escape(line, quote=False), 0, 0
    found = POINT.match(line)
    if not found:
        return "p", escape(line, quote=False), 0, 0
    style = found.lastindex or 0
    sign, point = found[style], line[found.end() :]
    number = int(sign) if sign.isdecimal() else int(unicodedata.numeric(sign))
    if titled := SHORT_TITLE.fullmatch(point):
        title, rest = (escape(part, quote=False) for part in titled.groups())
        return "li", f"<strong>{title}</strong>{rest}", style, number
    return "li", escape(point, quote=False), style, number
