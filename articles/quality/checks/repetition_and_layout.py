"""What slips in while typing and pasting: words twice, sentences twice, layout by spaces."""

import re

from articles.quality.checks.base import BODY, FIELDS, Hit, Severity, check, hits, normal

HAN = "\u3400-\u9fff"
TWICE = re.compile(f"([{HAN}]{{2,8}})\\1")
ONE_TWICE = re.compile(
    "(?<![目标])的的(?!确)|了了(?!之|解|结|不起)|是是(?!非)|在在|把把|被被|与与|和和(?!气|睦)"
)
# 研究研究, 一步一步, and compounds that begin with the word before them (支付支付令).
SOFTENED = (
    "商量|考虑|研究|了解|打听|咨询|核对|检查|讨论|沟通|比较|回忆|整理|准备|学习|休息|琢磨|合计|计算"
)
HARMLESS_TWICE = re.compile(f"(?:一.|.一|[零〇一二三四五六七八九十百千万某]+|{SOFTENED})$")
COMPOUND = re.compile("[人书状令权法期物费罪证员件院长款金]")


@check("repeated-word", "字词重复", Severity.STYLE, "疑似重复输入，请核对。")
def repeated_words(draft):
    yield from hits(draft, ONE_TWICE)
    for hit in hits(draft, TWICE):
        word = hit.quote[: len(hit.quote) // 2]
        compound = len(word) == 2 and COMPOUND.match(hit.after)
        compound = compound or (word.endswith("人") and hit.after.startswith("民"))
        if not (HARMLESS_TWICE.match(word) or word.startswith("的") or compound):
            yield hit


SHORT = 15  # characters that a sentence may have twice: 请咨询律师。


@check("repeated-sentence", "整句重复", Severity.STYLE, "前文已有相同的句子，请核对。")
def repeated_sentences(draft):
    known = set()
    for sentence in draft.sentences(BODY):
        words = normal(sentence.text)
        ends = sentence.text.rstrip("”’）\n").endswith(("。", "！", "？"))
        if ends and len(words) >= SHORT and words in known:
            text = sentence.text.rstrip("\n")
            yield Hit(BODY, sentence.start, sentence.start + len(text), text, sentence)
        known.add(words)


# Behind 第一条 and the like a space belongs to the layout of a statute.
SPACED = re.compile(
    f"(?<=[{HAN}])(?<![条款项章节编录之日][一二三四五六七八九十])(?<![条款项章节编录之日])"
    f"[ \u3000\u00a0]+(?=[{HAN}])"
)
PADDED = re.compile(f"[，。；：、？！][ \u3000\u00a0]{{2,}}(?=[{HAN}])")


@check(
    "layout-spaces",
    "用空格排版",
    Severity.STYLE,
    "汉字之间请勿用空格对齐或缩进，网站自动排版；空格会使搜索无法命中该词。",
)
def layout_spaces(draft):
    for hit in hits(draft, SPACED):
        yield _wider(hit, draft)
    if any(isinstance(one, str) and PADDED.search(one) for one, _ in draft.tree.events()):
        yield Hit(BODY, quote="连续空格")


def _wider(hit, draft):
    """The place with the word on both sides: a blank alone shows nothing."""
    text = draft.text_of(hit.field)
    start, end = max(hit.start - 2, 0), min(hit.end + 2, len(text))
    return Hit(hit.field, start, end, text[start:end], hit.sentence)


HALF = re.compile(
    f"(?<=[{HAN}”》）])[,;:?!](?!\\d)|(?<=[{HAN}])[,;:?!](?=[{HAN}“《（\\d])"
    f"|\\((?=[{HAN}])|(?<=[{HAN}])\\)|(?<=[{HAN}])\\.(?=[{HAN}]|$)|\\.{{3,}}|。{{2,}}"
)


@check(
    "half-width",
    "半角标点",
    Severity.STYLE,
    "中文里用全角标点：，。；：？！（）；省略号是“……”。",
)
def half_width(draft):
    for hit in hits(draft, HALF, FIELDS):
        yield _wider(hit, draft)
