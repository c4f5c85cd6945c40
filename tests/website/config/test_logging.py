"""No token of an address stands in a log line."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client

from articles.workflow import previews
from tests.factories import make_article
from website.config.logging import LONGEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """What the console of the site is given, as it is written."""
    out, root = io.StringIO(), logging.getLogger("django")
    told = settings.LOGGING["filters"]["no_tokens"]["callback"]
    handler = logging.StreamHandler(out)
    handler.addFilter(told)
    root.addHandler(handler)
    yield out.getvalue
    root.removeHandler(handler)


def test_the_console_leaves_tokens_out():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["no_tokens"]


def test_a_preview_link_is_in_no_line_though_it_was_pasted_wrongly(lines):
    link = previews.make(article=make_article(state="draft"), user=None)
    token = previews.SIGNER.sign(link.pk)
    client = Client(enforce_csrf_checks=True)
    for path in (f"{token}/。", f"{token}。/", f"{token}/more/"):
        assert client.get(f"/articles/preview/{path}").status_code == 404
    assert client.post(f"/articles/preview/{token}/").status_code == 403
    assert lines().count("/articles/preview/…") == 4
    assert token.partition(".")[2] not in lines()


def test_other_lines_stay_as_they_are(lines):
    assert Client().get("/nothing/%d/here/").status_code == 404
    assert "Not Found: /nothing/%d/here/" in lines()


def test_a_long_address_makes_no_long_line(lines):
    assert Client().get("/" + "n" * 6_000).status_code == 404
    assert LONGEST - 50 < len(lines()) < LONGEST + 50
