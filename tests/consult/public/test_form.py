"""The form: what it shows and says, that nothing typed is lost, and when it is closed."""

import json
import logging
import re

import pytest
from django.urls import reverse

from consult.files import types
from consult.forms.base import LONGEST
from consult.forms.intake import NO_PHONE, ConsultationForm
from consult.models import Consultation
from consult.public.intake import BACK_AGAIN, CLOSED, TITLE
from firm.base import caching
from firm.models import Page, PageKind
from firm.site.records import save_page
from tests.consult.posting import FORM, QUESTION, good_post
from tests.factories import (
    make_area,
    make_fact,
    make_lawyer,
    make_notice,
    make_settings,
)
from tests.screen import Screen

pytestmark = pytest.mark.django_db
BEGIN = reverse("consult:begin")
WORDS = "房东不退押金怎么办"


def says(field, code, **numbers):
    """What the form has to say of a field."""
    return ConsultationForm.base_fields[field].error_messages[code] % numbers


WRONG = [
    ("area", None, says("area", "required")),
    ("area", "999999", says("area", "invalid_choice")),
    ("area", "九", says("area", "invalid_choice")),
    ("question", "", says("question", "required")),
    ("question", "  \r\n\u3000 ", says("question", "required")),
    ("question", "九个字是不够的了。", says("question", "min_length")),
    ("question", "字" * 5001, says("question", "max_length", show_value=5001)),
    ("question", "前面的字都好的\x00后面也是好的", says("question", "null_characters_not_allowed")),
    ("question", "前面的字都好的\ufffd后面也是好的", says("question", "broken")),
    ("city", "字" * 21, says("city", "max_length", limit_value=20, show_value=21)),
    ("city", "南京\ufffd", says("city", "broken")),
    ("name", "字" * 31, says("name", "max_length", limit_value=30, show_value=31)),
    ("name", "王\x00", says("name", "null_characters_not_allowed")),
    ("phone", "12345", NO_PHONE),
    ("phone", "9" * 31, says("phone", "max_length", limit_value=30, show_value=31)),
    ("call", "maybe", says("call", "invalid_choice")),
    ("call_when", "字" * 41, says("call_when", "max_length", limit_value=40, show_value=41)),
    ("email", "name@", says("email", "invalid")),
    ("email", "字@字.字", says("email", "invalid")),
    ("opponent", "字" * 61, says("opponent", "max_length", limit_value=60, show_value=61)),
    ("consent", None, says("consent", "required")),
]


def test_a_wrong_field_has_a_sentence_beside_it(client):
    good = good_post()
    for field, value, sentence in WRONG:
        response = client.post(FORM, {**good, field: value or ""})
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
        _, after = response.text.replace(" ", "").split(f'id="id_{field}_error"')
        assert sentence in after.split("</p>")[0], (field, value)
    assert not Consultation.objects.exists()


def test_nothing_typed_is_lost_and_the_mended_post_is_the_same_one(client):
    typed = {
        "city": "云澜", "name": '"><script>', "phone": "13800000000",
        "email": "a@example.com", "opponent": "某某公司", "call_when": "午休",
    }  # fmt: skip
    post = good_post(question="<b>太短了", **typed, sensitive_consent="on")
    page = client.post(FORM, post)
    form, html = page.context["form"], page.text
    shown = {**typed, "name": "&quot;&gt;&lt;script&gt;", "token": post["token"]}
    assert [one for one in shown.values() if f'value="{one}"' not in html] == []
    assert "&lt;b&gt;太短了</textarea>" in html
    assert "<script>" not in html
    assert "checked" in str(form["consent"])
    assert f'<option value="{form.data["area"]}" selected>' in html
    assert 'aria-describedby="id_question_helptext id_question_error"' in html
    assert f"<title>{BACK_AGAIN}" in html


