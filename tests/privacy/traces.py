"""Where the marked addresses of a flow are found again: in tables and in log lines."""

import hashlib
import hmac
import logging

from django.conf import settings
from django.db import connection

V4, V6 = "203.0.113.77", "2001:db8:77:1::5"
MARKS = (V4, "2001:db8:77:")  # of the second one the site and the household, too
CLEAR, KEYED = "明文", "带密钥的摘要"
# What anybody can compute is no better than the address itself.
BARE = [name(one.encode()).hexdigest() for one in (V4, V6)
        for name in (hashlib.md5, hashlib.sha1, hashlib.sha256)]  # fmt: skip


def hear_digests(monkeypatch):
    """Every keyed hash that is made from now on of a text with a marked address, as it is made."""
    made, new, digest = set(), hmac.new, hmac.digest

    def heard(message, hexadecimal):
        if any(mark.encode() in bytes(message or b"") for mark in MARKS):
            made.add(hexadecimal)

    def heard_new(key, msg=None, digestmod=""):
        found = new(key, msg, digestmod)
        heard(msg, found.hexdigest())
        return found

    def heard_digest(key, msg, digest_):
        found = digest(key, msg, digest_)
        heard(msg, found.hex())
        return found

    monkeypatch.setattr(hmac, "new", heard_new)
    monkeypatch.setattr(hmac, "digest", heard_digest)
    return made


class Heard(logging.Handler):
    """The loggers whose lines, as the site is set to write them, hold a marked address."""

    def __init__(self, monkeypatch):
        super().__init__()
        self.names = set()
        for name in ("", *settings.LOGGING["loggers"]):
            logger = logging.getLogger(name)
            monkeypatch.setattr(logger, "handlers", [*logger.handlers, self])

    def emit(self, record):
        """Any line."""
        if any(mark in record.getMessage() for mark in MARKS):
            self.names.add(record.name)


def in_tables(digests):
    """Which tables hold a marked address, each with its form; clear text counts before a hash."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text = str(cursor.fetchall())
            if any(mark in text for mark in (*MARKS, *BARE)):
                found[table] = CLEAR
            elif any(digest in text for digest in digests):
                found[table] = KEYED
    return found
