"""The sample articles cite law that exists, keep the form of the house and get no hint."""

import re
from pathlib import Path

import pytest

from articles.models import Article, Citation
from articles.quality import findings
from articles.quality.checks import run_checks
from statutes.models import RenamedCrime

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
ROOT = Path(__file__).resolve().parents[3]
SAMPLES = sorted((ROOT / "articles" / "sample").glob("*.html"))
KEYS = {"title", "area", "author", "summary", "published", "checked", "related", "tags"}
FORBIDDEN = re.compile("(?<!不)一定|必然|肯定|百分之百|绝对|免费|不收费")


def test_front_matter_is_complete_the_title_a_question_and_no_word_promises(subtests):
    for path in SAMPLES:
        front, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
        head = dict(line.split(": ", 1) for line in front.splitlines())
        with subtests.test(path.stem):
            assert set(head) - {"question"} == KEYS
            assert all(head.values())
            assert 8 <= len(head["title"]) <= 30
            assert head["title"].endswith("？")
            assert FORBIDDEN.findall(head["title"] + head["summary"] + body) == []


def test_the_sample_articles_get_no_hint():
    assert RenamedCrime.objects.exists()
    for article in Article.objects.all():
        found = run_checks(findings.build_draft(article))
        told = [(one.check.code, one.quote) for one in found if one.check.code != "check-old"]
        assert told == [], article.title


def test_the_shipped_table_knows_every_citation_of_the_sample_and_warns_of_none():
    """All named texts are known and in force, all numbers are there."""
    stored = Citation.objects.values_list("article", flat=True).distinct()
    assert stored.count() == len(SAMPLES)
    assert list(Citation.objects.exclude(level="").values_list("quote", "words")) == []
    assert not Citation.objects.filter(statute=None).exists()