def test_what_is_taken_is_kept_tidy_and_the_last_of_several_values_counts(client):
    lines = ["字" * 49] * 100  # 4,999 characters, each line end one of them
    for text in ("字" * 10, "字" * 5000, "十" * 8 + "\r\n十", "\r\n".join(lines) + "好"):
        assert client.post(FORM, good_post(question=text)).status_code == 302
    kept = Consultation.objects.latest("received_at")
    assert kept.messages.get().text == "\n".join(lines) + "好"
    assert (kept.name, kept.phone, kept.email, kept.opponent) == ("", "", "", "")
    assert client.post(FORM, good_post(question="\r\n".join(lines) + "好了")).status_code == 422
    fields = {"phone": "１３８ ００００ ００００", "city": ["甲城", "乙城"], "question": "字" * 12}
    client.post(FORM, good_post(**fields))
    kept = Consultation.objects.latest("received_at")
    assert (kept.phone, kept.city) == ("13800000000", "乙城")
    hidden = make_area(is_published=False)
    response = client.post(FORM, good_post(area=hidden.pk))
    assert list(response.context["form"].errors) == ["area"]


def test_the_area_of_the_address_is_preset_and_junk_in_it_is_ignored(client):
    area = make_area()
    good_post(area=area.pk)
    assert f'<option value="{area.pk}" selected>' in client.get(f"{FORM}?area={area.slug}").text
    for query in ("%00", "%FF", "字", "a" * 9999, "1&area[]=1", "1&%00=%00"):
        page = client.get(f"{FORM}?area={query}")
        assert (page.status_code, QUESTION in page.text) == (200, False)
    assert client.put(FORM).status_code == client.delete(FORM).status_code == 405


def test_what_stands_beside_the_fields(client):
    make_settings(reply_promise_hours=24, retention_days=90)
    make_area(sensitive=True, sensitive_reason="会涉及犯罪记录。")
    good_post()
    page = Screen.at(client, FORM)
    html, form = page.response.text, page.soup
    assert f"<title>{TITLE}" in html
    fields = ["question", "area", "city", "opponent", "phone", "email", "name", "files"]
    assert re.findall(rf'name="({"|".join(fields)})"', html) == fields
    named = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert {"id_files_more", "id_consent_more"} <= set(named)
    assert not [name for name in named if f'id="{name}"' not in html]
    assert "90天后" in html
    assert re.search(r"\d+月\d+日（周.）\d\d:\d\d", form.get_text())
    box = form.find("textarea")  # whose text is not cut off by the browser
    assert (box.get("maxlength"), box["data-longest"]) == (None, "5000")
    draft = form.find(attrs={"data-draft": True})
    assert draft.has_attr("hidden")
    assert not draft.has_attr("data-draft-brought")
    assert "data-draft-keep checked" not in html
    said = json.loads(form.find(id="id_files")["data-said"])
    assert said["large"] == types.sentence("%s", types.TOO_BIG)
    assert said["doc"] == types.sentence("%s", types.ENDINGS["doc"])
    assert form.find(id="id_phone")["data-wrong"] == NO_PHONE
    fees = Page(title="收费说明", slug="fees", kind=PageKind.FEES, body="<p>甲</p>")
    assert fees.get_absolute_url() not in html
    save_page(page=fees)
    assert f'<a href="{fees.get_absolute_url()}" target="_blank">' in client.get(FORM).text


