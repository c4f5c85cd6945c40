"""The text messages of a month on the start page: number, cost, ceiling, for who has the ledger."""

from decimal import Decimal

import pytest
from django.utils import timezone

from outbox.delivery.texting import CEILING
from outbox.models import Delivery, Notice
from tests.factories import make_staff, make_superuser

pytestmark = pytest.mark.django_db
START = "/admin/"


@pytest.fixture
def sent(settings):
    settings.SMS, settings.SMS_MONTHLY_MOST = {"vendor": "aliyun"}, 500
    settings.SMS_PRICE = Decimal("4.5")
    now = timezone.now()
    known = {"kind": "consult_reply", "channel": "sms", "recipient": "consultation:x"}
    for number, delivery in enumerate([Delivery.DELIVERED, Delivery.FAILED, ""]):
        more = {"payload": {}, "sent_at": now, "delivery": delivery}
        Notice.objects.create(dedupe_key=str(number), **known, **more)
    return known


def test_number_cost_and_ceiling_are_told(client, sent):
    client.force_login(make_superuser())
    page = client.get(START).text
    assert "已发3条，约0.14元，每月最多500条。" in page
    assert "1条未送达" in page
    assert client.get("/admin/outbox/notice/?state=undelivered").context["cl"].result_count == 1


def test_without_a_price_no_cost_is_told(client, sent, settings):
    settings.SMS_PRICE = None
    client.force_login(make_superuser())
    assert "已发3条，每月最多500条。" in client.get(START).text


def test_at_the_ceiling_it_says_so(client, sent):
    Notice.objects.create(
        dedupe_key="over", payload={}, cancelled_at=timezone.now(), why=CEILING, **sent
    )
    client.force_login(make_superuser())
    assert "有1条给咨询人的提醒没有发出" in client.get(START).text


def test_who_has_no_ledger_and_who_sends_none_see_nothing(client, sent, settings):
    client.force_login(make_staff("consult.view_consultation"))
    assert "本月短信" not in client.get(START).text
    settings.SMS = {}
    client.force_login(make_superuser())
    assert "本月短信" not in client.get(START).text


def test_the_ledger_says_whether_it_came_and_not_to_whom(client, sent):
    client.force_login(make_superuser())
    page = client.get("/admin/outbox/notice/").text
    assert "，未送达" in page
    assert "，已送达" in page
    assert "咨询人" in page
    failed = Notice.objects.get(delivery=Delivery.FAILED)
    assert "没有变量" in client.get(f"/admin/outbox/notice/{failed.pk}/change/").text
