"""What the form says beside its fields, and what it does not do unasked."""

import json
import re

import pytest

from consult.files import types
from consult.forms.intake import NO_PHONE
from consult.models import Consultation
from consult.public.intake import BACK_AGAIN, TITLE
from firm.models import Page, PageKind
from firm.site.records import save_page
from tests.consult.posting import FORM, good_post
from tests.factories import make_area, make_settings
from tests.screen import Screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def html(client):
    make_settings(reply_promise_hours=24, retention_days=90)
    make_area(sensitive=True, sensitive_reason="会涉及犯罪记录。")
    good_post()
    return client.get(FORM).text


def test_the_question_is_the_first_field(html):
    names = re.findall(r'name="(question|area|city|opponent|files|name|phone|email)"', html)
    assert names == ["question", "area", "city", "opponent", "files", "name", "phone", "email"]


def test_a_site_that_sends_no_mail_asks_for_no_address_and_promises_none(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    posted = good_post(email="client@example.com")
    html = client.get(FORM).text
    assert 'name="email"' not in html
    assert "邮件提醒" not in html
    assert client.post(FORM, posted).status_code == 302
    kept = Consultation.objects.get()
    assert (kept.email, kept.wants_mail) == ("", False)


def test_whatever_a_field_is_described_by_is_on_the_page(html):
    named = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert {"id_question_more", "id_files_more", "id_consent_more"} <= set(named)
    assert not [name for name in named if f'id="{name}"' not in html]


def test_a_screen_reader_is_told_help_error_and_use_of_a_field(client):
    html = client.post(FORM, good_post(question="太短")).text
    assert 'aria-describedby="id_question_helptext id_question_error id_question_more"' in html


def test_the_form_says_when_what_is_written_is_erased(html):
    assert "90天后" in html


def test_the_form_names_the_hour_of_the_answer(html):
    next_steps = html.split('<ol class="next">')[1].split("</ol>")[0]
    assert re.search(r"\d+月\d+日（周.）\d\d:\d\d", next_steps)


def test_of_fees_only_a_page_that_is_public_is_named(client, html):
    page = Page(title="收费说明", slug="fees", kind=PageKind.FEES, body="<p>甲</p>")
    assert page.get_absolute_url() not in html
    save_page(page=page)
    assert f'<a href="{page.get_absolute_url()}" target="_blank">' in client.get(FORM).text


def test_no_text_is_cut_off_by_the_browser(html):
    box = re.search(r"<textarea[^>]*>", html)[0]
    assert "maxlength" not in box
    assert 'data-longest="5000"' in box


def test_a_draft_is_not_offered_before_a_script_shows_that_it_can_be_kept(html):
    assert '<div class="draft" data-draft hidden>' in html
    assert "data-draft-keep checked" not in html


def test_the_title_of_a_form_that_came_back_says_so_first(client):
    good_post()
    assert f"<title>{TITLE}" in client.get(FORM).text
    assert f"<title>{BACK_AGAIN}" in client.post(FORM, good_post(question="太短")).text


def test_what_a_browser_says_of_fields_it_has_from_the_server(client):
    good_post()
    form = Screen.at(client, FORM).soup
    said = json.loads(form.find(id="id_files")["data-said"])
    assert said["large"] == types.sentence("%s", types.TOO_BIG)
    assert said["doc"] == types.sentence("%s", types.ENDINGS["doc"])
    assert form.find(id="id_phone")["data-wrong"] == NO_PHONE
