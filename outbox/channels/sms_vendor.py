"""What the vendors of text messages have in common; each is a file beside this one.

Its `send` returns the vendor's number of a message, "" where it tells none, and raises
NeedsMendingError, UnwantedMailError for a number that takes nothing, RejectedError or OSError. Its
`report` says in Chinese why a message did not come to the telephone, "" where it did; None while
nobody knows.

What a vendor says is never kept as it is: it may repeat the number. Kept are its codes, where they
look like codes, and a sentence of ours.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from outbox.base import http
from outbox.base.errors import CODES, NeedsMendingError, RejectedError
from outbox.base.registry import UnwantedMailError

TIMEOUT = 10  # seconds for everything, from the name to the last byte
UNREADABLE = "无法识别短信服务商的答复，不能确定短信已经收到。"
REFUSED = "短信服务商未接收（{}）。"
BUSY = "短信服务商正忙，或者发送过于频繁，稍后自动重试。"
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,59}")
MANY_DIGITS = re.compile(r"[0-9]{7}")  # a number may hide in what looks like a code


@dataclass(frozen=True)
class Account:
    """Where messages are paid: `key` and `secret` sign; `app` and `region` are Tencent's."""

    key: str = field(repr=False)
    secret: str = field(repr=False)
    sign: str
    template: str
    app: str = ""
    region: str = ""


def ask(
    host: str, path: str, body: bytes, content_type: str, headers: Mapping[str, str]
) -> dict[str, Any]:
    """The JSON object that a vendor answers, whatever the status; RejectedError else."""
    connection = http.connect(host, TIMEOUT)
    status, answer = http.post(connection, path, body, content_type, TIMEOUT, more=headers)
    if status in {429, 502, 503, 504}:
        raise RejectedError(BUSY)
    said = http.json_object(answer)
    if said is None:
        raise RejectedError(UNREADABLE)
    return said


def code_of(reported: object) -> str:
    """A code of the vendor's as it may be kept; "" for what does not look like one."""
    text = reported if isinstance(reported, str) else ""
    return text if CODE.fullmatch(text) and not MANY_DIGITS.search(text) else ""


def _hint(vendor: str, table: str, code: str) -> str:
    """What to tell people of a code, by its beginning; "" for one that nobody knows."""
    rows = CODES[vendor][table].items()
    return next((sentence for sentence, begins in rows if code.startswith(tuple(begins))), "")


def refusal(vendor: str, reported: object) -> Exception:
    """The error of a code; what nobody knows is tried again soon."""
    code = code_of(reported)
    refused = REFUSED.format(code or "没有编号")
    if sentence := _hint(vendor, "number", code):
        return UnwantedMailError(sentence.rstrip("。"))
    if sentence := _hint(vendor, "mend", code):
        return NeedsMendingError(refused + sentence)
    return RejectedError(refused + (BUSY if code.startswith(tuple(CODES[vendor]["busy"])) else ""))


def undelivered(vendor: str, reported: object) -> str:
    """The report of a message that did not come, with what its code says."""
    code = code_of(reported)
    why = _hint(vendor, "why", code) or "运营商没有送达"
    return f"{why}（{code}）。" if code else f"{why}。"
