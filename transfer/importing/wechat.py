"""An article of a WeChat account (公众号) as a browser saves it: its title, its day, its text."""

from richtext.base.tree import Element
from richtext.core import structure
from transfer.importing.record import Record
from transfer.importing.values import MOMENT

BODY, TITLE, DAY, ACCOUNT = "js_content", "activity-name", "publish_time", "js_name"
# What only WeChat's own program shows, with what it is called.
LOST = {
    "iframe": "视频", "mp-common-videosnap": "视频", "video": "视频", "mpvoice": "音频",
    "mp-common-mpaudio": "音频", "mp-miniprogram": "小程序", "mp-common-profile": "名片",
    "mp-common-product": "商品", "mpvideosnap": "视频",
}  # fmt: skip
DROPPED = {*LOST, "script", "style"}
SAYS_NOTHING = "图片"  # the alt text that WeChat gives to every picture
NOT_MINE = "来自公众号“{}”：不是本所原创的，请改“来源”并写明出处"
LEFT_OUT = "{}只能在微信中显示，没有导入"


def body_of(root: Element) -> Element | None:
    """What holds the text; None for a page that is none of WeChat's."""
    return _by_id(root, BODY)


def take(record: Record, root: Element, body: Element) -> None:
    """What the page says of the article; the text without what cannot come along."""
    title, day = _words(root, TITLE), _words(root, DAY)
    if title:
        record.fields.setdefault("title", title)
    if MOMENT.fullmatch(day):
        record.fields.setdefault("publish_at", day)
    if account := _words(root, ACCOUNT):
        record.notes.append(NOT_MINE.format(account[:30]))
    lost = dict.fromkeys(LOST[one.tag] for one in body.walk(*LOST))
    if lost:
        record.notes.append(LEFT_OUT.format("、".join(lost)))
    body.drop(lambda element: element.tag in DROPPED)
    for image in body.walk("img"):
        if image.attributes.get("alt", "").strip() == SAYS_NOTHING:
            image.attributes = {**image.attributes, "alt": ""}


def _words(root, name):
    found = _by_id(root, name)
    return structure.text_of(found).strip() if found else ""


def _by_id(root, name):
    return next((one for one in root.walk() if one.attributes.get("id") == name), None)
