"""Hostile logins against a site that runs, by as many clients at once as wanted."""

import http.client
import json
import re
import time
from collections import Counter
from contextlib import contextmanager
from threading import Event, Thread
from urllib.parse import urlencode

import altcha

LOGIN, CHALLENGE = "/admin/login/", "/consult/challenge/"


class Browser:
    """One client with its cookies; `address` is what the proxy before the site says of it."""

    def __init__(self, port, address):
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.address, self.cookies, self.token = address, {}, ""

    def ask(self, method, path, body=None):
        """Status and text of the answer."""
        headers = {"X-Forwarded-For": self.address}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._sent(method, path, body, headers)
        text = answer.read().decode()
        for told in answer.headers.get_all("Set-Cookie") or []:
            name, value = told.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, text

    def _sent(self, *request):
        """On a line of its own again where the site has hung up meanwhile."""
        try:
            self.line.request(*request)
            return self.line.getresponse()
        except (BrokenPipeError, http.client.RemoteDisconnected, ConnectionResetError):
            self.line.close()
            self.line.request(*request)
            return self.line.getresponse()

    def guess(self, name, password, works=False):
        """The status of a login with a token that is right; `works`: as a browser with scripts."""
        if not self.token:
            self.token = re.search(
                r'csrfmiddlewaretoken" value="(\w+)"', self.ask("GET", LOGIN)[1]
            )[1]
        typed = {"csrfmiddlewaretoken": self.token, "username": name, "password": password}
        if works:
            puzzle = altcha.Challenge.from_dict(json.loads(self.ask("GET", CHALLENGE)[1]))
            solution = altcha.solve_challenge(puzzle)
            typed["proof"] = altcha.Payload(puzzle, solution).to_base64()
        return self.ask("POST", LOGIN, urlencode(typed))[0]


@contextmanager
def hostile(port, clients, address_of):
    """While it lasts each client guesses at a new name as fast as it can; yields the answers."""
    over, answers = Event(), Counter()

    def guess(number):
        browser = Browser(port, address_of(number, 0))
        for turn in range(10**9):
            if over.is_set():
                return
            browser.address = address_of(number, turn)
            answers[browser.guess(f"name-{number}-{turn}", "wrong")] += 1

    threads = [Thread(target=guess, args=[number], daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    time.sleep(2)  # until all of them are at it
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join(60)


def waits(port, path, seconds):
    """How long a reader waits for a page, in seconds, by their length; a new line each time."""
    end, found = time.monotonic() + seconds, []
    while time.monotonic() < end:
        start = time.monotonic()
        assert Browser(port, "203.0.113.200").ask("GET", path)[0] == 200
        found.append(time.monotonic() - start)
        time.sleep(0.05)
    return sorted(found)
