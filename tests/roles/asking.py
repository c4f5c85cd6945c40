"""One request of one person, and what it did: everything is taken back afterwards."""

import hashlib
import re
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http.cookies import SimpleCookie

from django.core.cache import cache
from django.db import connection
from django.test import override_settings

from tests.consult.permissions import undone

WRITES = re.compile(r'(?:INSERT(?: OR \w+)?(?: INTO)?|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# Of the browser that asks and of how often it has asked, not of the site.
NOT_STORED = {"django_session", "consult_throttle"}
LOOKS = {"consult_event", "consult_message"}  # that somebody opened a consultation is recorded
REFUSED = 400


@dataclass
class Answer:
    """What came back: the status, whether anything was changed, what could be read."""

    status: int
    place: str
    changed: frozenset[str]
    told: str
    read_only: bool

    @property
    def cell(self) -> str:
        """As the table says it: `login`, `200`, `302!` for a change, `200+` for a recorded look."""
        login = self.status == 302 and self.place.startswith("/admin/login/")
        looked = (self.read_only or self.status >= REFUSED) and self.changed <= LOOKS
        mark = ("+" if looked else "!") if self.changed else ""
        return ("login" if login else str(self.status)) + mark


class Digests:
    """The tables as they are before anybody asks; which of them are other ones afterwards."""

    def __init__(self):
        self.before = {}

    @contextmanager
    def watched(self):
        """The names of the tables that were changed, filled in when the request has ended.

        Only what was written to is compared: what a refused form undoes is no change.
        """
        written, changed = set(), set()

        def note(execute, sql, params, many, context):
            if found := WRITES.match(sql.lstrip()):
                written.add(found[1])
            return execute(sql, params, many, context)

        with undone():
            with connection.execute_wrapper(note):
                yield changed
            after = {table: _digest(table) for table in written - NOT_STORED}
        for table, digest in after.items():
            if table not in self.before:
                self.before[table] = _digest(table)
            if digest != self.before[table]:
                changed.add(table)


def _digest(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # a name from our own statements
        rows = sorted(map(repr, cursor.fetchall()))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def ask(digests, person, method, address, data=None) -> Answer:
    """Ask as this person does, with the cookies of the login and nothing from before."""
    cache.clear()  # no ceiling counts what another line of the table has asked
    kept = SimpleCookie({name: one.value for name, one in person.client.cookies.items()})
    required = override_settings(OTP_REQUIRED=True) if person.needs_factor else nullcontext()
    with required, digests.watched() as changed:
        answer = getattr(person.client, method.lower())(address, data or {})
        told = b"".join(answer.streaming_content) if answer.streaming else answer.content
    person.client.cookies = kept
    place = answer.headers.get("Location", "")
    headers = "\n".join(answer.headers.values())
    words = f"{told.decode('utf-8', 'replace')}\n{headers}"
    return Answer(
        answer.status_code, place, frozenset(changed), words, method in {"GET", "HEAD", "OPTIONS"}
    )
