"""Who may do what on an article, what the office is told, what it costs; stored texts made anew."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.management.commands.rebuild_excerpts import DONE
from articles.models import Article, Revision, State
from articles.models import text as rules
from articles.workflow import publishing, review
from articles.workflow.review import DROP, PUBLISH, RETURN, SAVE, SUBMIT, WITHDRAW
from tests.articles.admin.test_article import PUBLISHER, WRITER
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
PUBLISHES_ONLY = ("articles.publish_article",)


def acts(article, *rights, second_person=False, user=None):
    return review.possible_acts(article, user or make_staff(*rights), second_person=second_person)


def test_each_right_allows_its_acts():
    draft, article, new = make_article(state=State.DRAFT), make_article(), Article()
    article.title = "改了"
    publishing.submit(article=article, user=make_staff())
    add, change = ("articles.add_article",), ("articles.change_article",)
    for one, rights, expected in (
        (draft, (), set()),
        (draft, WRITER, {SAVE, SUBMIT}),
        (draft, PUBLISHER, {SAVE, SUBMIT, PUBLISH}),
        (draft, PUBLISHES_ONLY, set()),
        (draft, add, set()),
        (draft, change, {SAVE, SUBMIT}),
        (new, add, {SAVE, SUBMIT}),
        (new, change, set()),
        (article, WRITER, {SAVE, SUBMIT, DROP}),
        (article, PUBLISHES_ONLY, {WITHDRAW, RETURN}),
        (article, (), set()),
    ):
        assert acts(one, *rights) == expected, (one, rights)


def test_the_buttons_say_what_they_do():
    draft = make_article(state=State.DRAFT)
    draft.publish_at = None
    assert review.act_labels(draft) == {SAVE: "保存草稿", SUBMIT: "送审", PUBLISH: "发布"}
    draft.publish_at = timezone.now() - timedelta(hours=1)
    assert review.act_labels(draft)[PUBLISH] == "发布"
    draft.publish_at = timezone.now() + timedelta(hours=1)
    assert review.act_labels(draft)[PUBLISH] == "定时发布"
    draft.submitted_at = timezone.now()
    assert review.act_labels(draft)[SUBMIT] == "重新送审"
    assert review.act_labels(make_article())[PUBLISH] == "发布修改"


BEIJING = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 12, tzinfo=BEIJING)
ENDED = datetime(2026, 11, 24, 8, 30, tzinfo=BEIJING)
BEFORE, AFTER = datetime(2026, 11, 20, 9, tzinfo=BEIJING), datetime(2026, 12, 1, 9, tzinfo=BEIJING)


def told(monkeypatch, state=State.PUBLISHED, begins=BEFORE, ends=None, **fields):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    article = Article(state=state, publish_at=begins, expires_at=ends, **fields)
    return review.status_sentence(article)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.DRAFT}, review.HIDDEN),
        ({"state": State.WITHDRAWN}, review.GONE),
        ({"ends": ENDED}, review.ENDED.format("2026年11月24日 08:30") + review.GONE),
        ({"begins": AFTER}, review.LATER.format("2026年12月1日 09:00")),
        ({}, review.CURRENT),
        ({"ends": AFTER}, review.CURRENT + review.ENDS.format("2026年12月1日 09:00")),
        ({"pending": Revision(pk=2)}, review.STILL.format("11月20日")),
    ],
)
def test_the_sentence_fits_where_the_article_stands(monkeypatch, fields, words):
    assert told(monkeypatch, **fields) == words


def test_the_day_is_that_on_which_the_live_version_was_published(monkeypatch):
    live = Revision(created_at=datetime(2025, 11, 24, 23, 30, tzinfo=ZoneInfo("UTC")))
    begins = datetime(2025, 1, 1, tzinfo=BEIJING)
    words = told(monkeypatch, begins=begins, live=live, pending=Revision(pk=2))
    assert words == review.STILL.format("2025年11月25日")


LONG = "先把经过写下来。" * 40


def rebuild():
    told = StringIO()
    call_command("rebuild_excerpts", stdout=told)
    return told.getvalue().strip()


def longer(monkeypatch):
    """A newcomer makes excerpts longer: one number."""
    monkeypatch.setattr(rules, "TARGET", 120)


def test_a_new_length_reaches_the_stored_excerpts_and_neither_content_nor_dates_move(monkeypatch):
    article = make_article(summary="", body=f"<p>{LONG}</p>")
    longer(monkeypatch)
    assert rebuild() == DONE.format(1)
    now = Article.objects.get()
    assert len(now.excerpt) > len(article.excerpt)
    kept = (article.body, article.updated_at, article.live_id)
    assert (now.body, now.updated_at, now.live_id) == kept
    assert now.revisions.count() == article.revisions.count()
    assert rebuild() == DONE.format(0)


def test_what_an_editor_changes_meanwhile_is_not_overwritten(monkeypatch):
    make_article(summary="", body=f"<p>{LONG}</p>")
    longer(monkeypatch)
    plain = Article.derive_texts

    def changed_in_between(article):
        Article.objects.update(summary="编辑刚写的摘要。", excerpt="编辑刚写的摘要。")
        plain(article)

    monkeypatch.setattr(Article, "derive_texts", changed_in_between)
    assert rebuild() == DONE.format(0)
    assert Article.objects.get().excerpt == "编辑刚写的摘要。"
