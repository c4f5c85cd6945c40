"""The body as typed and as machines read it: pictures, links, headings, repetitions, layout."""

import re

from articles.quality.checks import BODY, Hit, Severity, check, check_words, hits, normal
from richtext.core import structure
from richtext.core.tree import Element, opening, write

FILE_NAME = re.compile(
    r"(?i)[\w-]{0,80}\.(?:jpe?g|png|gif|webp|heic)|图片\d*|image\d*|img[-_ ]?\d*"
)


@check(
    "picture-alt",
    "图片没有说明",
    Severity.DOUBT,
    "请为图片填写说明，供读屏软件和搜索引擎读取。",
)
def pictures_without_alt(draft):
    for place, image in enumerate(draft.elements("img"), start=1):
        words = image.attributes.get("alt", "").strip()
        if not words or FILE_NAME.fullmatch(words):
            yield Hit(BODY, quote=f"第{place}张图片", about=opening("img", image.attributes))


@check(
    "link-http",
    "链接没有加密",
    Severity.STYLE,
    "以 http:// 开头的网址不加密，浏览器会警告读者。请改用 https:// 并确认能够打开。",
)
def unsafe_links(draft):
    for link in draft.elements("a"):
        address = link.attributes.get("href", "")
        if address.startswith("http://"):
            yield Hit(BODY, quote=address, about=address)


BARE = re.compile(r"https?://[\w./?=&%#:@~+-]{3,200}|(?<![\w./@])www\.[\w.-]{3,100}")
check_words(
    "link-bare",
    "网址直接写在文字里",
    Severity.STYLE,
    "读屏软件会逐个字母朗读网址。请将链接设在说明文字上，例如“国家法律法规数据库”。",
    BARE,
    [BODY],
    unless=lambda hit: False,
)


@check(
    "heading-skip",
    "标题跳级",
    Severity.STYLE,
    "小标题须逐级使用：先“标题2”，再“标题3”。目录和读屏软件据此分层。",
)
def skipped_levels(draft):
    above = 1
    for heading in draft.elements("h2", "h3", "h4"):
        level = int(heading.tag[1])
        if level > above + 1:
            text = structure.text_of(heading)
            yield Hit(BODY, quote=text, about=f"h{level}{text}")
        above = level


EMPTY_LINK = {"这里", "点击这里", "点此", "点击", "链接", "此处", "这个链接", "网址"}


@check(
    "link-words",
    "链接文字没有说明",
    Severity.STYLE,
    "链接文字须说明去向，请勿只写“这里”“点击”。",
)
def empty_link_words(draft):
    for link in draft.elements("a"):
        text = structure.text_of(link)
        if text in EMPTY_LINK:
            yield Hit(BODY, quote=text, about=write(Element("", {}, [link])))


@check(
    "body-cut",
    "正文过长",
    Severity.STYLE,
    "正文过长，只检查了前面的部分。请核对粘贴时是否带入了其他内容，或拆成几篇。",
)
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


@check(
    "layout-spaces",
    "用空格排版",
    Severity.STYLE,
    "汉字之间请勿用空格对齐或缩进，网站自动排版；空格会使搜索无法命中该词。",
)
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


@check(
    "half-width",
    "半角标点",
    Severity.STYLE,
    "中文里用全角标点：，。；：？！（）；省略号是“……”。",
)
def half_width(draft):
    for hit in hits(draft, HALF):
        yield _wider(hit, draft)
