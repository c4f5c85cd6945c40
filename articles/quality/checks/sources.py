"""Whose text it is: reprints, and what a machine has written.

人工智能生成合成内容标识办法: what a machine wrote is marked so that readers see it; the tick prints
the line.
"""

import re

from articles.quality.checks.base import BODY, Hit, Severity, check, hits

SOURCE, AI = "source", "ai_assisted"


@check("reprint-source", "转载没有出处", Severity.RULE, "转载的文章须写明出处，并有权转载。")
def reprint_without_source(draft):
    if draft.source_kind == "reprint" and not draft.source.strip():
        yield Hit(SOURCE)


MACHINE = "(?:AI|ＡＩ|人工智能|大模型|ChatGPT|DeepSeek|Kimi|豆包|文心一言|通义千问|元宝)"
SAYS_SO = re.compile(
    f"(?:本文|本篇|文章|以上|以下|内容)[^，。；]{{0,8}}{MACHINE}[^，。；]{{0,6}}(?:生成|撰写|辅助|整理|创作|写)"
    f"|作为(?:一个|一名)?{MACHINE}(?:语言)?(?:模型|助手|助理)?，"
    f"|由{MACHINE}(?:工具)?(?:生成|撰写|辅助)|我无法提供法律建议"
)


@check(
    "ai-unmarked",
    "没有标明含人工智能生成内容",
    Severity.RULE,
    "文中写明由人工智能生成，但未勾选“含人工智能生成内容”。勾选后网页会显示说明"
    "（《人工智能生成合成内容标识办法》）；如系粘贴时带入，请删去。",
)
def machine_without_mark(draft):
    if not draft.ai_assisted:
        for hit in hits(draft, SAYS_SO, [BODY]):
            if not hit.is_quoted:
                yield hit


@check(
    "ai-unchecked",
    "人工智能内容没有律师核对",
    Severity.DOUBT,
    "含人工智能生成内容的文章，请先由律师核对法条和结论，再填写核对日期和核对律师。",
)
def machine_without_lawyer(draft):
    if draft.ai_assisted and draft.checked_on is None:
        yield Hit(AI)
