"""After `import_page --publish` nothing is said but what the page says.

Every sentence of every public page is on the old page, or it is the software's own: a site of
which nothing is known says it too. Those speak of no hour, day, price or promise.
"""

import re
from datetime import datetime, time
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article
from calculators.formulas import TOOLS
from consult.crypto import receipt_codes
from firm.models import PracticeArea
from tests.transfer.legacy_page import pages, said, strangers
from tests.transfer.legacy_page.test_real_page import PAGE
from transfer.importing.lines import bare, fold
from transfer.importing.values import BEIJING
from transfer.legacy_page.apply import particulars
from transfer.legacy_page.recognise import read, recognise

pytestmark = pytest.mark.django_db
PAGES = {
    "model": None,
    "invented": pages.text(),
    "firm": strangers.FIRM,
    "dated": strangers.DATED,
    "hours": strangers.HOURS,
}
CLAIM = re.compile(r"[0-9一二三四五六七八九十]+[个]?(?:分|时|小时|天|日|月|年|元|%|工作日)"
                   r"|工作日|小时|今天|明天|上班|下班|休息|放假|收费|免费|价")  # fmt: skip
# What stands in titles beside a city and a field; without a city they say less.
OF_TITLES = {"执业律师", "的律师", "律师业务领域", "律师解答方面的常见法律问题", "办理等业务"}
THIS_YEAR = str(timezone.localdate().year)


IN_CI = {"dated", "hours"}


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
    found = recognise(read(path))
    found.lines = read(path).lines
    return found


def own_sentences(client, page, opened=False):
    """What the software says of a site of which nothing is known, and of one with bare names."""
    day = page.day and datetime.combine(page.day, time(), tzinfo=BEIJING)
    with said.nothing_told():
        own = {one for _, answer in said.crawl(client) for one in said.sentences(answer)}
        told = said.tell_bare_names(particulars(page), day, page.lawyer)
        if opened:
            said.open_the_form()
        words = [*told, *of_day(page.day), THIS_YEAR, said.FIRM]
        known = [one.get_absolute_url() for one in Article.objects.all()]
        found = (one for _, answer in said.crawl(client, *known) for one in said.sentences(answer))
        return own | {said.without(words, one) for one in found}


def told_by(page):
    """The words of a page that stand inside the software's sentences."""
    words = [page.lawyer, page.domain or page.site_name or page.firm or "旧网站"]
    words += [page.phone, said.dialled(page.phone), page.city.removesuffix("市")]
    words += map(str, particulars(page).values())
    found = list(PracticeArea.objects.values_list("name", flat=True))
    words += [*(f"{name}1" for name in found), *found]  # how many articles there are
    for one in (page, *page.entries):
        words += [one.title, *said.STOPS.split(one.title), *of_day(one.day)]
    for tool in TOOLS.values():  # of an area that the bare site has not
        words += said.STOPS.split(tool.title)
    return [*words, "算一算", THIS_YEAR, said.FIRM, "1篇问答", "全部1"]  # its one article


def of_day(day):
    """A day as people and machines read it."""
    return [f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}T000000", "0800"] if day else []


def strange(client, page, opened=False):
    """The sentences that are neither on the page nor the software's, with their addresses."""
    own, words = {_unnamed(one) for one in own_sentences(client, page, opened)}, told_by(page)
    if opened:
        said.open_the_form()
    whole = bare(fold(said.without_addresses("".join(page.lines))))
    stubs = [one.get_absolute_url() for one in Article.objects.all()]
    return {
        sentence: address
        for address, answer in said.crawl(client, *stubs)
        for sentence in said.sentences(answer)
        if sentence not in whole
        and _unnamed(said.without(words, sentence)) not in own | {"", *OF_TITLES}
    }


def _unnamed(sentence):
    """What is left where a city is told or not, and names stand before the software's words."""
    return sentence.replace(said.SIGN, "")


def test_every_sentence_is_on_the_page_or_the_softwares(old_page, client):
    assert strange(client, old_page) == {}


@pytest.mark.parametrize("old_page", ["model", "invented"], indirect=True)
def test_no_more_is_said_when_people_can_ask(old_page, client):
    assert strange(client, old_page, opened=True) == {}


@pytest.mark.parametrize("old_page", ["invented"], indirect=True)
def test_what_the_software_says_by_itself_promises_nothing(old_page, client):
    receipt_shown = (
        f"提交后{receipt_codes.SECONDS // 60}分钟内"  # told of the software, and kept by it
    )
    said = [one.replace(receipt_shown, "") for one in own_sentences(client, old_page)]
    assert [one for one in said if CLAIM.search(one)] == []
