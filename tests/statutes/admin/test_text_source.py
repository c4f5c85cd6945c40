"""What the source of a text says, beside what the table says."""

from datetime import date

import pytest
from django.urls import reverse

from statutes.admin.statutes import DIFFERS
from statutes.base import Status
from statutes.models import TextSource
from tests.factories import make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = reverse("admin:statutes_statute_changelist")


def sourced(short_name, **fields):
    row = make_statute(short_name=short_name, effective_from=date(2021, 1, 1))
    url = "https://flk.npc.gov.cn/detail?id=1"
    TextSource.objects.create(statute=row, name="国家法律法规数据库", url=url, **fields)
    return row


def form_of(client, row):
    return client.get(reverse("admin:statutes_statute_change", args=[row.pk])).content.decode()


def test_the_form_tells_the_source_and_what_it_says(admin_client):
    html = form_of(admin_client, sourced("灯塔法", status=Status.IN_FORCE))
    assert 'href="https://flk.npc.gov.cn/detail?id=1"' in html
    assert "（所写状态：现行有效）" in html
    assert DIFFERS not in html


@pytest.mark.parametrize(
    "said", [{"status": Status.REPEALED}, {"effective_from": date(2022, 1, 1)}]
)
def test_the_form_and_the_list_tell_where_the_two_differ(admin_client, said):
    row = sourced("灯塔法", **said)
    sourced("浮标法", status=Status.IN_FORCE)
    assert DIFFERS in form_of(admin_client, row)
    html = admin_client.get(f"{LIST}?source=differs").content.decode()
    assert "灯塔法" in html
    assert "浮标法" not in html


@pytest.mark.parametrize(
    "said",
    [
        {"status": Status.UNCHECKED},
        {"status": ""},
        {"status": Status.FUTURE, "effective_from": date(2021, 1, 1)},
    ],
)
def test_what_says_nothing_or_came_true_meanwhile_is_no_difference(said):
    row = sourced("灯塔法", **said)
    assert not row.text_source.contradicts(row, date(2026, 11, 27))
