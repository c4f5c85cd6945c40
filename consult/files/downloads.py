"""Sends an attachment: streamed, always as a download, never cached."""

import logging

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from consult.crypto.fields import DecryptionError
from consult.files import attachments
from consult.files.types.accepted_types import KINDS
from consult.models import Attachment

log = logging.getLogger("antou.attachments")

UNREADABLE = "附件暂时无法打开，并未丢失，请稍后重试或联系本所。"


def response(attachment: Attachment) -> HttpResponse:
    """The file as a download, streamed; the caller has asked whether it may be handed out.

    A sentence with status 503 when it does not open.
    """
    pieces = attachments.chunks(attachment)
    try:
        first, name = next(pieces), attachment.name
    except (OSError, DecryptionError) as error:
        log.error("attachment %s does not open (%s)", attachment.pk, type(error).__name__)
        return _sealed_off(
            HttpResponse(UNREADABLE, status=503, content_type="text/plain; charset=utf-8")
        )
    answer = StreamingHttpResponse(_resumed(first, pieces), content_type=_type_of(attachment))
    answer["Content-Length"] = attachment.size
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return _sealed_off(answer)


def _resumed(first, rest):
    yield first
    yield from rest


def _type_of(attachment):
    kind = KINDS.get(attachment.kind)
    return kind.content_type if kind else "application/octet-stream"


def _sealed_off(answer):
    """Whatever the file is, a browser keeps no copy and runs nothing of it."""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer
