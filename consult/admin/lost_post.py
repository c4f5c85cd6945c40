"""The texts of the page of a consultation that come back when a post did not reach it."""

from consult.admin.desk import PAGE
from firm.admin.lost_post import Texts

HANDED_ON = (
    "这条咨询现在不归您办理，可能刚刚由同事接手。下面的文字没有发出，也没有存上，需要的话请先复制。"
)
BUSY = "系统正忙，下面的文字没有发出，也没有存上。请等几秒再点“再试一次”。"
BUSY_ELSE = "系统正忙，刚才的操作没有完成。请等几秒再试一次。"
TEXTS = Texts(frozenset({PAGE}), {"text": "答复", "note": "内部备注"})


def busy(request):
    """The database is locked for longer than one can wait."""
    return TEXTS.show(request, BUSY if TEXTS.of(request) else BUSY_ELSE, 503)
