"""Titles and summaries: what stands in lists and in search results."""

import re

from articles.quality.checks.base import SUMMARY, TITLE, Hit, Severity, check, normal


@check(
    "summary-missing",
    "没有摘要",
    Severity.STYLE,
    "没有摘要时，列表和搜索结果显示正文开头。建议用一两句话直接给出答案。",
)
def missing(draft):
    if not draft.summary.strip():
        yield Hit(SUMMARY)


@check(
    "summary-repeats-title",
    "摘要重复标题",
    Severity.STYLE,
    "摘要显示在标题下方，不必重复标题。建议直接给出答案。",
)
def repeats_title(draft):
    title, summary = normal(draft.title), normal(draft.summary)
    if title and summary and (summary.startswith(title) or title.startswith(summary)):
        end = min(len(draft.title) + 2, len(draft.summary))
        yield Hit(SUMMARY, 0, end, draft.summary[:end], about=draft.title + draft.summary)


SHORTEST, LONGEST = 8, 30
OPENERS = re.compile(
    "其实|首先(?!查封)|根据|一般来说|一般情况下|一般而言|通常来说|通常情况下|在我国|我国法律|众所周知"
    "|严格来说|严格的来说|严格地说|随着|综上|总之|总的来说|也就是说|需要注意的是|值得注意的是|你好|您好"
)
HALF_SAID = re.compile(
    "(?:的话|来说|来讲|而言|以及|或者|并且|因为|如果|[，、；：,;:和与的是把被])$"
)


def _whole(draft):
    return {"quote": draft.title, "end": len(draft.title), "about": draft.title}


@check(
    "title-opening",
    "标题与正文开头相同",
    Severity.DOUBT,
    "标题只是正文开头的半句话，无法说明内容。建议改为完整的问题。",
)
def title_is_opening(draft):
    title, text = normal(draft.title), normal(draft.text[:400])
    if title and text.startswith(title) and len(text) > len(title):
        first = draft.text.split("\n", 1)[0]
        if normal(first) == title:
            words = "正文第一行与标题重复，网页上会连续出现两次。建议删去该行。"
            yield Hit(TITLE, **_whole(draft)).because(words)
        else:
            yield Hit(TITLE, **_whole(draft))


@check(
    "title-opener",
    "标题用了开场白",
    Severity.DOUBT,
    "开场白没有实际内容，请直接写问题，例如“公司不签合同怎么要双倍工资？”。",
)
def opener(draft):
    found = OPENERS.match(draft.title)
    if found:
        yield Hit(TITLE, 0, found.end(), found[0], about=draft.title)


@check("title-length", "标题长短", Severity.STYLE, "")
def length(draft):
    """8 to 30 characters: shorter says too little, longer is cut in the lists of search engines."""
    number = len(draft.title.strip())
    if 0 < number < SHORTEST or number > LONGEST:
        advice = "过短，未能说明问题" if number < SHORTEST else "过长，在搜索结果中会被截断"
        words = f"标题有{number}个字，{advice}。建议{SHORTEST}到{LONGEST}个字。"
        yield Hit(TITLE, about=draft.title).because(words)


@check(
    "title-half-said",
    "标题不完整",
    Severity.STYLE,
    "标题不完整，既非问题，也非完整的名称。",
)
def unfinished_title(draft):
    if HALF_SAID.search(draft.title.strip()):
        yield Hit(TITLE, **_whole(draft))


@check("title-again", "标题重复", Severity.DOUBT, "")
def duplicate_title(draft):
    """Another article is called the same, punctuation, width and script aside."""
    for other in draft.namesakes[:1]:
        words = (
            f"已经有一篇文章叫“{other}”。读者难以区分，搜索引擎可能只收录一篇，请修改标题或合并。"
        )
        yield Hit(TITLE, **_whole(draft)).because(words)