def test_a_site_that_sends_no_mail_asks_for_no_address_and_promises_none(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    posted = good_post(email="client@example.com")
    html = client.get(FORM).text
    assert 'name="email"' not in html
    assert "邮件提醒" not in html
    assert client.post(FORM, posted).status_code == 302
    kept = Consultation.objects.get()
    assert (kept.email, kept.wants_mail) == ("", False)


@pytest.fixture
def begun():
    make_settings(), make_notice(), make_area()


def test_what_was_looked_for_comes_into_the_form_and_nowhere_else(client, begun, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client.post(BEGIN, {"question": WORDS})
    assert f">\n{WORDS}</textarea>" in answer.text
    assert 'class="wrong"' not in answer.text
    assert 'action="/consult/"' in answer.text
    told = [one.getMessage() for one in caplog.records if "backends" not in one.name]
    assert WORDS not in "".join(told)
    foreign = client.post(BEGIN, {"question": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status_code, WORDS in foreign.text) == (200, False)
    assert client.get(BEGIN).status_code == 405
    for words in ("", "\x00", "字" * 9000, "</textarea><script>"):
        answer = client.post(BEGIN, {"question": words})
        assert answer.status_code == 200
        assert "</textarea><script>" not in answer.text
        assert "字" * (LONGEST + 1) not in answer.text
    assert not Consultation.objects.exists()


OTHER = {
    "names nobody": "<p>本告知说明我们怎样处理个人信息。</p>",
    "names another": "<p>个人信息处理者是云澜石桥律师事务所（示例）。</p>",
}


def rewrite(body):
    page = make_notice().page
    page.body = body
    return save_page(page=page)


def nothing():
    """There is no notice."""


def hidden():
    Page.objects.filter(pk=make_notice().page.pk).update(is_published=False)


CLOSES = {name: lambda body=body: rewrite(body) for name, body in OTHER.items()}
CLOSES |= {"nothing": nothing, "hidden": hidden, "a firm without a name": make_notice}


@pytest.mark.parametrize("how", CLOSES)
def test_a_closed_form_gives_way_to_a_sentence_and_a_way_that_there_is(client, how):
    name = {"firm_name": ""} if "without a name" in how else {}
    CLOSES[how]()
    for phone in ("", "0330-5559900"):
        make_settings(phone=phone, **name)
        answer = client.get(FORM)
        assert (answer.status_code, CLOSED in answer.text) == (200, True)
        main = answer.text.split("<main")[1].split("</main>")[0]
        assert "<form" not in main
        assert ('<a class="button" href="tel:+863305559900">' in main) == bool(phone)
        assert ("打电话" in main) == bool(phone)
        assert 'content="noindex' in answer.text
        assert "由执业律师答复" not in answer.text


@pytest.mark.parametrize("how", ["names nobody", "hidden"])
def test_a_post_to_a_closed_form_is_refused_and_what_was_typed_comes_back(client, how, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # asks for no address
    post = good_post(name="王某", opponent="甲公司")
    post[f"fact-{make_fact(make_area()).pk}"] = "去年三月"
    CLOSES[how]()
    answer = client.post(FORM, post)
    assert answer.status_code == 422
    words = (CLOSED, post["question"], "王某", "甲公司", "去年三月")
    assert all(word in answer.text for word in words)
    assert not Consultation.objects.exists()


def test_the_notice_of_a_real_firm_of_an_earlier_release_keeps_the_form_open(client):
    make_settings(firm_name="衡川（江宁）律师事务所")
    rewrite("<p>个人信息处理者是 衡川(江宁)律师事务所。</p>")
    assert CLOSED not in client.get(FORM).text
    assert client.post(FORM, good_post()).status_code == 302


def test_it_is_kept_but_for_its_token_and_never_with_what_somebody_typed(client, kept_client):
    make_notice()
    area, lawyer, post = make_area(name="旧的名称"), make_lawyer(), good_post()

    def form(asked, **query):
        return re.sub('(?<=value=")[^"]{40,}', "", asked.get(FORM, query).text)

    texts = [kept_client.get(FORM).text for _ in range(2)]
    assert texts[0] != texts[1]  # its token
    kept_client.post(BEGIN, {"question": WORDS})
    kept_client.post(FORM, {**post, "question": WORDS * 2, "consent": ""})
    kept = "".join(caching.PIECES.kept.get(key) for key in [*caching.PIECES.kept])
    assert "旧的名称" in kept
    assert WORDS not in kept
    for query in ({}, {"area": area.slug}, {"lawyer": lawyer.slug}):
        assert form(kept_client, **query) == form(client, **query), query
    type(area).objects.filter(pk=area.pk).update(name="新的名称")
    kept_client.change("firm")
    assert "旧的名称" not in form(kept_client)
