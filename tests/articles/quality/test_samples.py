"""The sample articles are what the checks ask for: nothing is to be said about them."""

from datetime import date

import pytest
from django.core.management import call_command

from articles import demo
from articles.models import Article
from articles.quality import findings
from articles.quality.checks import run_checks
from statutes.models import RenamedCrime

FILES = sorted(demo.FOLDER.glob("*.html"))


def article(path):
    keys, body = demo.read(path)
    checked = date.fromisoformat(keys["checked"])
    return Article(title=keys["title"], summary=keys["summary"], body=body, checked_on=checked)


@pytest.mark.django_db
def test_the_sample_articles_get_no_hint():
    call_command("load_statutes", verbosity=0)
    assert RenamedCrime.objects.exists()
    for path in FILES:
        found = run_checks(findings.build_draft(article(path)))
        told = [(one.check.code, one.quote) for one in found if one.check.code != "check-old"]
        assert told == [], path.stem
