"""Consents: bound to the version that was read, separate where the law asks, and taken back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from consult.base.enums import ConsentKind, EventKind, State
from consult.client.session import NextPageMessage
from consult.forms.intake import (
    NO_MINORS_PAGE,
    NO_MOBILE,
    NOTICE_CHANGED,
    RULES_CHANGED,
    SEPARATELY,
)
from consult.models import Consent, Consultation
from firm.models import Page, PageKind
from firm.site.records import current_notice, save_page
from tests.consult.posting import FORM, THREAD, enter, good_post
from tests.consult.registering import REGISTER, call, make_registrar
from tests.factories import make_area, make_notice, make_settings, make_submitted, notice_text
from tests.outbox import sms_hosts

pytestmark = pytest.mark.django_db
STOP = reverse("consult:stop_sms")
TICK = 'name="sms_consent"'
MOBILE = "138 9999 0001"


def change_notice(words="新的告知"):
    page = Page.objects.get(slug="privacy")
    page.body = notice_text(words)
    save_page(page=page)


def form_of(client, post):
    return client.post(FORM, post).context["form"]


def ticked(form):
    """Which consents stand ticked in a form that came back."""
    names = ("consent", "sensitive_consent", "minor_consent", "publication_consent")
    return [name for name in names if "checked" in str(form[name])]


def given():
    return {one.kind: one for one in Consultation.objects.get().consents.all()}


@pytest.fixture
def criminal():
    return make_area(sensitive=True, sensitive_reason="会涉及犯罪记录。")


@pytest.fixture
def rules():
    page = Page(title="未成年人规则", slug="minors", kind=PageKind.MINORS, body="<p>规则</p>")
    return save_page(page=page).versions.get()


def test_each_consent_is_ticked_by_itself_and_kept_with_what_was_read(client, criminal, rules):
    ticks = {"sensitive_consent": "on", "publication_consent": "on"}
    post = good_post(area=criminal.pk, **ticks)
    assert ticked(client.get(FORM).context["form"]) == []
    client.post(FORM, post)
    assert set(given()) == {"processing", "sensitive", "publication"}
    assert {one.notice for one in given().values()} == {current_notice()}
    assert given()["processing"].given_at == Consultation.objects.get().received_at
    Consultation.objects.all().delete()
    client.post(FORM, good_post(minor_consent="on", minors_notice=rules.pk))
    assert {kind: one.notice for kind, one in given().items()} == {
        "processing": current_notice(),
        "minor": rules,
    }


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"sensitive": True}, {"sensitive_consent": [SEPARATELY]}),
        ({"minor_consent": "on", "publication_consent": "on"}, {"publication_consent"}),
        ({"minor_consent": "on", "unpublished": True}, {"__all__": [NO_MINORS_PAGE]}),
    ],
)
def test_a_consent_that_is_missing_or_cannot_be_given_is_asked_about(
    client, criminal, rules, fields, errors
):
    fields = dict(fields)
    area = criminal if fields.pop("sensitive", False) else make_area()
    if fields.pop("unpublished", False):
        Page.objects.filter(slug="minors").update(is_published=False)
    form = form_of(client, good_post(area=area.pk, minors_notice=rules.pk, **fields))
    assert (form.errors if isinstance(errors, dict) else set(form.errors)) == errors
    assert not Consultation.objects.exists()


def test_a_notice_changed_meanwhile_is_asked_again_and_the_text_stays(client, criminal, rules):
    ticks = {"sensitive_consent": "on", "publication_consent": "on", "minor_consent": "on"}
    post = good_post(name="王某", area=criminal.pk, minors_notice=rules.pk, **ticks)
    change_notice()
    response = client.post(FORM, post)
    assert response.status_code == 422
    for words in (NOTICE_CHANGED, post["question"], 'value="王某"'):
        assert words in response.text
    form = response.context["form"]
    assert form.current_notice.number == 2
    assert form.errors["sensitive_consent"] == [SEPARATELY]
    assert ticked(form) == ["minor_consent"]
    assert not Consultation.objects.exists()
    again = {**post, "notice": form["notice"].value(), "minor_consent": ""}
    assert client.post(FORM, again).status_code == 302
    assert given()["processing"].notice.number == 2


def test_rules_changed_meanwhile_are_asked_again_and_the_other_ticks_stay(client, rules):
    post = good_post(minor_consent="on", minors_notice=rules.pk)
    rules.page.body = "<p>新的规则</p>"
    save_page(page=rules.page)
    form = form_of(client, post)
    assert form.errors == {"minor_consent": [RULES_CHANGED]}
    assert ticked(form) == ["consent"]
    again = {**post, "minors_notice": form["minors_notice"].value()}
    assert client.post(FORM, again).status_code == 302


@pytest.mark.parametrize("phone", ["", "0330-5550100"])
def test_without_rules_there_is_no_tick_but_a_way_that_there_is(client, phone):
    make_settings(phone=phone)
    good_post()
    html = client.get(FORM).text
    assert "minor_consent" not in html
    words = re.search(r'class="label">([^<]*</p>\s*<p class="help">.*?)</p>', html)[1]
    assert "不满十四周岁" in html
    assert ("电话" in words, "当面" in words, phone in words) == (bool(phone), not phone, True)


@pytest.fixture
def vendor(settings):
    """Messages can be sent, and the notice says who sends them."""
    settings.SMS = sms_hosts.account("aliyun")
    make_notice()
    change_notice("短信由短信服务商发送")
    make_area()


def test_the_tick_for_messages_stands_where_it_can_be_kept(client, settings):
    settings.SMS = sms_hosts.account("aliyun")
    make_notice(), make_area()
    assert TICK not in client.get(FORM).text  # without a word on it in the notice
    change_notice("短信由短信服务商发送")
    page = client.get(FORM).text
    assert "checked" not in page[page.index(TICK) - 200 : page.index(TICK) + 200]
    assert 'id="id_sms_consent_more"' in page
    settings.SMS = {}
    assert TICK not in client.get(FORM).text
    client.post(FORM, good_post(phone=MOBILE, sms_consent="on"))  # a forged one says nothing
    assert set(given()) == {"processing"}


def test_a_tick_is_a_consent_under_that_notice(vendor, client):
    for phone in ("", "025-84110110", "4008001234"):
        answer = client.post(FORM, good_post(phone=phone, sms_consent="on"))
        assert (answer.status_code, NO_MOBILE in answer.text) == (422, True)
    post = good_post(phone=MOBILE, sms_consent="on")
    change_notice("短信改由另一家短信服务商发送")
    form = form_of(client, post)
    assert not form["sms_consent"].value()  # taken off with the older notice
    assert not Consultation.objects.exists()
    client.post(FORM, {**post, "notice": current_notice().pk})
    assert (given()["sms"].notice, given()["sms"].given_orally) == (current_notice(), False)
    Consultation.objects.all().delete()
    client.post(FORM, good_post(phone=MOBILE))
    assert set(given()) == {"processing"}


def test_on_the_telephone_it_is_told_by_mouth(vendor, client):
    user = make_registrar()
    client.force_login(user)
    assert TICK in client.get(REGISTER).text
    client.post(REGISTER, call(phone=MOBILE, sms_consent="on"))
    assert (given()["sms"].told_by, given()["sms"].given_orally) == (user, True)


@pytest.fixture
def inside(vendor, client):
    """The thread of somebody who agreed is open."""
    consents = dict.fromkeys((ConsentKind.PROCESSING, ConsentKind.SMS), make_notice())
    kept, code = make_submitted(phone=MOBILE, consents=consents)
    enter(client, code)
    return kept


@pytest.mark.parametrize("way", [STOP, reverse("consult:withdraw", args=["sms"])])
def test_one_tap_stops_the_messages_and_nothing_else(inside, client, settings, way):
    page = client.get(THREAD).text
    assert f'action="{STOP}"' in page
    assert "您同意了：短信提醒" not in page  # one way to stop it, not two
    assert way == STOP or "咨询本身不受影响" in client.get(way).text
    settings.SMS = {}
    assert "网站目前不能发送短信" in client.get(THREAD).text
    assert Client().post(STOP).status_code in {302, 403}  # without the code
    assert Consent.objects.get(kind=ConsentKind.SMS).withdrawn_at is None
    assert client.post(way).status_code == 302
    page = client.get(THREAD).text
    assert NextPageMessage.SMS_STOPPED.label in page
    assert f'action="{STOP}"' not in page
    inside.refresh_from_db()
    assert (inside.state, inside.consent_withdrawn_at) == (State.NEW, None)
    assert inside.events.filter(kind=EventKind.SMS_STOPPED).count() == 1
