"""Fields of every form: no signs beside them, no transfer boxes, the browser's own dates."""

from datetime import UTC, datetime, time

import pytest
from bs4 import BeautifulSoup

from tests.factories import make_area, make_article, make_lawyer, make_superuser
from website.office.admin_base import ClockInput, MomentInput

pytestmark = pytest.mark.django_db


def page(client, address):
    return BeautifulSoup(client.get(address).text, "html.parser")


def test_several_areas_of_a_lawyer_are_ticked_and_kept(client):
    first, second = make_area(name="劳动"), make_area(name="婚姻")
    lawyer = make_lawyer()
    lawyer.areas.set([first])
    client.force_login(make_superuser())
    boxes = page(client, f"/admin/firm/lawyer/{lawyer.pk}/change/").select(
        ".pills[aria-label] input"
    )
    ticked = {box["value"]: box.has_attr("checked") for box in boxes}
    assert ticked == {str(first.pk): True, str(second.pk): False}


def test_a_day_and_a_time_are_the_browsers_own_boxes(client):
    client.force_login(make_superuser())
    article = make_article(publish_at=datetime(2026, 11, 1, 1, 0, tzinfo=UTC))
    form = page(client, f"/admin/articles/article/{article.pk}/change/")
    day, clock = (form.select_one(f"[name=publish_at_{part}]") for part in (0, 1))
    assert (day["type"], day["value"]) == ("date", "2026-11-01")
    assert (clock["type"], clock["value"]) == ("time", "09:00")
    assert day["aria-label"] != clock["aria-label"]


def test_seconds_that_a_time_has_are_not_lost_by_a_save():
    assert ClockInput().format_value(time(9, 0, 7)) == "09:00:07"
    assert ClockInput().format_value(time(9, 0)) == "09:00"


def test_a_moment_without_a_value_is_two_empty_boxes():
    assert MomentInput().decompress(None) == [None, None]
