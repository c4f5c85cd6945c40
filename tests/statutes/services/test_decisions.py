"""What a lawyer decides about a warning: by name, kept, taken back, noted when a text changes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Citation
from statutes.base import Outcome
from statutes.models import Decision
from statutes.services import citation_sync
from tests.factories import make_article, make_staff, saved
from tests.statutes.sample_law import company_law, contract_law
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
BODY = "<p>《合同法》第五十二条。再说一遍：《合同法》第五十二条。</p><p>《合同法》第九条。</p>"


@pytest.fixture
def article():
    contract_law()
    return make_article(body=BODY)


def confirm(article, **fields):
    known = {"citation": article.citations.open().first(), "lawyer": "林致远", "user": None}
    return citation_sync.confirm(**{**known, **fields})


def rewrite(article, body, user=None, **fields):
    before = citation_sync.open_warnings(Citation, article)
    article.body = body
    for name, value in fields.items():
        setattr(article, name, value)
    saved(article)
    now = list(article.citations.all())
    return citation_sync.note_rewritten(text=article, before=before, now=now, user=user)


def test_a_confirmation_settles_every_place_with_the_same_warning(article):
    user = make_staff()
    made = confirm(article, user=user, note="讨论的是2019年的合同")
    assert [one.number for one in article.citations.open()] == [9]
    assert (made.lawyer, made.user, made.title) == ("林致远", user, str(article))
    assert made.text == f"articles.article:{article.pk}"
    assert made.words.startswith("《合同法》已于2021年1月1日废止")


def test_another_article_is_not_settled_by_it(article):
    other = make_article(body=BODY)
    confirm(article)
    assert other.citations.open().count() == 3


def test_nobody_confirms_without_a_name(article):
    with pytest.raises(IntegrityError), transaction.atomic():
        confirm(article, lawyer="")
    assert article.citations.open().count() == 3


def test_what_is_settled_or_gone_is_not_confirmed_again(article):
    first = article.citations.first()
    confirm(article, citation=first)
    with pytest.raises(citation_sync.NothingToDecideError):
        confirm(article, citation=first)
    article.body = "<p>没有引用。</p>"
    saved(article)
    with pytest.raises(citation_sync.NothingToDecideError):
        confirm(article, citation=first)
    assert Decision.objects.count() == 1


def test_a_confirmation_can_be_taken_back_and_both_stay_on_record(article):
    made = confirm(article)
    assert citation_sync.decisions_in_force([made]) == {made.pk}
    citation_sync.take_back(decision=made, user=None)
    assert article.citations.open().count() == 3
    saved(article)
    assert article.citations.open().count() == 3
    assert citation_sync.decisions_in_force([made]) == set()
    assert {one.outcome for one in Decision.objects.all()} == {"confirmed", "reopened"}


def test_it_is_taken_back_once(article):
    made = confirm(article)
    citation_sync.take_back(decision=made, user=None)
    with pytest.raises(citation_sync.NothingToDecideError):
        citation_sync.take_back(decision=made, user=None)


def test_a_confirmation_of_an_article_that_is_gone_stays_as_it_is(article):
    made = confirm(article)
    article.delete()
    with pytest.raises(citation_sync.NothingToDecideError):
        citation_sync.take_back(decision=made, user=None)


def test_a_rewriting_is_recorded_for_what_went(article):
    user = make_staff()
    made = rewrite(article, "<p>《民法典》第一百四十四条。《合同法》第九条。</p>", user)
    assert [(one.quote, one.outcome, one.user) for one in made] == [
        ("《合同法》第五十二条", Outcome.REWRITTEN, user)
    ]


def test_a_text_that_is_saved_as_it_was_records_nothing(article):
    assert rewrite(article, BODY) == []


def test_what_was_rewritten_and_comes_again_is_open_again(article):
    confirm(article)
    rewrite(article, "<p>没有引用。</p>")
    decided = Decision.objects.count()
    rewrite(article, BODY)
    assert decided == 2
    assert {one.number for one in article.citations.open()} == {9}


def test_a_newer_check_of_the_same_words_is_recorded_as_such():
    company_law()
    body, old = "<p>《公司法》第十六条。</p>", timezone.now() - timedelta(days=2000)
    article = make_article(body=body, publish_at=old)
    made = rewrite(article, body, checked_on=date(2026, 1, 1), checked_by=article.author)
    assert [one.outcome for one in made] == [Outcome.RECHECKED]
    assert not article.citations.open().exists()


def test_two_lawyers_at_once_make_one_decision(shared_database):
    def make():
        contract_law()
        return make_article(body=BODY).citations.first()

    citation = aside(make)

    def decide():
        try:
            return citation_sync.confirm(citation=citation, lawyer="林致远", user=None)
        except citation_sync.NothingToDecideError:
            return None

    made = together(*[decide] * 4)
    assert len([one for one in made if one]) == 1
    assert aside(Decision.objects.count) == 1
