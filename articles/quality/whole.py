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
    Severity,
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
            text = tree.text_of(heading)
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
        text = tree.text_of(link)
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


# Wording that a client has agreed to: what was added since, nobody has agreed to.


@check(
    "agreed-words",
    "与咨询人同意的文字不同",
    Severity.RULE,
    "这篇文章由咨询整理而成，现在的文字与咨询人同意的不同。如只改了法律说明、错字，可以保留；"
    "如补充了案情，请先重新征得咨询人同意，再发布。",
)
def words_of_a_client_changed(draft):
    if draft.agreed_key:
        now = text.wording_key(draft.title, draft.summary, draft.text)
        if draft.agreed_key != now:
            yield Hit(BODY, about=now)


CHECKED_ON, JURISDICTION = "checked_on", "jurisdiction"


@check(
    "no-statute",
    "没有引用法规",
    Severity.DOUBT,
    "全文未识别到法规。请写明依据，例如“《民法典》第五百七十七条”，法规变动时本站才能提醒您。",
)
def no_statute(draft):
    if draft.text and not (draft.laws or draft.is_stub):
        yield Hit(BODY)


@check(
    "never-checked",
    "没有核对过",
    Severity.DOUBT,
    "尚无律师按现行法律核对。核对后请填写日期和律师，网页上会显示。",
)
def never_checked(draft):
    if draft.checked_on is None and not draft.is_stub:
        yield Hit(CHECKED_ON)


@check("check-old", "久未核对", Severity.DOUBT, "")
def check_is_old(draft):
    if citations.is_check_old(draft.checked_on, draft.today):
        day = date_format(draft.checked_on)
        words = f"最近一次核对在{day}，已超过{citations.MONTHS}个月，网页上会提醒读者。请重新核对。"
        yield Hit(CHECKED_ON, about=day).because(words)


LOCAL = re.compile("^[^省市区州]{2,8}(?:省|市|自治区|自治州)")


@check("local-law", "没有写适用地区", Severity.STYLE, "")
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


def _title(draft):
    return Hit(TITLE, quote=draft.title, end=len(draft.title), about=draft.title)


@check(
    "title-opening",
    "标题与正文开头相同",
    Severity.DOUBT,
    "标题只是正文开头的半句话，无法说明内容。建议改为完整的问题。",
)
def title_is_opening(draft):
    title, opening = normal(draft.title), normal(draft.text[:400])
    if title and opening.startswith(title) and len(opening) > len(title):
        is_line = normal(draft.text.split("\n", 1)[0]) == title
        words = "正文第一行与标题重复，网页上会连续出现两次。建议删去该行。"
        yield _title(draft).because(words if is_line else "")


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
        yield _title(draft)


@check("title-again", "标题重复", Severity.DOUBT, "")
def duplicate_title(draft):
    """Another article is called the same, punctuation, width and script aside."""
    for other in draft.namesakes[:1]:
        words = (
            f"已经有一篇文章叫“{other}”。读者难以区分，搜索引擎可能只收录一篇，请修改标题或合并。"
        )
        yield _title(draft).because(words)
