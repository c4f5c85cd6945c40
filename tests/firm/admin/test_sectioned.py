"""A long form in sections: what a folded panel says, when it stands open."""

import pytest
from bs4 import BeautifulSoup

from firm.admin.base import NOTHING, tell
from firm.models import Lawyer
from tests.factories import make_lawyer, make_settings, make_superuser
from tests.firm.admin.test_admin import LAWYER

pytestmark = pytest.mark.django_db
ADD = "/admin/firm/lawyer/add/"
SETTINGS = "/admin/firm/sitesettings/1/change/"


@pytest.fixture
def office(client):
    client.force_login(make_superuser())
    return client


def panels(response):
    """Each panel of a form by its title."""
    found = BeautifulSoup(response.text, "html.parser").select("details.panel")
    return {panel.h2.get_text(strip=True): panel for panel in found}


def sums(response):
    return {
        title: panel.select_one(".sum").get_text(strip=True)
        for title, panel in panels(response).items()
    }


def opened(response):
    return [title for title, panel in panels(response).items() if panel.has_attr("open")]


def test_a_folded_panel_says_the_value_of_what_stands_in_it(office):
    lawyer = make_lawyer(name="林致远", phone="0330-5550100", practising_since=2015)
    told = sums(office.get(f"/admin/firm/lawyer/{lawyer.pk}/change/"))
    assert told["联系"] == "0330-5550100"
    assert told["执业"] == "2015年起 · 0个领域"
    assert told["搜索"] == NOTHING


def test_the_list_beside_names_every_panel_and_leads_to_it(office):
    page = BeautifulSoup(office.get(SETTINGS).text, "html.parser")
    targets = [link["href"] for link in page.select(".toc a")]
    assert targets == [f"#{panel['id']}" for panel in page.select("details.panel")]
    assert len(set(targets)) == 6


def test_a_form_for_something_new_shows_what_has_to_be_filled_in(office):
    assert opened(office.get(ADD)) == ["必须公示", "介绍"]


def test_a_panel_with_a_refused_field_stands_open_and_nothing_typed_is_lost(office):
    lawyer = make_lawyer()
    typed = {**LAWYER, "email": "林@", "bio": "办理劳动争议。"}
    answer = office.post(f"/admin/firm/lawyer/{lawyer.pk}/change/", typed)
    assert "联系" in opened(answer)
    assert "搜索" not in opened(answer)
    assert panels(answer)["联系"].select_one("[name=email]")["value"] == "林@"
    assert Lawyer.objects.get().email == ""


def test_a_panel_with_a_refused_row_stands_open(office):
    lawyer = make_lawyer()
    row = {"milestones-TOTAL_FORMS": "1", "milestones-0-title": "律师"}
    answer = office.post(f"/admin/firm/lawyer/{lawyer.pk}/change/", {**LAWYER, **row})
    assert "经历与荣誉" in opened(answer)


def test_what_the_settings_lack_is_said_before_a_panel_is_opened(office):
    make_settings(notify_email="", icp_number="苏ICP备12345678号-1")
    found = panels(office.get(SETTINGS))
    assert found["在线咨询"].select_one(".badge").get_text() == "缺通知邮箱"
    assert found["备案"].select_one(".badge") is None


def test_values_that_are_not_there_leave_no_gap():
    assert tell("甲", "", None, "乙") == "甲 · 乙"
    assert tell() == NOTHING
