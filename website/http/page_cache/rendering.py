"""One rendering of a page by Django, whoever waits for it and whoever leaves meanwhile."""

import asyncio
import logging
from enum import Enum

from richtext.base import page_cache
from richtext.base.page_cache import Facts
from website.http.page_cache.key import Key, Scope, scope_of
from website.http.page_cache.page import Page

log = logging.getLogger("antou.pages")

STATUSES = {200, 404, 410}
UNKEPT = (b"no-store", b"private")
KEYED = {b"", b"accept-encoding", b"cookie"}  # of what a kept page may differ by


class Instead(Enum):
    """What came in place of a page that everybody may see."""

    PERSONAL = "an answer to one request, such as a redirect"
    FAILURE = "nothing that says what the page is: the next one may try"


async def render(rendered, key: Key, scope: Scope) -> Page | Instead:
    facts = Facts()
    page_cache.rendering.set(facts)  # this task's own, and that of the thread it begins
    heard: list[dict] = []

    async def hear(message):
        heard.append(message)

    try:
        await rendered(scope_of(key, scope), _nothing_more(), hear)
    except Exception:  # whoever asked asks Django themselves, and it says what is wrong
        log.exception("a page could not be rendered")
        return Instead.FAILURE
    return await asyncio.to_thread(_page, heard, facts)  # a sitemap has megabytes to be hashed


def _nothing_more():
    """What is received of somebody who has sent all and stays."""
    told = False

    async def receive():
        nonlocal told
        if told:
            await asyncio.Event().wait()
        told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


def _page(heard, facts):
    start, body = heard[0], b"".join(one.get("body", b"") for one in heard[1:])
    if start["status"] >= 500:
        return Instead.FAILURE
    if not (facts.is_shared and start["status"] in STATUSES and _is_plain(start["headers"])):
        return Instead.PERSONAL
    return Page(start["status"], start["headers"], body, facts)


def _is_plain(headers):
    """Whether nothing in the headers speaks of one visitor."""
    for name, value in headers:
        if name in {b"set-cookie", b"content-encoding"}:
            return False
        if name == b"cache-control" and any(word in value.lower() for word in UNKEPT):
            return False
        if name == b"vary" and not {one.strip().lower() for one in value.split(b",")} <= KEYED:
            return False
    return True
