"""Browsers of the tests that write down every cookie they are given, and where."""

from dataclasses import dataclass, field

from django.test import Client

from tests.privacy import told
from tests.privacy.told import Cookie

HTTPS = {"wsgi.url_scheme": "https"}
ADDRESS = "203.0.113.77"  # marked: no test and no setting speaks of it elsewhere

NO_LINE = "{} sets the cookie {}, of which “Cookie一览” in docs/privacy.md has no line"
OTHER = "{} sets {}, and “Cookie一览” in docs/privacy.md tells {}"
OPEN = "{} sets the cookie {} without Secure on a site of https"


@dataclass
class Jar:
    """What was set: each cookie as it was told, with the first page that told it so."""

    set: dict = field(default_factory=dict)

    def note(self, path, cookies):
        """Keep the cookies of one answer, but not those that it takes away."""
        for morsel in cookies.values():
            life = None if morsel["max-age"] == "" else float(morsel["max-age"])
            if life == 0:
                continue
            told = Cookie(
                morsel.key, life, morsel["path"], bool(morsel["httponly"]), morsel["samesite"]
            )
            self.set.setdefault((told, bool(morsel["secure"])), path)

    def faults(self):
        """What the table in docs/privacy.md does not tell of the cookies, in sentences."""
        known = told.cookies()
        for (cookie, secure), path in self.set.items():
            if cookie.name not in known:
                yield NO_LINE.format(path, cookie.name)
            elif cookie != known[cookie.name]:
                yield OTHER.format(path, cookie, known[cookie.name])
            if not secure:
                yield OPEN.format(path, cookie.name)


class Browser(Client):
    """A test client at the marked address, over https, whose jar is shared by all of a test."""

    jar = Jar()

    def __init__(self, **more):
        extra = {**HTTPS, "REMOTE_ADDR": ADDRESS, **more}
        super().__init__(**extra)

    def request(self, **request):
        """Any request, a redirect that is followed included."""
        response = super().request(**request)
        self.jar.note(response.request["PATH_INFO"], response.cookies)
        return response
