"""The texts of the page of a consultation that come back when a post did not reach it."""

from django.conf import settings

from consult.admin.desk import PAGE
from consult.forms.case_facts import MOST_ROWS, VALUE
from firm.admin.lost_post import Texts
from richtext.base import disk

HANDED_ON = (
    "这条咨询目前不由您办理，可能刚刚由同事接手。以下文字没有发出，也未保存，需要的请先复制。"
)
BUSY = "系统正忙，以下文字没有发出，也未保存。请稍后再点“再试一次”。"
NO_ROOM = (
    "服务器磁盘已满，以下文字没有发出，也未保存，请先复制。"
    "请通知运维人员清理磁盘，有了空间再点“再试一次”。"
)
BUSY_ELSE = "系统正忙，刚才的操作没有完成。请稍后重试。"
NO_ROOM_ELSE = "服务器磁盘已满，刚才的操作没有完成。请通知运维人员清理磁盘，有了空间再试。"
FACTS = {f"{VALUE}{number}": "情况" for number in range(MOST_ROWS)}
PERSON = {"name": "称呼", "phone": "电话", "opponent": "对方名称", "city": "所在城市"}
HANDLING = {"handing_note": "转交说明", "why": "跟进什么"}
TEXTS = Texts(
    frozenset({PAGE}), {"text": "答复", "note": "内部备注", **HANDLING, **FACTS, **PERSON}
)
ARTICLE_TEXTS = Texts(
    frozenset({"admin:consult_consultation_article"}),
    {"question": "公开的问题", "answer": "答复改写成正文", "title": "标题"},
)
REGISTER = "admin:consult_consultation_register"
REGISTER_TEXTS = Texts(
    frozenset({REGISTER}), {"question": "说了什么", "answer": "当时怎么答复的", **PERSON}
)
BULK_TEXTS = Texts(frozenset({"admin:consult_consultation_bulk"}), {"why": HANDLING["why"]})


def busy(request, texts=TEXTS):
    """The database is locked for longer than one can wait, or the disk is full."""
    text, nothing = (
        (NO_ROOM, NO_ROOM_ELSE) if disk.is_full(settings.DATA_DIR) else (BUSY, BUSY_ELSE)
    )
    return texts.show(request, text if texts.of(request) else nothing, 503)
