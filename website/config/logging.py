"""How a log line looks, and what may not stand in it: tokens, and more than a person reads."""

import json
import logging
import re
import string
from contextvars import ContextVar
from datetime import datetime
from urllib.parse import quote

LONGEST = 1_000  # characters; who asks for long addresses must not fill the log
LONGEST_PATH = 500  # bytes, in the access log
# A link that was pasted with a full stop behind it is not found and logged; it still works. Nor
# does a receipt code lose its worth that somebody types behind an address, with or without blanks.
WITH_TOKEN = re.compile(
    r"(/(?:articles/preview|consult/stop)/)[^/\s]+|(/consult/[a-z/]*)[\s\d-]*\d[\s\d-]*"
)
# And a whole one stays out wherever it is typed, in an address of the access log as in a message.
CODE = re.compile(r"(?<!\d)\d(?:(?:[\s-]|%20)*\d){15}(?!\d)")
# Whose addresses say who asks or what; the recipe of nginx hides the public ones alike.
UNTOLD = re.compile(r"(/(?:consult|articles/preview|admin/consult|admin/pictures)/).*")

LINE = "{asctime} {levelname} {name}: {message}"
FORMATS = ("lines", "json")
# Operators' fail2ban matches its lines whole (docs/fail2ban): nothing may be added to them.
MATCHED_WHOLE = "antou.login"
# What a line may say beside its message, each as a field of JSON: those of the access log.
FIELDS = ("method", "path", "status", "ms")

request_id: ContextVar[str] = ContextVar("request_id", default="")  # "" outside of a request


def without_tokens(record: logging.LogRecord) -> bool:
    """Leave tokens out of a line, and what is beyond its longest; it is written all the same."""
    line = record.getMessage()
    safe = WITH_TOKEN.sub(r"\1\2…", line[:LONGEST] + "…" * (len(line) > LONGEST))
    safe = CODE.sub("…", safe)
    if safe != line:
        record.msg, record.args = safe, ()
    return True


def shown_path(raw_path: bytes) -> str:
    """A path for the access log, as it was sent: no query, and nothing of what is confidential."""
    path = quote(raw_path[:LONGEST_PATH], safe=string.punctuation)
    return CODE.sub("…", UNTOLD.sub(r"\1…", path))


class LineFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__(LINE, style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        known = request_id.get() if record.name != MATCHED_WHOLE else ""
        return f"{line} request={known}" if known else line


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        data: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        data |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if known := request_id.get():
            data["request"] = known
        if record.exc_info:
            data["traceback"] = self.formatException(record.exc_info)
        return json.dumps(data, ensure_ascii=False, default=str)
