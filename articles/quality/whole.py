"""An article as a whole: title and summary, markup, the law it rests on, and whose text it is."""

import re

from django.utils.formats import date_format

from articles.law import citations
from articles.models import text
from articles.quality.checks import (
    BODY,
    SUMMARY,
    TITLE,
    Hit,
    check,
    check_words,
    hits,
    normal,
)
from richtext.core import tree
from richtext.core.tree import Element, opening, write

FILE_NAME = re.compile(
    r"(?i)[\w-]{0,80}\.(?:jpe?g|png|gif|webp|heic)|图片\d*|image\d*|img[-_ ]?\d*"
)


@check("picture-alt")
def pictures_without_alt(draft):
    for place, image in enumerate(draft.elements("img"), start=1):
        words = image.attributes.get("alt", "").strip()
        if not words or FILE_NAME.fullmatch(words):
            yield Hit(BODY, quote=f"第{place}张图片", about=opening("img", image.attributes))


@check("link-http")
def unsafe_links(draft):
    for link in draft.elements("a"):
        address = link.attributes.get("href", "")
        if address.startswith("http://"):
            yield Hit(BODY, quote=address, about=address)


BARE = re.compile(r"https?://[\w./?=&%#:@~+-]{3,200}|(?<![\w./@])www\.[\w.-]{3,100}")
check_words("link-bare", BARE, [BODY], unless=lambda hit: False)


@check("heading-skip")
def skipped_levels(draft):
    above = 1
    for heading in draft.elements("h2", "h3", "h4"):
        level = int(heading.tag[1])
        if level > above + 1:
            text = tree.text_of(heading)
            yield Hit(BODY, quote=text, about=f"h{level}{text}")
        above = level


EMPTY_LINK = {"这里", "点击这里", "点此", "点击", "链接", "此处", "这个链接", "网址"}


@check("link-words")
def empty_link_words(draft):
    for link in draft.elements("a"):
        text = tree.text_of(link)
        if text in EMPTY_LINK:
            yield Hit(BODY, quote=text, about=write(Element("", {}, [link])))


@check("body-cut")
def too_long(draft):
    if draft.is_cut:
        yield Hit(BODY)


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


