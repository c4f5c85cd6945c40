"""A person with a browser, as far as a server can tell: cookies, forms, patience, no JavaScript."""

import html
import http.cookiejar
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request

from django.core import signing

from consult.base import tokens

CODE = re.compile(r"data-code>([\d ]{19})<")
TIMEOUT = 45  # seconds


class Visitor:
    """One visitor at an address of its own (a proxy names it); the page it was shown last."""

    def __init__(self, site, secret):
        self.site, self.secret = site, secret
        self.address = ".".join(str(random.randrange(1, 255)) for _ in range(4))
        self.cookies = http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path, fields=None):
        """The text of a page, of a post where fields are given; also of one that refuses."""
        data = urllib.parse.urlencode(fields).encode() if fields else None
        headers = {"X-Forwarded-For": self.address, "Referer": f"{self.site.url}{path}"}
        request = urllib.request.Request(f"{self.site.url}{path}", data, headers)
        try:
            with self.opener.open(request, timeout=TIMEOUT) as response:
                return response.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.read().decode()

    def post(self, path, **fields):
        """Send a form of that page, with its CSRF token."""
        page = self.get(path)
        return self.get(
            path, {**fields, "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
        )

    def form(self, question):
        """The form filled in by somebody who took a minute."""
        page = self.get("/consult/")
        shown = [f"{random.getrandbits(128):032x}", time.time() - 60]
        return {
            "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
            "notice": hidden(page, "notice"),
            "token": signing.dumps(shown, key=self.secret, salt=tokens.FORM_SALT),
            "area": re.search(r'<option value="(\d+)"', page)[1],
            "question": question,
            "consent": "on",
            "sensitive_consent": "on",
        }

    def ask(self, question, until):
        """Post a question until a receipt is shown, as often as it takes; its code, or None.

        The same form again and again, as somebody does who presses the button a second time.
        """
        fields = None
        while time.monotonic() < until:
            try:
                fields = fields or self.form(question)
                shown = CODE.search(self.get("/consult/", fields))
                if shown:
                    return shown[1].replace(" ", "")
                fields = None  # a refusal, or a page of a proxy: take a new form
            except (OSError, TypeError):  # nobody answers, or half a page came
                time.sleep(0.1)
        return None


def hidden(page, name):
    """The value of a hidden field."""
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])
