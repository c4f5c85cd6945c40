"""What was looked for and not found comes into the form, where the visitor wants that."""

import logging

import pytest
from django.urls import reverse

from consult.models import Consultation
from tests.factories import make_area, make_notice, make_settings

pytestmark = pytest.mark.django_db
BEGIN = reverse("consult:begin")
WORDS = "房东不退押金怎么办"


@pytest.fixture(autouse=True)
def _open():
    make_settings()
    make_notice()
    make_area()


def test_the_words_stand_in_the_form_and_nothing_is_stored(client):
    answer = client.post(BEGIN, {"question": WORDS})
    assert f">\n{WORDS}</textarea>" in answer.text
    assert 'class="wrong"' not in answer.text
    assert not Consultation.objects.exists()


def test_the_form_is_sent_where_every_form_is_sent(client):
    assert 'action="/consult/"' in client.post(BEGIN, {"question": WORDS}).text


def test_they_are_in_no_address_no_log_and_no_cache(client, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client.post(BEGIN, {"question": WORDS})
    told = [one.getMessage() for one in caplog.records if "backends" not in one.name]
    assert WORDS not in "".join(told)
    assert "no-store" in answer["Cache-Control"]


def test_another_site_puts_no_words_into_the_form(client):
    answer = client.post(BEGIN, {"question": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
    assert WORDS not in answer.text


def test_it_takes_posts_only(client):
    assert client.get(BEGIN).status_code == 405


@pytest.mark.parametrize("words", ["", "\x00", "字" * 9000, "</textarea><script>"])
def test_strange_words_do_no_harm(client, words):
    answer = client.post(BEGIN, {"question": words})
    assert answer.status_code == 200
    assert "</textarea><script>" not in answer.text
    assert "字" * 801 not in answer.text
