"""When the law moves, what cites it is held against it again; what the law itself cites."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Citation
from statutes.law.table import Table
from statutes.models import Decision, LawCitation, PendingRecheck, Statute, TableVersion
from statutes.services import citation_sync, law_citations, recheck, table
from tests.factories import make_article, make_canned, make_period, make_statute, saved
from tests.statutes.sample_law import version
from tests.threads import aside, together
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
CITING = "<p>《示范法》第三条说得很清楚。</p>"
PASSED = timezone.localdate() - timedelta(days=1)


def three_texts():
    """An article, a canned reply and a period that cite 示范法, which is in force."""
    law = version("示范法", article_count=9)
    reply = make_canned(title="依据", text="《示范法》第三条。")
    period = make_period(about="事", short_name="示范法", number=3)
    return law, [make_article(body=CITING), reply, period]


def repeal(law):
    law.effective_to = PASSED
    law.status = "repealed"
    table.save_statute(statute=law)


def opened(texts):
    return [text.citations.open().count() for text in texts]


def test_a_law_that_is_marked_repealed_reaches_every_kind_of_text_at_once(
    django_capture_on_commit_callbacks,
):
    law, texts = three_texts()
    assert opened(texts) == [0, 0, 0]
    with django_capture_on_commit_callbacks(execute=True):
        repeal(law)
    assert opened(texts) == [1, 1, 1]
    words = {text.citations.get().words.split("，")[0] for text in texts}
    ended = f"《示范法》已于{PASSED.year}年{PASSED.month}月{PASSED.day}日废止。"
    assert {one.split("如讨论")[0] for one in words} == {ended}


def test_only_what_changed_is_written(django_assert_num_queries):
    law, texts = three_texts()
    make_article(body="<p>《别的法》第一条。</p>")
    keys = set(Citation.objects.values_list("pk", flat=True))
    assert recheck.of_lineages(["示范法"]) == 0
    assert recheck.of_lineages([recheck.ALL]) == 0
    assert set(Citation.objects.values_list("pk", flat=True)) == keys


@pytest.mark.parametrize("number", [1, 30])
def test_it_takes_as_many_queries_for_thirty_texts_as_for_one(number, django_assert_num_queries):
    law, _ = three_texts()
    for _ in range(number):
        make_article(body=CITING)
    law.effective_to, law.status = PASSED, "repealed"
    law.save()
    found = Table.load()
    articles = list(Citation.texts())
    with django_assert_num_queries(7):  # the finished bodies in one of them
        recheck.citation_sync.refresh_batch(
            Citation, articles, table=found, today=timezone.localdate()
        )
    assert Citation.objects.open().count() == number + 1


def test_many_texts_are_left_to_the_worker_whose_batches_leave_nothing_out(
    monkeypatch, django_capture_on_commit_callbacks
):
    law, texts = three_texts()
    texts += [make_article(body=CITING) for _ in range(6)]
    monkeypatch.setattr(recheck, "AT_ONCE", 2)
    monkeypatch.setattr(recheck, "BATCH", 2)
    with django_capture_on_commit_callbacks(execute=True):
        repeal(law)
    assert opened(texts) == [0] * 9
    assert recheck.texts_citing(["示范法"]) == 9
    recheck.Resumable(recheck.steps)()
    assert opened(texts) == [1] * 9


def test_what_was_stopped_or_crashed_keeps_the_request_and_goes_on_from_there(monkeypatch):
    monkeypatch.setattr(recheck, "BATCH", 1)
    law, texts = three_texts()
    repeal(law)
    with monkeypatch.context() as broken:
        broken.setattr(recheck.texts_checked, "send", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            recheck.Resumable(recheck.steps)()
    before = sum(opened(texts))
    turns = recheck.Resumable(recheck.steps)
    for done in (1, 2, 3):
        assert PendingRecheck.objects.exists()
        turns(lambda: False)  # one batch a turn
        assert sum(opened(texts)) >= max(done, before)
    turns(lambda: False)
    assert (opened(texts), PendingRecheck.objects.exists()) == ([1, 1, 1], False)


def test_a_request_that_is_made_again_meanwhile_stays():
    law, _ = three_texts()
    PendingRecheck.objects.all().delete()
    recheck.request_recheck(["示范法"])

    def again():
        recheck.request_recheck(["示范法"])
        return True

    recheck.Resumable(recheck.steps)(again)
    assert PendingRecheck.objects.filter(short_name="示范法").exists()


def test_what_was_saved_after_it_was_read_is_read_anew():
    law, _ = three_texts()
    article = make_article(body=CITING)
    stale = list(Citation.texts().filter(pk=article.pk))
    Article.objects.filter(pk=article.pk).update(text="前面多了几个字。《示范法》第四条。")
    law.effective_to, law.status = PASSED, "repealed"
    law.save()
    given = {"table": Table.load(), "today": timezone.localdate()}
    assert recheck.citation_sync.refresh_batch(Citation, stale, **given) == 1
    assert article.citations.get().number == 4


def test_a_confirmed_warning_stays_silent_until_the_facts_change():
    law, (article, *_) = three_texts()
    repeal(law)
    recheck.Resumable(recheck.steps)()
    citation_sync.confirm(citation=article.citations.get(), lawyer="林致远", user=None)
    recheck.of_lineages([recheck.ALL])
    assert not article.citations.open().exists()
    law.effective_to -= timedelta(days=30)
    table.save_statute(statute=law)
    recheck.Resumable(recheck.steps)()
    assert article.citations.open().exists()
    assert Decision.objects.count() == 1


def test_the_day_on_which_a_law_takes_effect_is_noticed_once():
    TableVersion.objects.create(pk=1, version=date(2026, 11, 24))
    start = timezone.localdate() + timedelta(days=1)
    version("将来法", effective_from=start, promulgated=start - timedelta(days=99))
    article = make_article(body="<p>《将来法》第一条。</p>")
    assert article.citations.open().get().reason == "future"
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert recheck.begin_day(tomorrow)
    assert not recheck.begin_day(tomorrow)
    recheck.of_lineages([recheck.ALL], today=tomorrow)
    assert not article.citations.open().exists()


def test_the_day_of_the_job_changes_the_stored_status_too():
    TableVersion.objects.create(pk=1, version=date(2026, 11, 24))
    law, texts = three_texts()
    law.effective_to, law.replaced_by = PASSED, version("新示范法")
    law.save()
    jobs.begin_day()
    recheck.Resumable(recheck.steps)()
    law.refresh_from_db()
    assert (law.status, opened(texts)) == ("repealed", [1, 1, 1])
    jobs.begin_day()
    assert not PendingRecheck.objects.exists()


def test_a_save_and_a_recheck_at_once_leave_one_true_set(shared_database):
    def make():
        law, texts = three_texts()
        law.effective_to, law.status = PASSED, "repealed"
        law.save()
        return texts[0].pk

    def save():
        article = Article.objects.get(pk=key)
        article.body = "<p>改过：《示范法》第五条。</p>"
        saved(article)

    key = aside(make)
    together(save, *[lambda: recheck.of_lineages([recheck.ALL])] * 3)
    found = aside(
        lambda: list(Article.objects.get(pk=key).citations.values_list("number", "level"))
    )
    assert found == [(5, "red")]


def cited_by(statute):
    """Triples: citing number, name and number that it cites."""
    found = LawCitation.objects.filter(statute=statute).order_by("by_number", "number")
    return list(found.values_list("by_number", "short_name", "number"))


def make_interpretation(*texts, **fields):
    known = {"kind": "interpretation", "name": "最高人民法院关于适用灯塔法的解释"}
    return make_statute(texts, short_name="灯塔法解释", **{**known, **fields})


@pytest.mark.parametrize(
    ("texts", "cites"),
    [
        (
            ["无关。", "灯塔法第二条所称的灯，依照本解释第一条认定。"],
            [("灯塔法解释", 1), ("灯塔法", 2)],
        ),
        (["无关。", "前条规定的除外。"], [("灯塔法解释", 1)]),
        (["依照灯塔法处理。", "原《灯塔法》第二条不再适用。", "《飞船法》第三条。"], []),
    ],
)
def test_an_interpretation_cites_the_law_itself_and_the_article_before(texts, cites):
    make_statute(["甲。", "乙。"], short_name="灯塔法", article_count=9)
    text = make_interpretation(*texts)
    assert law_citations.read_stale()
    assert cited_by(text) == [(2, *one) for one in cites]


def test_a_text_without_articles_is_read_as_a_whole_and_a_law_learnt_of_later_is_found():
    text = make_interpretation(
        preamble="依照灯塔法第三条，可以熄灯。", imported_at="2026-01-01T00:00Z"
    )
    law_citations.read_stale()
    assert cited_by(text) == []
    make_statute(short_name="灯塔法", article_count=9)
    law_citations.read_stale()
    assert cited_by(text) == [(0, "灯塔法", 3)]
    Statute.objects.filter(pk=text.pk).update(preamble="乙。", imported_at="2026-01-02T00:00Z")
    law_citations.read_stale()  # imported again, it is read again
    assert cited_by(text) == []


def test_one_that_is_told_to_stop_goes_on_and_asks_one_question_while_nothing_changes():
    for name in ("灯塔法", "航标法"):
        make_statute(["甲。", "依照本法第一条。"], short_name=name)
    turns = iter([True, False])
    reading = law_citations.ResumableReading()
    reading(lambda: next(turns))
    assert (LawCitation.objects.count(), law_citations.missing()) == (1, 1)
    reading()
    assert (LawCitation.objects.count(), law_citations.missing()) == (2, 0)
    with CaptureQueriesContext(connection) as queries:
        reading()
    assert len(queries) == 1


def test_the_command_reads_what_is_left_and_says_how_much(capsys):
    text = make_interpretation("甲。", "依照本解释第一条。")
    call_command("read_law_citations")
    assert cited_by(text) == [(2, "灯塔法解释", 1)]
    assert "1部" in capsys.readouterr().out
    call_command("read_law_citations")
    assert "0部" in capsys.readouterr().out
