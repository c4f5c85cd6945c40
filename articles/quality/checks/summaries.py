"""The summary: what stands in lists, under the title and in search results."""

from articles.quality.checks.base import SUMMARY, Hit, Severity, check, normal


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
