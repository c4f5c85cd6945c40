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


def test_an_article_that_fits_is_offered_with_its_link(client, article):
    html = ask(client).content.decode()
    assert TITLE in html
    assert f'href="{article.get_absolute_url()}"' in html
    assert 'target="_blank"' in html


def test_chance_offers_nothing(client, article):
    assert ask(client, "我想问一下户口迁移应该怎么办理？").status_code == 204


def test_no_more_than_three_are_offered(area):
    for _ in range(5):
        make_article(title=TITLE, area=area)
    assert len(answers.suggest(QUESTION, area)) == 3


def test_of_two_that_fit_the_one_of_the_chosen_area_comes_first(article):
    other = make_article(title=TITLE)
    assert answers.suggest(QUESTION, other.area)[0] == other
    assert answers.suggest(QUESTION, article.area)[0] == article


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "withdrawn"}])
def test_only_what_is_published_is_offered(client, area, hidden):
    make_article(title=TITLE, area=area, **hidden)
    assert ask(client).status_code == 204


@pytest.mark.parametrize(
    "words", ["", "短", "字" * 5001, "坏的\ufffd字坏的坏的坏的", "\x00" * 9, "…" * 500]
)
def test_bad_input_offers_nothing(client, article, words):
    assert ask(client, words).status_code == 204


@pytest.mark.parametrize("chosen", ["", "0", "x", "9" * 30])
def test_an_odd_area_is_no_fault(client, article, chosen):
    assert ask(client, area=chosen).status_code == (204 if chosen else 200)


def test_it_takes_posts_with_a_token_only(client, article):
    assert client.get(SUGGEST).status_code == 405
    assert ask(Client(enforce_csrf_checks=True)).status_code == 403


def test_nothing_is_kept_and_nothing_is_logged(client, article, caplog):
    with caplog.at_level(logging.DEBUG):
        response = ask(client)
    told = "".join(
        record.getMessage() for record in caplog.records if "backends" not in record.name
    )
    assert "借给同事" not in told + str(response.headers) + response.content.decode()
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies


def test_beyond_the_bound_nothing_is_searched(client, article, monkeypatch):
    monkeypatch.setattr(
        rate_limit, "SUGGESTIONS", rate_limit.Limit("suggest", 1, rate_limit.POSTS.period)
    )
    assert [ask(client).status_code for _ in range(2)] == [200, 204]


def test_a_flood_from_ever_new_addresses_fills_no_table(client, article, monkeypatch):
    few = rate_limit.Limit("suggest", 2, rate_limit.SUGGESTIONS.period)
    monkeypatch.setattr(rate_limit, "ALL_SUGGESTIONS", few)
    for number in range(9):
        client.post(SUGGEST, {"question": QUESTION}, REMOTE_ADDR=f"2001:db8:{number}::1")
    assert Throttle.objects.filter(scope="suggest").count() == 2 * 2 + 1  # household, site; all


def sent(client, area, **fields):
    """A question was posted; what its receipt page shows."""
    client.post(FORM, good_post(question=QUESTION, area=area.pk, **fields))
    return client.get(RECEIPT)


def test_the_receipt_shows_them_without_javascript(client, article):
    page = sent(client, article.area)
    assert TITLE in page.text
    assert QUESTION not in page.text
    assert HELPFUL not in page.text


def test_where_scripts_run_the_receipt_comes_first_and_asks_for_them(client, article):
    page = sent(client, article.area, proof=solved())
    assert TITLE not in page.text
    assert f'data-helpful="{HELPFUL}"' in page.text
    answer = client.post(HELPFUL)
    assert TITLE in answer.text
    assert QUESTION not in answer.text
    assert answer["Cache-Control"] == "no-store, private"


def test_a_browser_without_the_receipt_is_offered_nothing(client, article):
    sent(client, article.area)
    assert Client().post(HELPFUL).status_code == 204
    assert client.post(THREAD, {"action": "leave"}).status_code == 302
    assert client.post(HELPFUL).status_code == 204


def test_the_receipt_is_asked_with_a_token_only(article):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(HELPFUL).status_code == 403
    assert browser.get(HELPFUL).status_code == 405


def test_what_was_erased_offers_nothing(client, article):
    sent(client, article.area)
    services.erase_now(consultation=Consultation.objects.get())
    assert client.post(HELPFUL).status_code == 204


def test_what_does_not_open_costs_no_receipt(client, article):
    sent(client, article.area)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consult_message SET text = 'enc1:gone:AAAA'")
    page = client.get(RECEIPT)
    assert (page.status_code, page.context["articles"]) == (200, [])
    assert client.post(HELPFUL).status_code == 204


def test_one_withdrawn_meanwhile_is_not_on_the_receipt(client, article):
    client.post(FORM, good_post(question=QUESTION, area=article.area_id))
    article.state = "withdrawn"
    article.save()
    assert client.get(RECEIPT).context["articles"] == []


def test_neither_the_post_nor_the_receipt_searches_where_scripts_run(client, article, monkeypatch):
    monkeypatch.setattr(answers, "suggest", None)
    assert sent(client, article.area, proof=solved()).status_code == 200
