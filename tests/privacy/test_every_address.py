"""A page without a form sets no cookie; that none is untold: tests/roles, at every address."""

import re

import pytest
from django.urls import resolve
from django.urls.exceptions import Resolver404

from tests.privacy.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
LINK = re.compile(r'(?:href|action)="(/[^"#]*)|<loc>[a-z]+://[^/<]*(/[^<]*)')
# What a visitor fills in; everything else is only read.
FORMS = {"consult/", "consult/thread/"}
STARTS = ["/", "/sitemap.xml", "/robots.txt", "/healthz", "/no-such-page/", "/consult/received/"]
LEFT = re.compile(r"/static/|/media/|/admin/logout/")


def follow(client):
    """A page of each pattern that links lead to from the starts; the answers."""
    todo, seen, known = list(STARTS), set(STARTS), set()
    while todo:
        path = todo.pop(0)
        if pattern(path) in known:
            continue
        known.add(pattern(path))
        answer = client.get(path)
        yield path, answer
        new = [link for link in links(answer) if link not in seen and not LEFT.match(link)]
        seen.update(new)
        todo += new


def links(answer):
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


def test_a_page_without_a_form_sets_no_cookie(jar):
    seen = {}
    for path, answer in follow(Browser()):
        seen[path] = answer.status_code
        jar.set.clear() if pattern(path) in FORMS else None
        assert not jar.set, f"{path} sets a cookie for who only reads"
    assert {"/consult/", "/consult/thread/", "/lawyers/"} <= set(seen)
    assert len(seen) > 40
