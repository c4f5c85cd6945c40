"""The contact page: whether somebody is there, the coming holidays, the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from firm.models import Office, SpecialDay
from firm.site import opening_hours
from tests.factories import make_settings
from tests.firm.pictures import picture, upload

pytestmark = pytest.mark.django_db
ALWAYS = "每天 0:00-24:00"
OPEN_ALWAYS = opening_hours.OPEN.format(opening_hours.NEVER_CLOSES)


def html(client):
    return client.get("/contact/").content.decode()


def test_it_says_whether_the_firm_is_at_work_now(client):
    make_settings(hours=ALWAYS)
    assert OPEN_ALWAYS in html(client)


def test_hours_that_cannot_be_read_stand_there_without_a_line(client):
    make_settings(hours="随时，请先预约", service_time=ALWAYS)
    page = html(client)
    assert "随时，请先预约" in page
    assert "open-now" not in page


def test_without_written_hours_nothing_is_said_of_them(client):
    make_settings(hours="", service_time=ALWAYS)
    page = html(client)
    assert "open-now" not in page
    assert "上班" not in page


def test_the_coming_holidays_are_told(client):
    make_settings(hours=ALWAYS)
    SpecialDay.objects.create(date=timezone.localdate() + timedelta(days=3), name="国庆节")
    page = html(client)
    assert "国庆节" in page
    assert "放假，" in page


def test_an_office_with_hours_of_its_own_has_a_line_of_its_own(client):
    make_settings(hours="周一 9:00-10:00")
    Office.objects.create(name="总部", address="示例路1号", hours="周一  9:00-10:00")
    Office.objects.create(name="分部", address="示例路2号", hours=ALWAYS)
    assert html(client).count(OPEN_ALWAYS) == 1


def test_the_map_tells_the_way_to_who_cannot_see_it(client):
    make_settings()
    office = Office(name="本所", address="示例路1号", route="地铁出来向东。\n\n有坡道。")
    office.map_image = upload(picture())
    office.save()
    assert 'alt="本所位置图：示例路1号。地铁出来向东"' in html(client)


def test_many_offices_have_a_list_that_leads_to_each(client):
    make_settings()
    one = Office.objects.create(name="总部", address="示例路1号")
    assert f'href="#office-{one.pk}"' not in html(client)
    two = Office.objects.create(name="分部", address="示例路2号")
    page = html(client)
    assert f'href="#office-{one.pk}"' in page
    assert f'id="office-{two.pk}"' in page


def test_without_offices_and_telephone_there_is_still_a_way(client):
    page = html(client)
    assert 'class="empty"' in page
    assert 'id="office-' not in page
    assert 'href="/consult/"' in page
    assert 'href="tel:' not in page


def test_holidays_without_hours_have_no_empty_heading_above(client):
    make_settings(hours="")
    SpecialDay.objects.create(date=timezone.localdate() + timedelta(days=9), name="国庆节")
    page = html(client)
    assert '<h2 id="hours-title">放假安排</h2>' in page
    assert "工作时间" not in page.split('id="hours-title"')[1].split("</section>")[0]
