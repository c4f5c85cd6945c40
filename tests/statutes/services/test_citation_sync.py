"""What a saved text cites is stored with it, with the warnings, and once only."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Citation
from consult.models import CannedCitation
from statutes.models import Decision, PeriodCitation
from statutes.services import citation_sync, recheck
from tests.factories import make_article, make_canned, make_period, saved
from tests.statutes.sample_law import company_law, contract_law, version
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
BODY = "<p>依据《合同法》第五十二条，合同无效。又见《民法典》第一百四十四条。</p>"


def key(one):
    return one.short_name if one.number is None else f"{one.short_name}:{one.number}"


def cited(article):
    return [(key(one), one.level, one.reason) for one in article.citations.all()]


def test_an_article_that_is_created_has_its_citations():
    contract_law()
    article = make_article(body=BODY)
    assert cited(article) == [("合同法:52", "red", "repealed"), ("民法典:144", "", "")]
    first = article.citations.first()
    assert article.text[first.start : first.end] == first.quote == "《合同法》第五十二条"
    assert (first.statute.short_name, first.leads_to.short_name) == ("合同法", "民法典")
    assert first.found_on == timezone.localdate()


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


def test_a_new_summary_alone_brings_its_citations():
    contract_law()
    article = make_article(body="<p>见《民法典》第五百八十五条。</p>")
    article.summary = "依据《合同法》第一百一十四条。"
    citation_sync.save_text(text=article, update_fields={"summary"})
    assert [key(one) for one in article.citations.open()] == ["合同法:114"]


def test_a_canned_reply_and_a_period_have_them_too():
    contract_law()
    reply = make_canned(title="无效", text="请看《合同法》第五十二条。")
    period = make_period(length="4年", about="国际买卖合同", short_name="合同法", number=129)
    assert [one.reason for one in reply.citations.all()] == ["repealed"]
    assert [key(one) for one in period.citations.open()] == ["合同法:129"]
    assert set(citation_sync.citing_models()) == {Citation, CannedCitation, PeriodCitation}


def test_every_kind_of_text_answers_what_is_asked_of_it_and_can_be_mended():
    for kind in citation_sync.citing_models():
        text = kind.text_model()
        assert isinstance(text.citing_words, property), kind
        assert isinstance(text.citing_day, property), kind
        assert text.citations.rel.related_model is kind
        assert citation_sync.admin_url(kind, 7).endswith("/7/change/")


def test_a_plain_save_of_the_model_stores_its_row_alone():
    contract_law()
    article, reply = make_article(), make_canned()
    article.body, reply.text = BODY, "请看《合同法》第五十二条。"
    article.save()
    reply.save()
    assert not article.citations.exists()
    assert not reply.citations.exists()
    assert recheck.of_lineages([recheck.ALL]) == 2
    assert article.citations.count() == 2


def test_saving_again_writes_nothing():
    contract_law()
    article = make_article(body=BODY)
    before = list(article.citations.values())
    saved(article)
    assert list(article.citations.values()) == before


def test_a_rewritten_article_has_the_new_citations_alone():
    contract_law()
    article = make_article(body=BODY)
    article.body = "<p>依据《民法典》第一百四十四条。</p>"
    saved(article)
    assert cited(article) == [("民法典:144", "", "")]


def test_a_warning_that_stands_keeps_its_day_and_a_new_one_gets_its_own():
    contract_law()
    article = make_article(body=BODY)
    early = timezone.localdate() - timedelta(days=9)
    article.citations.filter(level="red").update(found_on=early)
    article.body = "<p>先说一句。依据《合同法》第五十二条和《合同法》第五十三条。</p>"
    saved(article)
    found = dict(article.citations.values_list("number", "found_on"))
    assert found == {52: early, 53: timezone.localdate()}


def test_a_confirmed_warning_stays_settled_when_the_text_is_saved():
    contract_law()
    article = make_article(body=BODY)
    citation_sync.confirm(citation=article.citations.first(), lawyer="林致远", user=None)
    article.body = "<p>换了开头。</p>" + BODY
    saved(article)
    assert not article.citations.open().exists()
    assert article.citations.filter(settled=True).count() == 1


def test_the_check_date_decides_on_revisions():
    company_law()
    article = make_article(body="<p>《公司法》第十六条。</p>", publish_at=timezone.now())
    assert cited(article) == [("公司法:16", "", "")]
    article.publish_at -= timedelta(days=2000)
    saved(article)
    assert cited(article) == [("公司法:16", "amber", "revised")]


def test_the_day_of_a_canned_reply_is_its_check_or_when_it_was_written():
    company_law()
    reply = make_canned(title="决议", text="《公司法》第十六条。")
    assert not reply.citations.open().exists()
    reply.written_on = date(2020, 1, 1)
    saved(reply)
    assert reply.citations.open().get().reason == "revised"
    reply.checked_on = timezone.localdate()
    saved(reply)
    assert not reply.citations.open().exists()


def test_a_text_goes_with_its_citations_and_the_decisions_stay():
    contract_law()
    article = make_article(body=BODY)
    citation_sync.confirm(citation=article.citations.first(), lawyer="林致远", user=None)
    article.delete()
    assert not Citation.objects.exists()
    assert Decision.objects.get().title == article.title


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
