"""A program of the firm's own that is told which articles came out, changed or went: `WEBHOOK_URL`.

The body is signed: HMAC-SHA256 of `seconds.body` under `WEBHOOK_SECRET`. Address and secret are in
no row of the ledger, no log line and no error; of the answer only its status is looked at.
"""

import hashlib
import hmac
import json
import time
from urllib.parse import urlsplit

from django.conf import settings

from outbox.base import http, registry
from outbox.base.errors import RejectedError
from outbox.base.registry import UnwantedMailError

TIMEOUT = 10  # seconds for everything, from the name to the last byte
NOT_SET = "没有设置接收文章变动通知的网址（WEBHOOK_URL）"
MOVED = "接收方要求跳转（HTTP {}），请在WEBHOOK_URL中填写最终的网址。"
REFUSED = "接收方没有确认（HTTP {}）。"


class Webhook:
    name, label = "webhook", "文章变动通知"
    per_minute: int | None = None

    def send(self, recipient: str, payload: dict[str, str], dedupe_key: str) -> None:
        """Tell of one event; `UnwantedMailError` for one that the next has overtaken."""
        if not settings.WEBHOOK_URL:
            raise UnwantedMailError(NOT_SET)
        event = payload["event"]
        told = {"event": event, **registry.told(recipient, event), "at": payload["at"]}
        body = json.dumps(told, ensure_ascii=False).encode()
        at = urlsplit(settings.WEBHOOK_URL)
        is_plain = at.scheme == "http"
        connection = http.connect(at.hostname or "", TIMEOUT, at.port, is_plain=is_plain)
        path = (at.path or "/") + (f"?{at.query}" if at.query else "")
        headers = {**signature(body, int(time.time())), "X-Antou-Delivery": dedupe_key}
        status, _ = http.post(connection, path, body, http.JSON, TIMEOUT, longest=0, more=headers)
        if not 200 <= status < 300:
            raise RejectedError((MOVED if 300 <= status < 400 else REFUSED).format(status))


def signature(body: bytes, seconds: int) -> dict[str, str]:
    """The headers by which the receiver knows that it is we who write, and that it is now."""
    signed = f"{seconds}.".encode() + body
    digest = hmac.new(settings.WEBHOOK_SECRET.encode(), signed, hashlib.sha256).hexdigest()
    return {"X-Antou-Timestamp": str(seconds), "X-Antou-Signature": f"sha256={digest}"}


WEBHOOK = Webhook()
