"""A firm that promises no time for its answers is nowhere said to have promised one."""

import re

import pytest

from consult.admin import canned
from consult.base import placeholders
from consult.client import data_export
from tests.consult.posting import FORM, RECEIPT, THREAD, enter, good_post
from tests.factories import (
    make_area,
    make_article,
    make_consultation,
    make_lawyer,
    make_notice,
    make_settings,
    make_superuser,
)

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


def test_no_public_page_speaks_of_time(client, pages):
    for address in pages:
        assert TIMES.findall(told(client, address)) == [], address
        assert "在线咨询" in told(client, address)


def test_the_same_pages_tell_a_promise_where_there_is_one(client, pages):
    make_settings(reply_promise_hours=24)
    silent = [address for address in pages if not TIMES.search(told(client, address))]
    assert silent == []


def test_the_receipt_and_the_thread_name_no_day(client, pages):
    client.post(FORM, good_post())
    receipt = client.get(RECEIPT)
    assert not TIMES.search(receipt.text.split("<main")[1].split("</main>")[0])
    enter(client, receipt.context["code"])
    assert "承诺答复" not in client.get(THREAD).text


def test_a_promise_made_later_is_none_to_who_asked_before(client, pages):
    client.post(FORM, good_post())
    receipt = client.get(RECEIPT)
    enter(client, receipt.context["code"])
    make_settings(reply_promise_hours=48)
    main = client.get(RECEIPT).text.split("<main")[1].split("</main>")[0]
    assert "</strong>前答复" not in main
    assert "承诺答复" not in client.get(THREAD).text


def test_a_promise_that_was_made_stands_when_the_firm_promises_no_more(client, pages):
    make_settings(reply_promise_hours=24)
    client.post(FORM, good_post())
    enter(client, client.get(RECEIPT).context["code"])
    make_settings(reply_promise_hours=None)
    main = client.get(RECEIPT).text.split("<main")[1].split("</main>")[0]
    assert "</strong>前答复" in main
    assert "承诺答复" in client.get(THREAD).text


def test_the_clients_copy_names_no_day(pages):
    kept, _ = make_consultation()
    parts = data_export.archive(kept, for_client=True)
    assert "承诺答复".encode() not in b"".join(parts)


def test_no_reply_is_filled_with_a_day_that_was_not_promised(pages):
    kept, _ = make_consultation()
    make_settings(reply_promise_hours=48)  # told only to who asks from now on
    values = canned.values(kept, make_superuser(), "林致远律师")
    assert placeholders.every_gap(placeholders.fill_variables("{承诺时间}前答复", values))


def test_the_desk_still_has_a_day_and_calls_it_its_own(client, pages):
    kept, _ = make_consultation()
    make_settings(reply_promise_hours=48)
    boss = make_superuser()
    assert (kept.promised_at - kept.received_at).total_seconds() == 24 * 3600
    client.force_login(boss)
    page = client.get(f"/admin/consult/consultation/{kept.pk}/change/").text
    assert "本所内部目标" in page
    assert "承诺" not in page.split("desk-facts")[1].split("</p>")[0]
