"""What the office is told that visitors see."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles import visible
from articles.models import Article, Revision, State

BEIJING = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 12, tzinfo=BEIJING)
BEFORE, AFTER = datetime(2026, 11, 20, 9, tzinfo=BEIJING), datetime(2026, 12, 1, 9, tzinfo=BEIJING)
GONE = "访客打开原来的网址，看到的是“这篇文章已经撤下”。"


def told(monkeypatch, state=State.PUBLISHED, begins=BEFORE, ends=None, **fields):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return visible.sentence(Article(state=state, publish_at=begins, expires_at=ends, **fields))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.DRAFT}, "访客现在看不到这篇文章。"),
        ({"state": State.WITHDRAWN}, GONE),
        ({"ends": NOW}, f"这篇文章已于2026年11月25日 12:00到期，{GONE}"),
        ({"begins": AFTER}, "访客现在看不到，到2026年12月1日 09:00（北京时间）自动显示。"),
        ({}, "访客现在看到的就是这个版本。"),
        ({"ends": AFTER}, "就是这个版本。到2026年12月1日 09:00（北京时间）自动撤下。"),
        ({"pending": Revision(pk=2)}, "访客看到的还是11月20日发布的版本。"),
    ],
)
def test_the_sentence_fits_where_the_article_stands(monkeypatch, fields, words):
    assert told(monkeypatch, **fields).endswith(words)


def test_the_day_is_that_on_which_the_live_version_was_published(monkeypatch):
    live = Revision(created_at=datetime(2025, 11, 24, 23, 30, tzinfo=ZoneInfo("UTC")))
    begins = datetime(2025, 1, 1, tzinfo=BEIJING)
    words = told(monkeypatch, begins=begins, live=live, pending=Revision(pk=2))
    assert words == "访客看到的还是2025年11月25日发布的版本。"
