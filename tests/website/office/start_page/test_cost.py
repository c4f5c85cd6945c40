"""What the start page asks of the database: at most fifteen times, whoever opens it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.models import Consultation
from firm.site.required_particulars import LICENCE
from tests.factories import (
    make_area,
    make_article,
    make_canned,
    make_consultation,
    make_lawyer,
    make_member,
    make_settings,
)

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
START = "/admin/"
MOST = 15


def enter(client, post):
    """A member of the staff who is one of the lawyers on the site."""
    member = make_member(post)
    make_lawyer(user=member).areas.add(make_area())
    client.force_login(member)
    return member


def queries(client):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(START).status_code == 200
    return len(asked)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("post", "first", "number"),
    [("咨询主管", 16, 12), ("律师", 17, 13), ("助理", 16, 12), ("编辑", 10, 6)],
)
def test_it_asks_fifteen_times_at_most(kept_client, post, first, number, rows):
    make_settings(opening_list=False)
    member = enter(kept_client, post)
    for _ in range(rows):
        make_article(), make_canned()
        Consultation.objects.filter(pk=make_consultation()[0].pk).update(
            assignee=member, promised_at=timezone.now() - timedelta(days=1)
        )
    kept_client.get(START)  # a process reads kinds of content once
    kept_client.change("firm")
    assert queries(kept_client) == first
    assert queries(kept_client) == number <= MOST


def test_what_is_missing_is_told_anew_once_it_changes(kept_client):
    make_settings(opening_list=False, licence_number="")
    enter(kept_client, "编辑")
    assert LICENCE in kept_client.get(START).text
    make_settings(licence_number="31000000MD00000000")
    kept_client.change("firm")
    assert LICENCE not in kept_client.get(START).text
