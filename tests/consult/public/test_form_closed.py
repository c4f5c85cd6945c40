"""Nobody writes to a firm whose privacy notice speaks for another, or for nobody."""

import pytest

from consult.models import Consultation
from consult.public.intake import CLOSED
from firm.models import Page
from firm.site.records import save_page
from tests.consult.posting import FORM, THREAD, enter, good_post, token
from tests.factories import make_consultation, make_notice, make_settings

pytestmark = pytest.mark.django_db
OTHER = {
    "names nobody": "<p>本告知说明我们怎样处理个人信息。</p>",
    "names another": "<p>个人信息处理者是云澜石桥律师事务所（示例）。</p>",
}


def rewrite(body, **fields):
    page = make_notice().page
    page.body = body
    for name, value in fields.items():
        setattr(page, name, value)
    return save_page(page=page)


@pytest.fixture(params=OTHER.values(), ids=OTHER)
def closed(request):
    make_settings()
    rewrite(request.param)


def test_the_form_gives_way_to_a_sentence_and_the_telephone(client, closed):
    answer = client.get(FORM)
    assert (answer.status_code, CLOSED in answer.text) == (200, True)
    assert '<a class="button" href="tel:+863305559900">' in answer.text
    assert "<form" not in answer.text.split("<main")[1].split("</main>")[0]


def test_a_closed_form_is_in_no_search_engine_and_promises_nothing(client, closed):
    html = client.get(FORM).text
    assert 'content="noindex' in html
    assert "由执业律师答复" not in html


def test_a_post_is_refused_and_what_was_typed_comes_back(client):
    post = good_post(name="王某", opponent="甲公司")
    rewrite(OTHER["names nobody"])
    answer = client.post(FORM, post)
    assert answer.status_code == 422
    assert "no-store" in answer["Cache-Control"]
    assert all(word in answer.text for word in (CLOSED, post["question"], "王某", "甲公司"))
    assert not Consultation.objects.exists()


def test_without_a_telephone_nobody_is_told_to_call(client, closed):
    make_settings(phone="")
    html = client.get(FORM).text
    assert CLOSED in html
    assert "tel:" not in html
    assert "打电话" not in html


def test_without_any_notice_the_form_is_closed(client):
    make_settings()
    assert CLOSED in client.get(FORM).text


def test_a_hidden_notice_closes_the_form(client):
    Page.objects.filter(pk=make_notice().page.pk).update(is_published=False)
    assert CLOSED in client.get(FORM).text


def test_a_firm_without_a_name_takes_no_questions(client):
    make_notice()
    make_settings(firm_name="")
    assert CLOSED in client.get(FORM).text


def test_the_notice_of_a_real_firm_of_an_earlier_release_keeps_the_form_open(client):
    make_settings(firm_name="衡川（江宁）律师事务所")
    rewrite("<p>个人信息处理者是 衡川(江宁)律师事务所。</p>")
    assert CLOSED not in client.get(FORM).text
    assert client.post(FORM, good_post()).status_code == 302


def test_who_has_asked_before_goes_on_in_their_thread(client):
    _, code = make_consultation()
    rewrite(OTHER["names another"])
    enter(client, code)
    said = {"action": "message", "text": "再补充一句话。", "token": token()}
    assert client.post(THREAD, said).status_code == 302
    assert "再补充一句话。" in client.get(THREAD).text
