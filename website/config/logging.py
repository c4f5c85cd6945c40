"""What may not stand in a log line: tokens in addresses, and more than a person reads."""

import logging
import re

# A preview link that was pasted with a full stop behind it is not found and logged; it still works.
LONGEST = 1_000  # characters; who asks for long addresses must not fill the log
WITH_TOKEN = re.compile(r"(/(?:articles/preview|consult/stop)/)[^/\s]+")


def without_tokens(record: logging.LogRecord) -> bool:
    """Leave tokens out of a line, and what is beyond its longest; it is written all the same."""
    line = record.getMessage()
    kept = WITH_TOKEN.sub(r"\1…", line[:LONGEST] + "…" * (len(line) > LONGEST))
    if kept != line:
        record.msg, record.args = kept, ()
    return True
