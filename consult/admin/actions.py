"""Ending, taking up, holding and exporting: each is one POST that calls one service."""

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from consult import services
from consult.client import data_export

UNREADABLE = "内容暂时无法解密，没有导出。请联系运维人员核对CONSULT_KEYS。"


def close(desk):
    """End it."""
    services.close(**desk.known)
    return desk.done("咨询已结束。")


def reopen(desk):
    """Take it up again."""
    services.reopen(**desk.known)
    return desk.done("咨询已重新打开。")


def release(desk):
    """Say that it is no machine's."""
    services.release(**desk.known)
    return desk.done("已确认为正常咨询，收到时间不变。")


def hold(desk):
    """Keep it beyond its date of erasure."""
    services.hold(**desk.known)
    return desk.done("已暂停删除，取消之前不会到期删除。")


def unhold(desk):
    """Let it be erased at its date."""
    services.unhold(**desk.known)
    return desk.done("已取消暂停，将按期删除。")


def export(desk):
    """Everything as one file, streamed; recorded before the first byte leaves."""
    if not data_export.readable(desk.consultation, for_client=False):
        return desk.refuse(UNREADABLE, 503)
    services.record_export(consultation=desk.consultation, user=desk.user)
    archive = data_export.archive(desk.consultation, for_client=False)
    response = StreamingHttpResponse(archive, content_type="application/zip")
    name = f"咨询-{desk.consultation.reference}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
