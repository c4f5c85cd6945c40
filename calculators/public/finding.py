"""Finds the tool for a question as people ask it: 离婚去法院要交多少钱, 诉讼时效几年."""

import re

from calculators.formulas.base import Tool
from calculators.public import uses
from firm.models import PracticeArea
from richtext.fulltext.tokens import fold

MOST = 3
# Who asks so wants a figure or a day; others want to read.
ASKS = (
    r"多少|几[年天日个倍]|怎么算|如何算|计算|算法|算一算|标准|多长|多久|期限|时效|最晚|什么时候"
    r"|何时|过期|哪一?天|能[拿赔要补]|赔偿金|补偿金|几点|公式|计算器"
)
# Words that belong to one tool alone, and such that several share; each counts once.
WORDS = {
    "court-fee": (
        "诉讼费|受理费|起诉费|立案费|上诉费|打官司|法院[^，。]{0,4}[交收][^，。]{0,6}[钱费]",
        "起诉|上诉|法院|离婚|费用|名誉权",
    ),
    "severance": (
        "经济补偿|补偿金|辞退|解雇|开除|裁员|离职|代通知金|n\\+1|2n|合同到期|劳动合同解除|解除劳动",
        "赔偿金|补偿|公司|单位|赔多少",
    ),
    "deadline": (
        "时效|上诉期|期限|最晚|过期|来得及|多久(?:以?内)|哪一?天|几[天年日]内?",
        "上诉|仲裁|申请执行|复议|行政诉讼|起诉|判决书",
    ),
    "private-loan": (
        "民间借贷|借[^，。]{0,4}钱|借款|欠[^，。]{0,4}钱|高利贷|欠条|借条|年利率|逾期利息|月息|[一二两三四]分息|lpr",
        "利息|利率",
    ),
    "overtime": ("加班|加点|节假日工资", "周末|节假日|调休|三倍工资|3倍工资"),
    "personal-injury": (
        "人身损害|交通事故|车祸|撞|打伤|打架|打人|轻微?伤|残疾赔偿|死亡赔偿|丧葬费|被扶养人|误工费|伤残",
        "[一二三四五六七八九十]级|赔多少|赔偿",
    ),
    "work-injury": (
        "工伤|工亡|职业病|就业补助|医疗补助|停工留薪", "[一二三四五六七八九十]级|伤残|赔多少|赔偿"
    ),
    "double-wage": (
        "[二双两]倍的?工资|[没未][有签订]{0,2}[^，。]{0,3}合同", "劳动合同|公司|单位|赔多少|赔偿"
    ),
    "delayed-payment": (
        "迟延履行|加倍|判决[^，。]{0,8}不[付给还]|拒不履行|不履行判决|不执行", "利息|判决"
    ),
    "annual-leave": ("年休假|年假|带薪假", "没休|三倍工资"),
    "court-request": (
        "申请费|保全|执行费|支付令|强制执行|查封|冻结", "执行|法院|费用|多少钱"
    ),
}  # fmt: skip
# Questions are folded, so that traditional characters are found: so are these.
PATTERNS = {name: tuple(re.compile(fold(one)) for one in both) for name, both in WORDS.items()}
OWN = 3  # the weight of a word of one tool alone


def find(question: str) -> list[Tool]:
    """The tools that a question speaks of, best first, at most three."""
    words = fold(question).replace(" ", "")
    scores = []
    for tool in uses.shown().values():
        own, shared = (len(set(one.findall(words))) for one in PATTERNS[tool.name])
        scores.append((OWN * (own + (fold(tool.label) in words)) + shared, tool))
    least = max(OWN, max((score for score, _ in scores), default=0) / 2)
    near = sorted((one for one in scores if one[0] >= least), key=lambda one: -one[0])
    return [tool for _, tool in near[:MOST]]


def asked_for(question: str) -> list[Tool]:
    """The same for a search of the whole site: only who asks how much or until when."""
    words = fold(question)
    named = any(fold(tool.label) in words for tool in uses.shown().values())
    return find(question) if named or re.search(fold(ASKS), words) else []


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
