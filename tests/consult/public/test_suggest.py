"""Articles that may already answer: offered while writing and on the receipt, kept nowhere."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles import answers
from consult import services
from consult.models import Consultation, Throttle
from consult.spam import rate_limit
from tests.consult.posting import FORM, RECEIPT, THREAD, good_post, solved
from tests.factories import make_area, make_article

pytestmark = pytest.mark.django_db
SUGGEST, HELPFUL = reverse("consult:suggest"), reverse("consult:helpful")
QUESTION = "四年前借给同事五万元，没有借条，只有转账记录，现在能起诉吗？"
TITLE = "借钱没写借条，只有转账记录，能要回来吗？"


@pytest.fixture
def area():
    return make_area()


@pytest.fixture
def article(area):
    return make_article(title=TITLE, area=area)


def ask(client, question=QUESTION, **fields):
    return client.post(SUGGEST, {"question": question, **fields})


def test_an_article_that_fits_is_offered_and_nothing_kept_or_logged(client, article, caplog):
    with caplog.at_level(logging.DEBUG):
        response = ask(client)
    for words in (TITLE, f'href="{article.get_absolute_url()}"', 'target="_blank"'):
        assert words in response.text
    records = [one for one in caplog.records if "backends" not in one.name]
    told = "".join(record.getMessage() for record in records)
    assert "借给同事" not in told + str(response.headers) + response.text
    assert not response.cookies
    assert client.get(SUGGEST).status_code == 405
    assert ask(Client(enforce_csrf_checks=True)).status_code == 403


def test_chance_bad_input_and_what_is_not_published_offer_nothing(client, article, area):
    odd = ["", "短", "字" * 5001, "坏的\ufffd字坏的坏的坏的", "\x00" * 9, "…" * 500]
    for words in ["我想问一下户口迁移应该怎么办理？", *odd]:
        assert ask(client, words).status_code == 204
    for chosen in ("", "0", "x", "9" * 30):
        assert ask(client, area=chosen).status_code == (204 if chosen else 200)
    for state in ("draft", "withdrawn"):
        type(article).objects.update(state=state)
        assert ask(client).status_code == 204


def test_of_those_that_fit_three_are_offered_those_of_the_chosen_area_first(article):
    other = make_article(title=TITLE)
    assert answers.suggest(QUESTION, other.area)[0] == other
    assert answers.suggest(QUESTION, article.area)[0] == article
    for _ in range(3):
        make_article(title=TITLE, area=article.area)
    assert len(answers.suggest(QUESTION, article.area)) == 3


def test_beyond_the_bound_nothing_is_searched_and_no_table_filled(client, article, monkeypatch):
    few = rate_limit.Limit("suggest", 2, rate_limit.SUGGESTIONS.period)
    monkeypatch.setattr(rate_limit, "ALL_SUGGESTIONS", few)
    for number in range(9):
        client.post(SUGGEST, {"question": QUESTION}, REMOTE_ADDR=f"2001:db8:{number}::1")
    assert Throttle.objects.filter(scope="suggest").count() == 2 * 2 + 1  # household, site; all
    Throttle.objects.all().delete()
    monkeypatch.setattr(rate_limit, "SUGGESTIONS", few)
    assert [ask(client).status_code for _ in range(3)] == [200, 200, 204]


def sent(client, area, **fields):
    """A question was posted; what its receipt page shows."""
    client.post(FORM, good_post(question=QUESTION, area=area.pk, **fields))
    return client.get(RECEIPT)


def test_the_receipt_shows_them_without_javascript(client, article):
    page = sent(client, article.area)
    shown = [words in page.text for words in (TITLE, QUESTION, HELPFUL)]
    assert shown == [True, False, False]
    article.state = "withdrawn"
    article.save()
    assert client.get(RECEIPT).context["articles"] == []


def test_where_scripts_run_the_receipt_comes_first_and_asks_for_them(client, article, monkeypatch):
    with monkeypatch.context() as unsearched:
        unsearched.setattr(answers, "suggest", None)
        page = sent(client, article.area, proof=solved())
    assert TITLE not in page.text
    assert f'data-helpful="{HELPFUL}"' in page.text
    answer = client.post(HELPFUL)
    assert (TITLE in answer.text, QUESTION in answer.text) == (True, False)
    assert Client().post(HELPFUL).status_code == 204
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(HELPFUL).status_code == 403
    assert browser.get(HELPFUL).status_code == 405


def unreadable(client):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consult_message SET text = 'enc1:gone:AAAA'")
    page = client.get(RECEIPT)
    assert (page.status_code, page.context["articles"]) == (200, [])


def left(client):
    assert client.post(THREAD, {"action": "leave"}).status_code == 302


def erased(client):
    services.erase_now(consultation=Consultation.objects.get())


@pytest.mark.parametrize("end", [unreadable, left, erased], ids=lambda end: end.__name__)
def test_what_cannot_be_read_any_more_offers_nothing(client, article, end):
    sent(client, article.area)
    end(client)
    assert client.post(HELPFUL).status_code == 204
