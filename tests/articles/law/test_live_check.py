"""The check of a text as it is typed: where its warnings stand, at a cost that stays even."""

import pytest

from articles.law import live_check
from tests.growth import grows_evenly
from tests.statutes.sample_law import contract_law

pytestmark = pytest.mark.django_db


def test_a_warning_says_how_often_its_words_stand_before_it():
    contract_law()
    body = "<p>《民法典》第577条、第1300条。《合同法》第52条、第1300条。</p>"
    found = live_check.check(body=body).warned
    assert [(one.first.quote, one.field, one.before) for one in found] == [
        ("第1300条", "body", 0),
        ("《合同法》第52条", "body", 0),
        ("第1300条", "body", 1),
    ]


def test_thousands_of_warnings_cost_their_share():
    contract_law()

    def work(size):
        texts = (f"<p>《民法典》第{2000 + at}条{'灯' * 200}</p>" for at in range(size))
        live_check.check(body="".join(texts))

    assert grows_evenly(work, 8_000)
