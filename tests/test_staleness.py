"""No page is older than the last commit: two servers of two workers, every kind of change."""

import itertools
import json
import time

import pytest

from tests import stages
from tests.sample_site import SampleSite
from tests.stale import Readers, second_server

pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.ci]
ASKED = 3000 if stages.current() == "audit" else 300  # every kind of change once, at least
PATIENCE = 180  # seconds for so many answers
FIND = """
import json
from articles.models import Article, Tag
from statutes.models import Statute
shown = Article.objects.published().order_by("pk")
tag = Tag.objects.filter(articles__in=shown).order_by("pk").first()
law = Statute.objects.filter(effective_to=None).order_by("pk").first()
print(json.dumps({"edited": shown[0].pk, "other": shown[1].pk, "tag": tag.pk, "law": law.pk,
    "law_page": law.get_absolute_url()}))
"""
KNOWN = """
from datetime import UTC, datetime
from pathlib import Path
from django.contrib.auth import get_user_model
from django.core.management import call_command
from articles.models import Article, Tag
from articles.workflow import publishing
from firm.models import SiteSettings
from statutes.models import Statute
user, one = get_user_model().objects.first(), Article.objects.get(pk={edited})
other = Article.objects.filter(pk={other})
"""
COPY = "one.pk, one.external_id, one.title, one._state.adding = None, '', '第{n}稿', True\n"
COPY += "one.publish_at = datetime.now(UTC)\n"
FILE = "---\\nid: {n}\\ntitle: 第{n}稿\\narea: %s\\nauthor: %s\\nstate: published\\n---\\n正文。\\n"
EDITED, LIST, TAG = "/articles/{edited}/", "/articles/", "/articles/tags/{tag}/"
# What is done in the shell of the site, and which page shows the number.
IN_THE_SHELL = {
    "an edit": ("one.title = '第{n}稿'; publishing.publish(article=one, user=user)", EDITED),
    "a bulk update": ("Article.objects.filter(pk=one.pk).update(title='第{n}稿')", EDITED),
    "a new article": (COPY + "publishing.publish(article=one, user=user)", LIST),
    "rows in bulk": (COPY + "Article.objects.bulk_create([one])", LIST),
    "an import": (
        f"Path('{{file}}').write_text('{FILE}' % (one.area.slug, one.author.slug))\n"
        "call_command('import_articles', '{file}', publish=True)",
        LIST,
    ),
    "settings": ("row = SiteSettings.fresh(); row.slogan = '第{n}稿'; row.save()", "/"),
    "a tag": ("Tag.objects.filter(pk={tag}).update(name='第{n}稿')", TAG),
    "the law": ("Statute.objects.filter(pk={law}).update(name='第{n}稿')", "{law_page}"),
}
BY_SQL = {
    "an article": ("UPDATE articles_article SET title = '第{n}稿' WHERE id = {edited}", EDITED),
    "a tag": ("UPDATE articles_tag SET name = '第{n}稿' WHERE id = {tag}", TAG),
    "settings": ("UPDATE firm_sitesettings SET slogan = '第{n}稿'", "/"),
}
WITHDRAW = "publishing.withdraw(article=other.get(), user=user)"
PUBLISH = "publishing.publish(article=other.get(), user=user)"
AT, LONG_AGO = "datetime.fromtimestamp({}, UTC)", "datetime(2020, 1, 1, tzinfo=UTC)"
TIMED = "other.update(publish_at={begin}, expires_at={end})"
IN_A_MOMENT = 1.2  # seconds
IN_A_ROW = 40  # commits, so close that pages are being rendered meanwhile


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with SampleSite(tmp_path_factory.mktemp("site"), WEB_WORKERS="2") as running:
        yield running


@pytest.fixture(scope="module")
def ports(site):
    with second_server(site) as port:
        yield [site.port, port]


@pytest.fixture(scope="module")
def known(site):
    return {**json.loads(site.shell(FIND)), "file": site.folder / "one.md"}


def act(site, known, code, **values):
    site.shell((KNOWN + code).format(**known, **values))


def numbered(site, readers, known, numbers):
    """Every kind of change once, each with the next number."""
    for code, address in IN_THE_SHELL.values():
        number = next(numbers)
        act(site, known, code, n=number)
        readers.changed(address.format(**known), number)
    for statement, address in BY_SQL.values():
        for number in itertools.islice(numbers, IN_A_ROW):
            site.ask(statement.format(n=number, **known))
            readers.committed[address.format(**known)] = number
        readers.changed(address.format(**known), number)


def withdrawn_and_back(site, readers, known):
    for code, status in ((WITHDRAW, 410), (PUBLISH, 200)):
        act(site, known, code)
        readers.has_status("/articles/{other}/".format(**known), status)


def by_the_clock(site, readers, known):
    """It comes, and then it goes, with nobody writing anything at that moment."""
    address = "/articles/{other}/".format(**known)
    for is_end, before, after in ((False, 404, 200), (True, 200, 410)):
        moment = time.time() + IN_A_MOMENT
        at = AT.format(moment)
        begin, end = (LONG_AGO, at) if is_end else (at, "None")
        act(site, known, TIMED, begin=begin, end=end)
        readers.has_status(address, before)
        assert time.time() < moment, "too slow a machine to look before it comes"
        time.sleep(moment - time.time())
        readers.has_status(address, after)
    act(site, known, TIMED, begin=LONG_AGO, end="None")


def test_no_answer_is_older_than_the_last_commit(site, ports, known):
    numbers, deadline = itertools.count(1), time.monotonic() + PATIENCE
    with Readers(ports) as readers:
        while readers.asked < ASKED and time.monotonic() < deadline:
            numbered(site, readers, known, numbers)
            withdrawn_and_back(site, readers, known)
            by_the_clock(site, readers, known)
    assert (readers.stale, readers.errors) == ([], [])
    assert readers.asked >= ASKED


def without_trigger(site):
    names = [f"articles_tag_raises_version_of_{group}" for group in ("articles", "lists")]
    if site.database:
        return [f"ALTER TABLE articles_tag DISABLE TRIGGER {name}" for name in names]
    return [f"DROP TRIGGER {name}_update" for name in names]


def test_a_trigger_that_is_lost_under_a_running_site_is_noticed_within_a_second(site, ports, known):
    for statement in without_trigger(site):
        site.ask(statement)
    time.sleep(1)
    readers = Readers(ports)
    address, statement = "/articles/tags/{tag}/".format(**known), BY_SQL["a tag"][0]
    for n in range(10_000, 10_020):
        site.ask(statement.format(n=n, **known))
        readers.changed(address, n)
    assert readers.stale == []
    readers.changed(address, n + 1)  # which nobody has written
    assert readers.stale, "an answer that is too old would be noticed"
