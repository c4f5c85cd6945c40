"""The form in four steps without scripts: words travel in the page, and wait nowhere else."""

import logging
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consult.base.policy import MissingKeyError
from consult.forms.attachments import GONE, LOST
from consult.forms.intake import CHOSEN, NO_AREA, NO_PHONE
from consult.models import Consultation, ParkedFile, Throttle
from consult.public.intake import BACK_AGAIN, MEND, STEP
from firm.site import identity
from tests.consult.posting import FORM, QUESTION, RECEIPT, good_post, kept_ids, shift
from tests.consult.sample_files import pdf, upload
from tests.factories import make_area, make_article, make_notice, make_settings
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
TITLE = "公司三个月没有发工资，员工应该怎么办？"


def form_of(answer):
    return answer.context["form"]


def test_each_step_comes_with_all_that_was_typed_and_nothing_is_stored(client, caplog):
    post = good_post(name="王女士", phone="13800000000", call="yes", city="云澜", website="")
    with caplog.at_level(logging.DEBUG):
        for number, name in enumerate(["类别", "联系", "核对"], 2):
            page = client.post(FORM, {**post, "next": number - 1})
            assert (page.status_code, form_of(page).shown) == (200, {number})
            assert f"<title>{STEP.format(number, name)}" in page.text
            assert re.search(rf'aria-current="step">\s*<button[^>]*>{name}<', page.text)
            assert all(f'value="{post[one]}"' in page.text for one in ("name", "phone", "token"))
    question, matter, contact = [words for _, _, words in form_of(page).review()]
    assert (question, "所在城市：云澜" in matter) == (QUESTION, True)
    assert contact.split("\n") == ["电话：13800000000", "可以打电话", "怎么称呼您：王女士"]
    numberless = form_of(client.post(FORM, {**post, "phone": "", "next": "3"}))
    assert numberless.review()[2][2] == "怎么称呼您：王女士"  # nobody was asked of a number
    told = "".join(one.getMessage() for one in caplog.records if "backends" not in one.name)
    assert QUESTION not in told
    assert not Consultation.objects.exists()
    assert not client.session.keys()
    assert client.post(FORM, {**post, "next": "4"}).status_code == 302


def test_a_step_is_left_in_order_and_gone_back_to_in_any(client):
    post = {**good_post(phone="12", question="短", consent=""), "area": ""}
    for step, fields, sentence in ((1, {"question"}, ""), (2, {"question", "area"}, NO_AREA)):
        page = client.post(FORM, {**post, "next": step})
        assert (page.status_code, set(form_of(page).errors)) == (422, fields)
        assert f"<title>{MEND}" in page.text
        assert sentence in page.text
    page = client.post(FORM, {**good_post(phone="12"), "next": "3"})
    assert (form_of(page).shown, page.text.count(NO_PHONE)) == ({3}, 3)  # for scripts too
    for step in ("1", "2", "3", "4"):
        page = client.post(FORM, {**post, "step": step})
        assert (page.status_code, form_of(page).shown) == (200, {int(step)})
        assert not form_of(page).errors
    for odd in ("", "0", "5", "x", "\x00", "9" * 50):
        assert form_of(client.post(FORM, {**post, "step": odd})).shown == {1}
        assert client.post(FORM, {**post, "next": odd}).status_code == 422


def test_errors_of_the_whole_form_stand_on_their_steps_and_between_them_no_file_is_kept(client):
    page = client.post(FORM, good_post(phone="12", consent=""))
    assert (page.status_code, form_of(page).shown, form_of(page).step) == (422, {3, 4}, 4)
    assert f"<title>{BACK_AGAIN}" in page.text
    assert form_of(client.post(FORM, good_post(phone="12"))).shown == {3}
    named = client.post(FORM, {**good_post(), "step": "3", "files": "合同.pdf"})
    sent = client.post(FORM, {**good_post(), "next": "3", "files": upload(pdf(), "合同.pdf")})
    assert all(f"“合同.pdf”{LOST}" in page.text for page in (named, sent))
    assert (form_of(sent).shown, ParkedFile.objects.exists()) == ({4}, False)


