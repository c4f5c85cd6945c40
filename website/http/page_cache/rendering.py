"""One rendering of a page by Django, whoever waits for it and whoever leaves meanwhile."""

import logging
from enum import Enum

from firm.base.caching import held
from richtext.base import page_cache
from richtext.base.page_cache import Facts
from website.http.page_cache.key import Key, environ_of
from website.http.page_cache.page import Headers, Page
from website.http.proxy import Environ

log = logging.getLogger("antou.pages")

STATUSES = {200, 404, 410}
UNKEPT = ("no-store", "private")
KEYED = {"", "accept-encoding", "cookie"}  # of what a kept page may differ by


class Instead(Enum):
    """What came in place of a page that everybody may see."""

    PERSONAL = "an answer to one request, such as a redirect"
    FAILURE = "nothing that says what the page is: the next one may try"


def render(rendered, key: Key, environ: Environ) -> Page | Instead:
    facts, heard = Facts(), list[tuple[int, Headers]]()

    def hear(status, headers, exc_info=None):
        heard.append((int(status.partition(" ")[0]), headers))

    try:
        with held(page_cache.rendering, facts):
            body = b"".join(rendered(environ_of(key, environ), hear))
    except Exception:  # whoever asked asks Django themselves, and it says what is wrong
        log.exception("a page could not be rendered")
        return Instead.FAILURE
    status, headers = heard[0]
    if status >= 500:
        return Instead.FAILURE
    if not (facts.is_shared and status in STATUSES and _is_plain(headers)):
        return Instead.PERSONAL
    return Page(status, headers, body, facts)


def _is_plain(headers):
    """Whether nothing in the headers speaks of one visitor."""
    for name, value in headers:
        match name.lower():
            case "set-cookie" | "content-encoding":
                return False
            case "cache-control" if any(word in value.lower() for word in UNKEPT):
                return False
            case "vary" if not {one.strip().lower() for one in value.split(",")} <= KEYED:
                return False
    return True
