"""After `import_page --publish` nothing is said but what the page says.

Every sentence that is stored is on the old page; what else a public page says is the software's
own, which speaks of no hour, day, price or promise.
"""

import re
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from articles.models import Article
from calculators.formulas import TOOLS
from consult.crypto import receipt_codes
from firm.models import Lawyer, PracticeArea, SiteSettings
from firm.site import areas
from tests.transfer.legacy_page import pages, said, strangers
from tests.transfer.legacy_page.test_real_page import PAGE
from transfer.importing.lines import bare, fold
from transfer.legacy_page.recognise import read, recognise

pytestmark = pytest.mark.django_db
PAGES = {
    "model": None,
    "invented": pages.text(),
    "firm": strangers.FIRM,
    "dated": strangers.DATED,
    "hours": strangers.HOURS,
}
IN_CI = {"dated", "hours"}
CLAIM = re.compile(r"[0-9一二三四五六七八九十]+[个]?(?:分|时|小时|天|日|月|年|元|%|工作日)"
                   r"|工作日|小时|今天|明天|上班|下班|休息|放假|收费|免费|价")  # fmt: skip
# What the import sets itself, or makes of what it stores.
SET = {"slug", "state", "source_kind", "source", "external_id", "title_key"}
READING = re.compile(r"阅读约\d+分钟")


@pytest.fixture(
    params=[pytest.param(one, marks=[pytest.mark.ci] * (one in IN_CI)) for one in PAGES]
)
def old_page(request, tmp_path):
    path = PAGE if PAGES[request.param] is None else tmp_path / "page.txt"
    if PAGES[request.param] is not None:
        path.write_text(PAGES[request.param], "utf-8")
    elif not path.is_file():
        pytest.skip(f"the real page is not at {path}")
    call_command("import_page", path, "--publish", stdout=StringIO())
    return path


def split(texts):
    for text in texts:
        for sentence in said.STOPS.split(said.without_addresses(text)):
            if told := bare(fold(sentence)):
                yield told


def stored():
    """The texts of all rows that the import has made, but for what every new row says."""
    for row in [*SiteSettings.objects.all(), *Lawyer.objects.all(), *Article.objects.all()]:
        for field in row._meta.fields:
            value = getattr(row, field.name)
            is_text = isinstance(field, models.CharField | models.TextField)
            if is_text and field.name not in SET and value != field.get_default():
                yield unescape(re.sub("<[^>]*>", "\n", value))


def test_every_sentence_that_is_stored_is_on_the_page(old_page):
    whole = bare(fold(said.without_addresses("".join(read(old_page).lines))))
    assert [one for one in split(stored()) if one not in whole] == []
    offered = {one["name"] for one in areas.shipped()}
    assert {one.name for one in PracticeArea.objects.all()} <= offered
    assert not PracticeArea.objects.exclude(summary="").exists()


@pytest.mark.parametrize("old_page", ["model", "invented"], indirect=True)
def test_what_the_software_says_beside_the_page_promises_nothing(old_page, client):
    whole = bare(fold(said.without_addresses("".join(read(old_page).lines))))
    known = [recognise(read(old_page)), *recognise(read(old_page)).entries]
    days = [f"{one.day:%Y}年{one.day.month}月{one.day.day}日" for one in known if one.day]
    receipt = f"提交后{receipt_codes.SECONDS // 60}分钟内"  # told of the software, and kept by it
    theirs = [*days, receipt, f"{timezone.localdate():%Y}", *split(t.title for t in TOOLS.values())]
    stubs = [one.get_absolute_url() for one in Article.objects.all()]
    for address, answer in said.crawl(client, *stubs):
        for sentence in said.sentences(answer):
            sentence = READING.sub("", sentence)
            for words in theirs:
                sentence = sentence.replace(words, "")
            if sentence not in whole:
                assert not CLAIM.search(sentence), (address, sentence)
