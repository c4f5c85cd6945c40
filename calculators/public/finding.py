"""Finds the tool for a question as people ask it: 离婚去法院要交多少钱, 诉讼时效几年."""

import re

from calculators.formulas.base import Tool
from calculators.public import uses
from firm.models import PracticeArea
from richtext.fulltext.tokens import fold

MOST = 3
# Who asks so wants a figure or a day; others want to read.
ASKS = re.compile(
    r"多少|几[年天日个倍]|怎么算|如何算|计算|算法|算一算|标准|多长|多久|期限|时效|最晚|什么时候"
    r"|何时|过期|哪一?天|能[拿赔要补]|赔偿金|补偿金|几点|公式|计算器"
)
# What belongs to a tool, each with its weight in front where it is not 1. A word counts once,
# whatever stands around it; of two tools that share a word the others decide.
WORDS = {
    "court-fee": "3诉讼费|3受理费|3起诉费|3立案费|上诉费|2打官司|起诉|上诉|法院|2交[^，。]{0,4}[钱费]|离婚",
    "severance": "3经济补偿|3赔偿金|补偿金|2辞退|2解雇|2开除|2裁员|2被?解除劳动合同|2n\\+1|2离职|3代通知金"
    "|2合同到期|补偿",
    "deadline": "3诉讼时效|2时效|2上诉期|3期限|最晚|过期|2过了?时效|几[年天日]|哪一?天|2来得及"
    "|申请执行|上诉|仲裁|复议|行政诉讼",
    "private-loan": "3民间借贷|3利息|利率|2借[^，。]{0,4}钱|2借款|2欠[^，。]{0,4}钱|2高利贷|lpr|欠条|借条",
    "overtime": "4加班|加点|周末上班|2节假日|调休",
    "personal-injury": "3人身损害|2交通事故|2车祸|2撞|2打伤|2伤残|2残疾赔偿|2死亡赔偿|2丧葬费|2被扶养人|误工|致人"
    "|[一二三四五六七八九十]级",
    "work-injury": "4工伤|3工亡|3职业病|[一二三四五六七八九十]级|2就业补助|2医疗补助|2停工留薪",
    "double-wage": "4二倍工资|4双倍工资|4两倍工资|3[没未][有签]?[^，。]{0,4}劳动合同|2没签合同|2未签合同",
    "delayed-payment": "3迟延履行|4加倍[^，。]{0,4}利息|2判决[^，。]{0,8}不[付给还]|2拒不履行|2不执行判决|利息",
    "annual-leave": "4年休假|4年假|没休",
    "court-request": "4申请费|4保全费|4执行费|3保全|3支付令|2强制执行|2查封|2冻结|执行",
}
PATTERNS = {
    name: [
        (int(one[0]) if one[0].isdigit() else 1, re.compile(one.lstrip("234")))
        for one in words.split("|")
    ]
    for name, words in WORDS.items()
}


def find(question: str) -> list[Tool]:
    """The tools that a question speaks of, best first, at most three."""
    words, found = fold(question).replace(" ", ""), []
    for name, tool in uses.shown().items():
        score = sum(weight for weight, one in PATTERNS.get(name, ()) if one.search(words))
        if tool.label in words:
            score += len(tool.label)
        if score:
            found.append((score, tool))
    best = max((score for score, _ in found), default=0)
    found = [one for one in found if 2 * one[0] >= best and one[0] > 1]
    return [tool for _, tool in sorted(found, key=lambda one: -one[0])][:MOST]


def asked_for(question: str) -> list[Tool]:
    """The same for a search of the whole site: only who asks how much or until when."""
    words = fold(question)
    named = any(tool.label in words for tool in uses.shown().values())
    return find(question) if named or ASKS.search(words) else []


# Which tools belong to the areas that come with the software; an area of the firm's own has those
# that its name speaks of.
FEES = ("court-fee", "deadline")
AREAS = {
    "marriage-family": ("court-fee", "deadline"),
    "labor": ("severance", "overtime", "double-wage", "annual-leave", "work-injury", "deadline"),
    "traffic": ("personal-injury", "deadline", "court-fee"),
    "tort": ("personal-injury", "deadline", "court-fee"),
    "medical": ("personal-injury", "deadline"),
    "contract": FEES,
    "debt": ("private-loan", "delayed-payment", "court-request", "deadline"),
    "finance": ("private-loan", "deadline"),
    "real-estate": FEES,
    "construction": FEES,
    "consumer": FEES,
    "administrative": FEES,
    "expropriation": FEES,
    "criminal": ("deadline",),
    "procedure": ("court-fee", "court-request", "deadline", "delayed-payment"),
}


def of_area(area: PracticeArea) -> list[Tool]:
    """Those of an area, or of the one above it."""
    slugs = [area.slug, area.parent.slug if area.parent else ""]
    names = next((AREAS[slug] for slug in slugs if slug in AREAS), None)
    if names is None:
        return find(area.name)
    known = uses.shown()
    return [known[name] for name in names if name in known]
