"""The re-check of everything that cites the law: 20,000 articles, whatever it is that moved.

Twice the day on which nothing happened, then the repeal of a statute that most articles cite, then
a table in which every name is new to the texts.
"""

import io
import resource
from datetime import date, timedelta

from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, Citation
from bench.frame import Figure, generated_articles, seconds
from firm.models import Lawyer, PracticeArea
from richtext.core import structure
from statutes.models import Statute
from statutes.services import recheck

TEXTS, AT_A_TIME = 20_000, 1_000
LIMIT = 120
MOST_MEMORY = 60  # megabytes by which a run over all texts may grow


def measure():
    """Seconds for each re-check of all texts, and what the process grows by meanwhile."""
    call_command("load_statutes", stdout=io.StringIO())
    _fill()
    yield Figure(f"{TEXTS}篇，第一次（写入全部引用）", _all(), "s", LIMIT)
    yield Figure(
        f"其中的引用：{Citation.objects.count()}处，提示", Citation.objects.open().count(), "条"
    )
    before = _memory()
    yield Figure(f"{TEXTS}篇，没有变动", _all(), "s", LIMIT)
    yield Figure("期间增加的内存", _memory() - before, "MB", MOST_MEMORY)
    yield from _repeal("民法典")
    yield from _repeal("公证法")
    Statute.objects.update(replaced_by=None)
    Statute.objects.all().delete()
    yield Figure(f"{TEXTS}篇，法规表清空", _all(), "s", LIMIT)


def _repeal(short_name):
    yesterday = timezone.localdate() - timedelta(days=1)
    Statute.objects.filter(short_name=short_name).update(effective_to=yesterday, status="repealed")
    number = recheck.texts_citing([short_name])
    taken = seconds(lambda: recheck.of_lineages([short_name]))
    yield Figure(f"《{short_name}》废止，{number}篇引用它", taken, "s", LIMIT)


def _all():
    return seconds(lambda: recheck.of_lineages([recheck.ALL]))


def _memory():
    """The largest size that the process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _fill():
    """Articles without their citations, as quickly as a database takes them."""
    area = PracticeArea.objects.create(name="综合", slug="general")
    author = Lawyer.objects.create(name="陈立言", slug="chen")
    batch = []
    for one in generated_articles(TEXTS):
        batch.append(_article(one, area, author))
        if len(batch) == AT_A_TIME:
            Article.objects.bulk_create(batch)
            batch = []
    Article.objects.bulk_create(batch)


def _article(one, area, author):
    return Article(
        title=one["title"][:60],
        area=area,
        author=author,
        summary=one["summary"][:300],
        body=one["body_html"],
        text=structure.plain(one["body_html"]),
        state="published",
        publish_at=one["published"],
        checked_on=date(2023, 6, 1) if one["id"] % 2 else None,
        checked_by=author if one["id"] % 2 else None,
    )
