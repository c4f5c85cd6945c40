"""Sums, rates and multiples of taxes, damages and fines: each rests on an article of law.

The model page told that income tax is 3 % of the registered capital: three taxes in one sentence.
"""

import re

from articles.quality.checks.base import BODY, Severity, check, hits

AMOUNT = re.compile(
    r"\d[\d,.，]{0,12} ?(?:%|％|‰|万元|亿元|元|倍)"
    "|[百千万]分之[零〇一二三四五六七八九十百点]{1,8}"
    "|[一二两三四五六七八九十百千万零]{1,8}(?:元|倍)(?!的?[一二]次)"
)
MATTER = re.compile("税(?!务机关|务局|务所)|赔偿|罚款|罚金|处罚|并处|滞纳金")
REACH = 25  # characters between the figure and what it is about
# Figures of a case that is told, not of a rule.
EXAMPLE = re.compile(
    "例如|比如|举例|假设|假如|打个比方|算一下|譬如|起诉要求|主张|诉请|诉称|涉案|损失"
)


@check(
    "figure-without-law",
    "数字没有依据",
    Severity.DOUBT,
    "税、赔偿、罚款的数额和比例，请在同一段中写明依据的法条，例如“《企业所得税法》第四条”。",
)
def figures(draft):
    for hit in hits(draft, AMOUNT, [BODY]):
        if draft.paragraph_at(hit.start).is_cited or EXAMPLE.search(hit.around.text):
            continue
        if MATTER.search(hit.before[-REACH:]) or MATTER.search(hit.after[:REACH]):
            yield hit
