"""A consultation that is written to one lawyer, from their page or on their own site."""

import re

import pytest
from django.conf import settings

from consult.base.enums import EventKind
from consult.models import Consultation
from tests.consult.posting import FORM, good_post
from tests.factories import (
    make_area,
    make_lawyer,
    make_notice,
    make_settings,
    make_staff,
    make_superuser,
)
from tests.factories import make_submitted as make_consultation

pytestmark = pytest.mark.django_db
OWN = "lin.example.cn"
RIGHTS = ["consult.view_consultation", "consult.send_reply"]


@pytest.fixture
def lin(db, settings):
    settings.ALLOWED_HOSTS = [OWN, "testserver"]
    make_settings(), make_notice(), make_area()
    return make_lawyer(name="林致远", slug="lin", hostname=OWN, user=make_staff(*RIGHTS))


def send(client, host="testserver", **fields):
    assert client.post(FORM, good_post(**fields), headers={"host": host}).status_code == 302


def test_the_lawyer_to_whom_it_is_written_is_in_charge(lin):
    make_settings(assign_by_turn=True)
    area = make_area()
    make_lawyer(user=make_staff(*RIGHTS)).areas.add(area)  # whose turn it is
    asked = make_consultation(area=area, addressee=lin)[0]
    assert asked.assignee == lin.user
    assert asked.events.filter(kind=EventKind.ASSIGNED).exists()


def test_whoever_may_not_answer_is_not_in_charge_but_named_on_the_desk(client, lin):
    lin.user.user_permissions.clear()
    asked = make_consultation(addressee=lin)[0]
    assert asked.assignee is None
    client.force_login(make_superuser())
    page = client.get(f"/admin/consult/consultation/{asked.pk}/change/").content.decode()
    assert "写给林致远律师" in page


def test_the_form_of_the_own_site_is_written_to_its_lawyer_and_its_receipt_leads_to_the_firm(
    client, lin
):
    page = client.get("/consult/", headers={"host": OWN}).content.decode()
    assert "写给<strong>林致远律师" in page
    send(client, OWN, lawyer="somebody-else")
    assert Consultation.objects.get().addressee == lin
    shown = client.get("/consult/received/", headers={"host": OWN})
    assert shown.context["thread_address"] == f"{settings.SITE_URL}/consult/thread/"


def test_a_link_from_a_profile_names_the_lawyer_and_one_who_is_not_there_is_nobody(client, lin):
    link = re.search(r'"(/consult/\?lawyer=[^"]*)"', client.get("/lawyers/lin/").content.decode())
    page = client.get(link[1]).content.decode()
    assert "写给<strong>林致远律师" in page
    assert '<input type="hidden" name="lawyer" value="lin"' in page
    send(client, lawyer="lin")
    assert Consultation.objects.get().addressee == lin
    make_lawyer(slug="hidden", is_published=False)
    for slug in ("nobody", "hidden", "<b>", "a" * 500, "\x00", "林"):
        assert client.get("/consult/", {"lawyer": slug}).status_code == 200
        send(client, lawyer=slug)
        assert Consultation.objects.latest("received_at").addressee is None
