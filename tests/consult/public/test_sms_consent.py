"""The consent to text messages: a tick of its own, where it can be kept, and one tap to stop."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.base.enums import ConsentKind, EventKind, State
from consult.client.session import NextPageMessage
from consult.forms.intake import NO_MOBILE
from consult.models import Consent, Consultation
from firm.models import Page
from firm.site.records import save_page
from tests.consult.posting import FORM, THREAD, enter, good_post
from tests.consult.registering import REGISTER, call, make_registrar
from tests.factories import make_area, make_notice, make_submitted, notice_text
from tests.outbox import sms_hosts

pytestmark = pytest.mark.django_db
STOP = reverse("consult:stop_sms")
TICK = 'name="sms_consent"'


@pytest.fixture
def vendor(settings):
    """Messages can be sent, and the notice says who sends them."""
    settings.SMS = sms_hosts.account("aliyun")
    make_notice()
    page = Page.objects.get(kind="privacy")
    page.body = notice_text("短信由短信服务商发送")
    save_page(page=page)
    make_area()


def test_the_tick_stands_on_the_form_unticked(vendor, client):
    page = client.get(FORM).text
    assert TICK in page
    assert "checked" not in page[page.index(TICK) - 200 : page.index(TICK) + 200]
    assert 'id="id_sms_consent_more"' in page


def test_without_a_vendor_there_is_no_tick_and_a_forged_one_says_nothing(vendor, client, settings):
    settings.SMS = {}
    assert TICK not in client.get(FORM).text
    client.post(FORM, good_post(phone="13899990001", sms_consent="on"))
    assert not Consent.objects.filter(kind=ConsentKind.SMS).exists()


def test_a_notice_without_a_word_on_it_carries_no_such_consent(client, settings):
    settings.SMS = sms_hosts.account("aliyun")
    make_notice()
    make_area()
    assert TICK not in client.get(FORM).text


def test_a_tick_is_a_consent_under_that_notice(vendor, client):
    client.post(FORM, good_post(phone="138 9999 0001", sms_consent="on"))
    given = Consent.objects.get(kind=ConsentKind.SMS)
    assert (given.notice, given.given_orally) == (make_notice(), False)


def test_without_a_tick_there_is_none(vendor, client):
    client.post(FORM, good_post(phone="138 9999 0001"))
    assert Consultation.objects.count() == 1
    assert not Consent.objects.filter(kind=ConsentKind.SMS).exists()


@pytest.mark.parametrize("phone", ["", "025-84110110", "4008001234"])
def test_a_tick_without_a_mobile_is_asked_about(vendor, client, phone):
    answer = client.post(FORM, good_post(phone=phone, sms_consent="on"))
    assert answer.status_code == 422
    assert NO_MOBILE in answer.text
    assert not Consultation.objects.exists()


def test_an_older_notice_takes_the_tick_off(vendor, client):
    post = good_post(phone="13899990001", sms_consent="on")
    page = Page.objects.get(kind="privacy")
    page.body += "<p>短信改由另一家短信服务商发送。</p>"
    save_page(page=page)
    answer = client.post(FORM, post)
    assert answer.status_code == 422
    assert not answer.context["form"]["sms_consent"].value()


def test_on_the_telephone_it_is_told_by_mouth(vendor, client):
    user = make_registrar()
    client.force_login(user)
    assert TICK in client.get(REGISTER).text
    client.post(REGISTER, call(phone="13899990001", sms_consent="on"))
    given = Consent.objects.get(kind=ConsentKind.SMS)
    assert (given.told_by, given.given_orally) == (user, True)


@pytest.fixture
def inside(vendor):
    """A browser on the thread of somebody who agreed."""
    consents = dict.fromkeys((ConsentKind.PROCESSING, ConsentKind.SMS), make_notice())
    kept, code = make_submitted(phone="13899990001", consents=consents)
    browser = Client()
    enter(browser, code)
    return kept, browser


def test_one_tap_on_the_thread_stops_it(inside):
    kept, browser = inside
    page = browser.get(THREAD).text
    assert f'action="{STOP}"' in page
    assert "您同意了：短信提醒" not in page  # one way to stop it, not two
    assert browser.post(STOP).status_code == 302
    page = browser.get(THREAD).text
    assert NextPageMessage.SMS_STOPPED.label in page
    assert f'action="{STOP}"' not in page
    kept.refresh_from_db()
    assert kept.state == State.NEW
    assert kept.events.filter(kind=EventKind.SMS_STOPPED).count() == 1


def test_by_the_address_of_withdrawals_it_ends_nothing_else(inside):
    kept, browser = inside
    address = reverse("consult:withdraw", args=["sms"])
    assert "咨询本身不受影响" in browser.get(address).text
    browser.post(address)
    assert NextPageMessage.SMS_STOPPED.label in browser.get(THREAD).text
    kept.refresh_from_db()
    assert (kept.state, kept.consent_withdrawn_at) == (State.NEW, None)


def test_the_thread_says_when_no_message_can_be_sent(inside, settings):
    settings.SMS = {}
    assert "网站目前不能发送短信" in inside[1].get(THREAD).text


def test_who_did_not_agree_has_nothing_to_stop(vendor):
    _, code = make_submitted(phone="13899990001")
    browser = Client()
    enter(browser, code)
    assert f'action="{STOP}"' not in browser.get(THREAD).text


def test_without_the_code_nothing_is_stopped(inside):
    assert Client().post(STOP).status_code in {302, 403}
    assert Consent.objects.get(kind=ConsentKind.SMS).withdrawn_at is None
