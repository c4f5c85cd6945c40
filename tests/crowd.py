"""Many who ask at one moment, and others who read meanwhile, on a site that runs."""

import random
import threading
import time
import urllib.request
from contextlib import contextmanager
from typing import NamedTuple

from tests.visitor import CODE, Visitor

READ = ["/", "/articles/", "/lawyers/", "/consult/"]


class Asked(NamedTuple):
    """A question that was posted; the code its receipt showed, None where none was shown."""

    question: str
    code: str | None
    seconds: float  # until the post was answered


class Stopwatch(urllib.request.HTTPRedirectHandler):
    """Knows when a browser was led on to another page."""

    def redirect_request(self, *answer):
        self.led_on = time.monotonic()
        return super().redirect_request(*answer)


def ask_together(site, writers, each):
    """Writers who post a few questions each, as fast as they can, every one from a new browser."""
    asked, secret = [], (site.folder / "secrets" / "secret_key").read_text().strip()

    def write(number):
        for turn in range(each):
            question = f"{number}-{turn}：{random.getrandbits(400):x}"
            visitor, watch = Visitor(site, secret), Stopwatch()
            cookies = urllib.request.HTTPCookieProcessor(visitor.cookies)
            visitor.opener = urllib.request.build_opener(cookies, watch)
            fields, start = visitor.form(question), time.monotonic()
            shown = CODE.search(visitor.get("/consult/", fields))
            code = shown and shown[1].replace(" ", "")
            asked.append(Asked(question, code, watch.led_on - start))

    threads = [threading.Thread(target=write, args=[number]) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return asked


@contextmanager
def reading(site, readers):
    """While it lasts so many read public pages; yields what they were answered by its status."""
    over, answers = threading.Event(), []

    def read():
        while not over.is_set():
            try:
                with urllib.request.urlopen(site.url + random.choice(READ), timeout=120) as page:
                    answers.append(page.status)
            except OSError as error:
                answers.append(error)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()
