"""The texts of the page of a consultation that come back when a post did not reach it."""

from consult.admin.desk import PAGE
from firm.admin.lost_post import Texts

HANDED_ON = (
    "这条咨询目前不由您办理，可能刚刚由同事接手。以下文字没有发出，也未保存，需要的请先复制。"
)
BUSY = "系统正忙，以下文字没有发出，也未保存。请稍后再点“再试一次”。"
BUSY_ELSE = "系统正忙，刚才的操作没有完成。请稍后重试。"
TEXTS = Texts(frozenset({PAGE}), {"text": "答复", "note": "内部备注"})


def busy(request):
    """The database is locked for longer than one can wait."""
    return TEXTS.show(request, BUSY if TEXTS.of(request) else BUSY_ELSE, 503)