@check("repeated-word")
def repeated_words(draft):
    yield from hits(draft, ONE_TWICE)
    for hit in hits(draft, TWICE):
        word = hit.quote[: len(hit.quote) // 2]
        compound = len(word) == 2 and COMPOUND.match(hit.after)
        compound = compound or (word.endswith("人") and hit.after.startswith("民"))
        if not (HARMLESS_TWICE.match(word) or word.startswith("的") or compound):
            yield hit


SHORT = 15  # characters that a sentence may have twice: 请咨询律师。


@check("repeated-sentence")
def repeated_sentences(draft):
    known = set()
    for sentence in draft.sentences[BODY]:
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


@check("layout-spaces")
def layout_spaces(draft):
    for hit in hits(draft, SPACED):
        yield _wider(hit, draft)
    if any(isinstance(one, str) and PADDED.search(one) for one in draft.nodes):
        yield Hit(BODY, quote="连续空格")


def _wider(hit, draft):
    """The place with the word on both sides: a blank alone shows nothing."""
    text = draft.texts[hit.field]
    start, end = max(hit.start - 2, 0), min(hit.end + 2, len(text))
    return Hit(hit.field, start, end, text[start:end], hit.sentence)


HALF = re.compile(
    f"(?<=[{HAN}”》）])[,;:?!](?!\\d)|(?<=[{HAN}])[,;:?!](?=[{HAN}“《（\\d])"
    f"|\\((?=[{HAN}])|(?<=[{HAN}])\\)|(?<=[{HAN}])\\.(?=[{HAN}]|$)|\\.{{3,}}|。{{2,}}"
)


@check("half-width")
def half_width(draft):
    for hit in hits(draft, HALF):
        yield _wider(hit, draft)


# Wording that a client has agreed to: what was added since, nobody has agreed to.


@check("agreed-words")
def words_of_a_client_changed(draft):
    if draft.agreed_key:
        now = text.wording_key(draft.title, draft.summary, draft.text)
        if draft.agreed_key != now:
            yield Hit(BODY, about=now)


CHECKED_ON, JURISDICTION = "checked_on", "jurisdiction"


@check("no-statute")
def no_statute(draft):
    if draft.text and not (draft.laws or draft.is_stub):
        yield Hit(BODY)


@check("never-checked")
def never_checked(draft):
    if draft.checked_on is None and not draft.is_stub:
        yield Hit(CHECKED_ON)


@check("check-old")
def check_is_old(draft):
    if citations.is_check_old(draft.checked_on, draft.today):
        day = date_format(draft.checked_on)
        words = f"最近一次核对在{day}，已超过{citations.MONTHS}个月，网页上会提醒读者。请重新核对。"
        yield Hit(CHECKED_ON, about=day).because(words)


LOCAL = re.compile("^[^省市区州]{2,8}(?:省|市|自治区|自治州)")


@check("local-law")
def local_law(draft):
    """A rule of one place, and nothing tells readers of other places."""
    local = next((name for name in draft.laws if LOCAL.match(name)), None)
    if local and not draft.jurisdiction.strip():
        words = f"引用了地方性规定《{local}》，请在“适用地区”中写明，以免外地读者误用。"
        yield Hit(JURISDICTION, about=local).because(words)


# Sums, rates and multiples of taxes, damages and fines: each rests on an article of law.
# The model page told that income tax is 3 % of the registered capital: three taxes in one sentence.

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


@check("figure-without-law")
def figures(draft):
    for hit in hits(draft, AMOUNT, [BODY]):
        if draft.paragraph_at(hit.start).is_cited or EXAMPLE.search(hit.around.text):
            continue
        if MATTER.search(hit.before[-REACH:]) or MATTER.search(hit.after[:REACH]):
            yield hit


SOURCE, AI = "source", "ai_assisted"


@check("reprint-source")
def reprint_without_source(draft):
    if draft.source_kind == "reprint" and not draft.source.strip():
        yield Hit(SOURCE)


MACHINE = "(?:AI|ＡＩ|人工智能|大模型|ChatGPT|DeepSeek|Kimi|豆包|文心一言|通义千问|元宝)"
SAYS_SO = re.compile(
    f"(?:本文|本篇|文章|以上|以下|内容)[^，。；]{{0,8}}{MACHINE}[^，。；]{{0,6}}(?:生成|撰写|辅助|整理|创作|写)"
    f"|作为(?:一个|一名)?{MACHINE}(?:语言)?(?:模型|助手|助理)?，"
    f"|由{MACHINE}(?:工具)?(?:生成|撰写|辅助)|我无法提供法律建议"
)


@check("ai-unmarked")
def machine_without_mark(draft):
    if not draft.ai_assisted:
        for hit in hits(draft, SAYS_SO, [BODY]):
            if not hit.is_quoted:
                yield hit


@check("ai-unchecked")
def machine_without_lawyer(draft):
    if draft.ai_assisted and draft.checked_on is None:
        yield Hit(AI)


@check("summary-missing")
def missing(draft):
    if not draft.summary.strip():
        yield Hit(SUMMARY)


@check("summary-repeats-title")
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


def _title(draft):
    return Hit(TITLE, quote=draft.title, end=len(draft.title), about=draft.title)


@check("title-opening")
def title_is_opening(draft):
    title, opening = normal(draft.title), normal(draft.text[:400])
    if title and opening.startswith(title) and len(opening) > len(title):
        is_line = normal(draft.text.split("\n", 1)[0]) == title
        words = "正文第一行与标题重复，网页上会连续出现两次。建议删去该行。"
        yield _title(draft).because(words if is_line else "")


@check("title-opener")
def opener(draft):
    found = OPENERS.match(draft.title)
    if found:
        yield Hit(TITLE, 0, found.end(), found[0], about=draft.title)


@check("title-length")
def length(draft):
    """8 to 30 characters: shorter says too little, longer is cut in the lists of search engines."""
    number = len(draft.title.strip())
    if 0 < number < SHORTEST or number > LONGEST:
        advice = "过短，未能说明问题" if number < SHORTEST else "过长，在搜索结果中会被截断"
        words = f"标题有{number}个字，{advice}。建议{SHORTEST}到{LONGEST}个字。"
        yield Hit(TITLE, about=draft.title).because(words)


@check("title-half-said")
def unfinished_title(draft):
    if HALF_SAID.search(draft.title.strip()):
        yield _title(draft)


@check("title-again")
def duplicate_title(draft):
    """Another article is called the same, punctuation, width and script aside."""
    for other in draft.namesakes[:1]:
        words = (
            f"已经有一篇文章叫“{other}”。读者难以区分，搜索引擎可能只收录一篇，请修改标题或合并。"
        )
        yield _title(draft).because(words)
