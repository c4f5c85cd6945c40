"""What the office is told that visitors see."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles.models import Article, Revision, State
from articles.workflow import review

BEIJING = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 12, tzinfo=BEIJING)
BEFORE, AFTER = datetime(2026, 11, 20, 9, tzinfo=BEIJING), datetime(2026, 12, 1, 9, tzinfo=BEIJING)


def told(monkeypatch, state=State.PUBLISHED, begins=BEFORE, ends=None, **fields):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return review.status_sentence(
        Article(state=state, publish_at=begins, expires_at=ends, **fields)
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.DRAFT}, review.HIDDEN),
        ({"state": State.WITHDRAWN}, review.GONE),
        ({"ends": NOW}, review.ENDED.format("2026年11月25日 12:00") + review.GONE),
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
