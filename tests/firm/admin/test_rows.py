"""Rows of a lawyer's own profile: one more is ready, an emptied one is deleted."""

import pytest
from bs4 import BeautifulSoup

from firm.models import Honour, Milestone
from tests.factories import make_lawyer, make_superuser
from tests.firm.admin.test_admin import LAWYER

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(client):
    client.force_login(make_superuser())
    lawyer = make_lawyer()
    Milestone.objects.create(lawyer=lawyer, start_year=2015, title="律师")
    return f"/admin/firm/lawyer/{lawyer.pk}/change/"


def typed(client, address):
    """What the browser would send of the rows as they stand."""
    page = BeautifulSoup(client.get(address).text, "html.parser")
    boxes = page.select("[name^=milestones-]")
    return {**LAWYER, **{box["name"]: box.get("value", "") for box in boxes}}


def emptied(row):
    kept = ("_FORMS", "-id", "-lawyer")
    return {name: value if name.endswith(kept) else "" for name, value in row.items()}


def test_an_emptied_row_is_deleted(client, profile):
    rows = {n: v for n, v in typed(client, profile).items() if n.startswith("milestones")}
    answer = client.post(profile, {**LAWYER, **emptied(rows)})
    assert answer.status_code == 302
    assert not Milestone.objects.exists()


def test_a_row_that_lost_only_one_value_is_refused_and_kept(client, profile):
    answer = client.post(profile, {**typed(client, profile), "milestones-0-title": ""})
    assert answer.status_code == 200
    assert Milestone.objects.get().title == "律师"


def test_a_row_is_added_without_any_script(client, profile):
    more = {"milestones-1-start_year": "2012", "milestones-1-title": "实习律师"}
    assert client.post(profile, {**typed(client, profile), **more}).status_code == 302
    assert [one.title for one in Milestone.objects.all()] == ["律师", "实习律师"]


def test_the_row_that_is_ready_for_one_more_asks_for_nothing(client, profile):
    assert client.post(profile, typed(client, profile)).status_code == 302
    assert Milestone.objects.count() == 1
    assert not Honour.objects.exists()


def test_no_box_to_tick_stands_beside_a_row(client, profile):
    page = BeautifulSoup(client.get(profile).text, "html.parser")
    assert len(page.select(".own-rows")) == 2
    assert page.select(".own-rows [type=checkbox]") == []