def test_a_file_that_waits_goes_along_and_is_missed_aloud(client, monkeypatch):
    post = good_post()
    refused = client.post(FORM, {**post, "consent": "", "files": upload(pdf(), "合同.pdf")})
    post |= {"kept": kept_ids(refused), "step": "2"}
    page = client.post(FORM, post)
    assert (kept_ids(page), form_of(page).errors) == (post["kept"], {})
    shift(monkeypatch, minutes=31)
    page = client.post(FORM, post)
    assert (kept_ids(page), GONE in page.text) == ([], True)


def test_that_nothing_can_be_stored_is_said_before_more_is_written(client, settings):
    post = good_post()
    settings.CONSULT_KEYS = {}
    page = client.post(FORM, {**post, "next": "1"})
    assert (page.status_code, form_of(page).shown) == (503, {2})
    assert MissingKeyError.text in page.text
    assert QUESTION in page.text


def test_the_separate_consent_goes_with_the_area_for_which_it_was_given(client):
    areas = [make_area(sensitive=True, sensitive_reason="会涉及健康。") for _ in range(2)]
    post = good_post(area=areas[0].pk, sensitive_consent="on", step="2")
    page = client.post(FORM, post)
    assert f'name="area_before" value="{areas[0].pk}"' in page.text
    for area, kept in zip(areas, ("on", None), strict=True):
        for way in ({"step": "1"}, {"step": "", "next": "2"}, {"step": "", "next": "3"}):
            sent = {name: value for name, value in {**post, **way}.items() if value}
            page = client.post(FORM, {**sent, "area": area.pk, "area_before": areas[0].pk})
            ticked = [form_of(page).data.get(f"{one}consent") for one in ("sensitive_", "")]
            assert ticked == [kept, "on"], (area, way)


def test_what_may_answer_comes_with_the_second_step_and_chooses_an_area(client):
    area = make_article(title=TITLE, area=make_area(name="劳动")).area
    clear = f'<option value="{area.pk}" selected>'
    post = {**good_post(), "next": "1"}
    page = client.post(FORM, {**post, "area": ""})
    told = f"{CHOSEN}</p>"  # the sentence itself: a script has it from an attribute
    assert all(one in page.text for one in (TITLE, clear, told))
    other = client.post(FORM, post).text  # another was chosen
    assert clear not in other
    assert told not in other
    make_article(title=TITLE, area=make_area())
    assert clear not in client.post(FORM, {**post, "area": ""}).text


def test_a_step_asks_no_more_than_the_form_itself_and_needs_no_cookie(client):
    post = good_post()
    client.get(FORM)
    with CaptureQueriesContext(connection) as first:
        client.get(FORM)
    with CaptureQueriesContext(connection) as second:
        client.post(FORM, {**post, "next": "2"})
    assert len(second) <= len(first)
    assert not Throttle.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    assert form_of(strict.post(FORM, {**post, "next": "2"})).shown == {3}
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert strict.post(FORM, {**post, "next": "2"}, headers=foreign).status_code == 403
    assert strict.post(FORM, post).status_code == 403


@pytest.fixture
def visitor():
    make_notice()
    return browser()


def test_where_to_call_it_is_said_that_the_firm_is_closed_now(visitor, monkeypatch):
    make_settings(phone="010-8000 0000", hours="周一至周五9:00-18:00")
    for hour, is_closed in ((3, True), (10, False)):
        now = datetime(2026, 12, 1, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr(identity, "_now", lambda now=now: now)
        first = Screen.at(visitor, FORM)
        for place in (first.soup.find(class_="urgent"), first.soup.find("details", class_="box")):
            assert ("在12月1日（周二）9:00上班后打" in place.get_text()) is is_closed
        contact = Screen.at(visitor, "/contact/").soup.find(class_="ways").get_text()
        assert ("在上班后尽快打电话" in contact) is is_closed


def test_who_lost_the_code_can_ask_anew_or_call(visitor):
    make_settings(phone="010-8000 0000")
    shown = Screen.at(visitor, RECEIPT)
    assert "下一步" in shown.follow("重新提交").names("button")
    page = shown.follow("“查看答复”")
    assert page.names("button").count("查看") == 1
    assert "下一步" in page.follow("重新咨询").names("button")
    for one in (shown, page):
        assert one.soup.find("main").find("a", href="tel:+861080000000")
    wrong = page.press("查看", 查询码="0000 0000 0000 0000")
    assert "没有找到对应的咨询" in wrong.text
    assert wrong.field("查询码")
