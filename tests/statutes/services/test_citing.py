"""What a saved text cites is stored with it, once; what a lawyer decides about a warning."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Citation
from calculators.models import ParameterCitation
from consult.models import CannedCitation
from statutes.base import Outcome
from statutes.law.table import Table
from statutes.models import Decision
from statutes.services import citation_sync
from tests.factories import make_article, make_canned, make_period, make_staff, saved
from tests.statutes.sample_law import company_law, contract_law, version
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
BODY = "<p>依据《合同法》第五十二条，合同无效。又见《民法典》第一百四十四条。</p>"


def key(one):
    return one.short_name if one.number is None else f"{one.short_name}:{one.number}"


def cited(article):
    return [(key(one), one.level, one.reason) for one in article.citations.all()]


def test_an_article_that_is_created_has_its_citations_and_saving_again_writes_nothing():
    contract_law()
    article = make_article(body=BODY)
    assert cited(article) == [("合同法:52", "red", "repealed"), ("民法典:144", "", "")]
    first = article.citations.first()
    assert article.text[first.start : first.end] == first.quote == "《合同法》第五十二条"
    assert (first.statute.short_name, first.leads_to.short_name) == ("合同法", "民法典")
    assert first.found_on == timezone.localdate()
    article = make_article(body=BODY)
    before = list(article.citations.values())
    saved(article)
    assert list(article.citations.values()) == before
    article = make_article(body=BODY)
    article.body = "<p>依据《民法典》第一百四十四条。</p>"
    saved(article)
    assert cited(article) == [("民法典:144", "", "")]


def test_what_stands_in_title_and_summary_is_warned_of_too():
    contract_law()
    article = make_article(
        title="按《合同法》还能要违约金吗？",
        summary="能，依据《合同法》第一百一十四条。",
        body="<p>见《民法典》第五百八十五条。第五条</p>",
    )
    assert cited(article) == [
        ("民法典:585", "", ""),
        ("民法典:5", "", ""),
        ("合同法:114", "red", "repealed"),
        ("合同法", "red", "repealed"),
    ]
    words = article.citing_words
    assert all(words[one.start : one.end] == one.quote for one in article.citations.all())
    article = make_article(body="<p>见《民法典》第五百八十五条。</p>")
    article.summary = "依据《合同法》第一百一十四条。"
    citation_sync.save_text(text=article, update_fields={"summary"})
    assert [key(one) for one in article.citations.open()] == ["合同法:114"]


def test_every_kind_of_text_has_citations_and_answers_what_is_asked_of_it():
    contract_law()
    reply = make_canned(title="无效", text="请看《合同法》第五十二条。")
    period = make_period(about="国际买卖合同", short_name="合同法", number=129)
    assert [one.reason for one in reply.citations.all()] == ["repealed"]
    assert [key(one) for one in period.citations.open()] == ["合同法:129"]
    assert set(citation_sync.citing_models()) == {Citation, CannedCitation, ParameterCitation}
    for kind in citation_sync.citing_models():
        text = kind.text_model()
        assert isinstance(text.citing_words, property), kind
        assert isinstance(text.citing_day, property), kind
        assert text.citations.rel.related_model is kind
        assert citation_sync.admin_url(kind, 7).endswith("/7/change/")


def test_a_warning_keeps_its_day_and_its_confirmation_when_the_text_is_saved():
    contract_law()
    article = make_article(body=BODY)
    early = timezone.localdate() - timedelta(days=9)
    article.citations.filter(level="red").update(found_on=early)
    article.body = "<p>先说一句。依据《合同法》第五十二条和《合同法》第五十三条。</p>"
    saved(article)
    found = dict(article.citations.values_list("number", "found_on"))
    assert found == {52: early, 53: timezone.localdate()}
    article = make_article(body=BODY)
    citation_sync.confirm(citation=article.citations.first(), lawyer="林致远", user=None)
    article.body = "<p>换了开头。</p>" + BODY
    saved(article)
    assert not article.citations.open().exists()
    assert article.citations.filter(settled=True).count() == 1


def test_the_day_of_a_text_decides_on_revisions():
    company_law()
    article = make_article(body="<p>《公司法》第十六条。</p>", publish_at=timezone.now())
    assert cited(article) == [("公司法:16", "", "")]
    article.publish_at -= timedelta(days=2000)
    saved(article)
    assert cited(article) == [("公司法:16", "amber", "revised")]
    reply = make_canned(title="决议", text="《公司法》第十六条。")
    assert not reply.citations.open().exists()
    reply.written_on = date(2020, 1, 1)
    saved(reply)
    assert reply.citations.open().get().reason == "revised"
    reply.checked_on = timezone.localdate()
    saved(reply)
    assert not reply.citations.open().exists()


def test_a_statute_that_leaves_the_table_takes_no_citation_along():
    law = version("示范法")
    article = make_article(body="<p>《示范法》第一条。</p>")
    law.delete()
    assert article.citations.get().statute is None


def test_two_who_save_at_once_neither_double_nor_lose_a_citation(shared_database):
    def make():
        contract_law()
        return make_article(body=BODY).pk

    key = aside(make)

    def save(number):
        article = Article.objects.get(pk=key)
        article.body = f"<p>《合同法》第{number}条、《民法典》第{number}条。</p>"
        saved(article)

    together(*(lambda number=number: save(number) for number in range(11, 17)))
    article, quotes = aside(lambda: (found := Article.objects.get(pk=key), stored(found)))
    assert quotes == article.text[:-1].split("、")


def stored(article):
    return [one.quote for one in article.citations.all()]


TWICE = "<p>《合同法》第五十二条。再说一遍：《合同法》第五十二条。</p><p>《合同法》第九条。</p>"


@pytest.fixture
def article():
    contract_law()
    return make_article(body=TWICE)


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


def test_a_confirmation_by_name_settles_every_place_with_the_same_warning_in_this_text(article):
    with pytest.raises(IntegrityError), transaction.atomic():
        confirm(article, lawyer="")
    assert article.citations.open().count() == 3
    user = make_staff()
    made = confirm(article, user=user, note="讨论的是2019年的合同")
    assert [one.number for one in article.citations.open()] == [9]
    assert (made.lawyer, made.user, made.title) == ("林致远", user, str(article))
    assert made.text == f"articles.article:{article.pk}"
    assert made.words.startswith("《合同法》已于2021年1月1日废止")
    other = make_article(body=TWICE)
    confirm(article)
    assert other.citations.open().count() == 3


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


def test_a_confirmation_can_be_taken_back_once_and_both_stay_on_record(article):
    made = confirm(article)
    assert citation_sync.decisions_in_force([made]) == {made.pk}
    citation_sync.take_back(decision=made, user=None)
    assert article.citations.open().count() == 3
    saved(article)
    assert article.citations.open().count() == 3
    assert citation_sync.decisions_in_force([made]) == set()
    assert {one.outcome for one in Decision.objects.all()} == {"confirmed", "reopened"}
    made = confirm(article)
    citation_sync.take_back(decision=made, user=None)
    with pytest.raises(citation_sync.NothingToDecideError):
        citation_sync.take_back(decision=made, user=None)
    made = confirm(article)
    article.delete()
    with pytest.raises(citation_sync.NothingToDecideError):
        citation_sync.take_back(decision=made, user=None)


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
        return make_article(body=TWICE).citations.first()

    citation = aside(make)

    def decide():
        try:
            return citation_sync.confirm(citation=citation, lawyer="林致远", user=None)
        except citation_sync.NothingToDecideError:
            return None

    made = together(*[decide] * 4)
    assert len([one for one in made if one]) == 1
    assert aside(Decision.objects.count) == 1


@pytest.mark.parametrize(
    ("outcomes", "settled"),
    [([], False), (["confirmed"], True), (["confirmed", "reopened"], False)],
)
def test_a_warning_that_comes_again_is_settled_as_it_was_decided(outcomes, settled):
    contract_law()
    article = make_article(body=BODY)
    article.body = f"<p>《合同法》第九十四条。</p>{BODY}"
    article.settle()
    (warning,) = [one for one in citation_sync.preview(Citation, article) if one.number == 94]
    for outcome in outcomes:
        Decision.objects.create(
            text=citation_sync.name_of(Citation, warning.article_id),
            fingerprint=warning.fingerprint,
            outcome=outcome,
            lawyer="陈立言",
        )
    saved(article)
    assert article.citations.get(number=94).settled is settled
    words = article.citing_words
    assert all(words[one.start : one.end] == one.quote for one in article.citations.all())


def test_a_save_takes_few_queries_and_with_other_citations_few_more(django_assert_max_num_queries):
    contract_law()
    article = make_article(body=BODY)
    Table.latest()  # what the first save of a process reads
    for body, most in ((BODY, 5), (f"<p>《民法典》第七条。</p>{BODY}", 8)):
        article.body = body
        with django_assert_max_num_queries(most):
            saved(article)
