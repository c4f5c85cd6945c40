"""Every address of the site: those that pages lead to, and from the resolver the rest."""

import re

from django.urls import URLPattern, get_resolver, resolve
from django.urls.exceptions import Resolver404

LINK = re.compile(r'(?:href|action)="(/[^"#]*)|<loc>[a-z]+://[^/<]*(/[^<]*)')
# What a visitor fills in; everything else is only read.
FORMS = {"consult/", "consult/thread/"}
STARTS = ["/", "/sitemap.xml", "/robots.txt", "/healthz", "/no-such-page/", "/consult/received/"]
MOST = 2  # pages of one pattern: a thousand articles are one page
LEFT = re.compile(r"/static/|/media/|/admin/logout/")
FILLER = {"uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "int": "1"}
PART = re.compile(r"<(?:(\w+):)?\w+>")


def follow(client, starts, most=MOST):
    """Every page that links lead to from the starts, up to `most` of each pattern; the answers."""
    todo, seen, often = list(starts), set(starts), {}
    while todo:
        path = todo.pop(0)
        name = pattern(path)
        often[name] = often.get(name, 0) + 1
        if often[name] > most:
            continue
        answer = client.get(path)
        yield path, answer
        new = [link for link in _links(answer) if link not in seen and not LEFT.match(link)]
        seen.update(new)
        todo += new


def _links(answer):
    if "Location" in answer:
        return [answer["Location"]] if answer["Location"].startswith("/") else []
    if answer.streaming or "ml" not in answer.get("Content-Type", ""):
        return []
    found = LINK.findall(answer.content.decode())
    return list(dict.fromkeys((one or other).replace("&amp;", "&") for one, other in found))


def pattern(path):
    """The pattern of the resolver that an address meets; itself where none does."""
    try:
        return resolve(path.split("?")[0]).route
    except Resolver404:
        return path


def every_pattern(patterns=None, before=""):
    """An address for each pattern of the resolver, its parts filled with what may not be there."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            plain = re.sub(r"\(\?P<\w+>.*?\)(?=[/$.]|$)|[\^$\\]|\(\?:.*?\)\??", "x", route)
            yield "/" + PART.sub(lambda part: FILLER.get(part[1], "x"), plain)
        else:
            yield from every_pattern(one.url_patterns, route)
