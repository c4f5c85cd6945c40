"""What readers who do not see, and machines, make of the body: pictures, links, headings."""

import re

from articles.quality.checks.base import BODY, Hit, Severity, check, hits
from richtext.base.tree import Element, opening, write
from richtext.core import structure

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
    for place, image in enumerate(draft.tree.walk("img"), start=1):
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
    for link in draft.tree.walk("a"):
        address = link.attributes.get("href", "")
        if address.startswith("http://"):
            yield Hit(BODY, quote=address, about=address)


BARE = re.compile(r"https?://[\w./?=&%#:@~+-]{3,200}|(?<![\w./@])www\.[\w.-]{3,100}")


@check(
    "link-bare",
    "网址直接写在文字里",
    Severity.STYLE,
    "读屏软件会逐个字母朗读网址。请将链接设在说明文字上，例如“国家法律法规数据库”。",
)
def bare_addresses(draft):
    yield from hits(draft, BARE, [BODY])


@check(
    "heading-skip",
    "标题跳级",
    Severity.STYLE,
    "小标题须逐级使用：先“标题2”，再“标题3”。目录和读屏软件据此分层。",
)
def skipped_levels(draft):
    above = 1
    for heading in draft.tree.walk("h2", "h3", "h4"):
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
    for link in draft.tree.walk("a"):
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
