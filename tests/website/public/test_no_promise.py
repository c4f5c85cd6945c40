"""A firm that promises no time for its answers is nowhere said to have promised one."""

import re

import pytest

from tests.consult.posting import FORM, RECEIPT, THREAD, enter, good_post
from tests.factories import make_area, make_article, make_lawyer, make_notice, make_settings

pytestmark = pytest.mark.django_db
TIMES = re.compile(r"小时|工作日|\d前(?:</strong>)?答复|前</strong>|最迟|承诺")


@pytest.fixture
def pages():
    """Every kind of page that tells a promise where there is one."""
    make_settings(reply_promise_hours=None, hours="", service_time="")
    make_notice()
    area, lawyer = make_area(name="劳动"), make_lawyer()
    lawyer.areas.add(area)
    article = make_article(area=area, author=lawyer)
    of = [area, lawyer, article]
    return ["/", "/contact/", "/lawyers/", FORM, *(one.get_absolute_url() for one in of)]


def told(client, address):
    """What a visitor reads of it."""
    html = client.get(address).text
    return re.sub(r"<(?:script|style).*?</(?:script|style)>", "", html, flags=re.DOTALL)


def test_public_pages_speak_of_time_only_where_one_is_promised(client, pages):
    for address in pages:
        assert TIMES.findall(told(client, address)) == [], address
        assert "在线咨询" in told(client, address)
    make_settings(reply_promise_hours=24)
    assert [address for address in pages if not TIMES.search(told(client, address))] == []


def test_no_promise_is_named_to_who_asked_before_one_was_made(client, pages):
    client.post(FORM, good_post())
    receipt = client.get(RECEIPT)
    assert not TIMES.search(receipt.text.split("<main")[1].split("</main>")[0])
    enter(client, receipt.context["code"])
    assert "承诺" not in client.get(THREAD).text
    enter(client, receipt.context["code"])
    make_settings(reply_promise_hours=48)
    main = client.get(RECEIPT).text.split("<main")[1].split("</main>")[0]
    assert "</strong>前答复" not in main
    assert "承诺" not in client.get(THREAD).text


def test_a_promise_that_was_made_stands_when_the_firm_promises_no_more(client, pages):
    make_settings(reply_promise_hours=24)
    client.post(FORM, good_post())
    enter(client, client.get(RECEIPT).context["code"])
    make_settings(reply_promise_hours=None)
    main = client.get(RECEIPT).text.split("<main")[1].split("</main>")[0]
    assert "</strong>前答复" in main
    assert "承诺" in client.get(THREAD).text
