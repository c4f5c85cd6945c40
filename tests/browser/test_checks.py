"""Hints while an article is written: seen, kept with a reason, repaired by one click."""

import pytest
from playwright.sync_api import expect

from articles.admin.panels import GRAVE
from articles.quality.forms import WITHOUT_REASON
from tests.browser import law, writing
from tests.browser.office import opened
from tests.browser.writing import save
from tests.statutes.misquoted import KEEPS, LEAVES, SENTENCE

pytestmark = [pytest.mark.browser, pytest.mark.ci]
TITLE = "其实律师费可以事先说好"
REPAIRED = "律师费可以怎么约定？"
BODY = "<p>有的广告写着胜诉率九成。</p><p>律师费怎么收，看合同。</p>"
REASON = "说的是别家的广告，文章提醒读者当心"
CLEAR = (
    "from articles.models import Article; "
    f"Article.objects.filter(title__in=['{TITLE}', '{REPAIRED}']).delete()"
)
LAMPS = "灯塔几点点灯？"
FIRST = "<p>《灯塔法》第二条说的是离岗。</p>"
WRONG = f"{FIRST}<p><strong>《灯塔法》</strong>第二条规定：“{KEEPS}”</p>"
LAW = "from datetime import date; from tests.statutes.misquoted import *; lighthouse_law()"
NO_LAMPS = f"""
from articles.models import Article; from statutes.models import Statute
Article.objects.filter(title="{LAMPS}").delete()
Statute.objects.filter(short_name="灯塔法").delete()
"""


@pytest.fixture
def office(chromium, site):
    """A browser of the office, logged in; the article goes afterwards."""
    with opened(chromium, site, clear=CLEAR) as page:
        yield page


def beside(page, field):
    return page.locator(f'[data-hints="{field}"]')


def new_article(office):
    """One with something to say about it, not saved."""
    law.new_article(office, TITLE, BODY)


def test_hints_are_seen_beside_their_fields_kept_and_repaired(office):
    new_article(office)
    beside(office, "title").get_by_text("标题用了开场白").wait_for()
    beside(office, "body").get_by_text("可能违反规定").wait_for()
    assert beside(office, "body").get_by_text("胜诉率", exact=True).is_visible()
    assert office.get_by_role("button", name="保留").count() == 0  # there is no article yet
    save(office)
    assert GRAVE.format(1) in office.locator(".messagelist").inner_text()

    hint = beside(office, "body").locator("li", has_text="胜诉率")
    hint.get_by_role("button", name="在文中找到").click()
    assert office.evaluate("String(getSelection())") == "胜诉率"
    hint.get_by_text("保留", exact=True).first.click()
    hint.get_by_role("button", name="保留").click()
    hint.get_by_text(WITHOUT_REASON).wait_for()
    hint.get_by_role("textbox").fill(REASON)
    hint.get_by_role("textbox").press("Enter")
    beside(office, "body").get_by_text(f"：{REASON}").wait_for()
    assert beside(office, "body").get_by_text("可能违反规定").count() == 0
    expect(beside(office, "body")).to_be_focused()

    office.get_by_label("标题").first.fill(REPAIRED)
    beside(office, "title").get_by_text("标题用了开场白").wait_for(state="detached")
    save(office)
    assert "可能违反规定" not in office.locator(".messagelist").inner_text()


def test_a_wrong_number_is_told_and_mended_by_one_click(chromium, site):
    site.shell(LAW)
    with opened(chromium, site, clear=NO_LAMPS) as office:
        law.new_article(office, LAMPS, WRONG)
        panel = office.locator("[data-law-found]")
        panel.get_by_text(SENTENCE).wait_for()
        assert panel.get_by_text(LEAVES).count() == panel.get_by_text(KEEPS).count() == 1
        panel.get_by_role("button", name="改为“《灯塔法》第一条”").click()
        panel.get_by_text("没有提示的").wait_for()
        text = writing.body(office)
        assert FIRST in text
        assert "<strong>《灯塔法》</strong>第一条规定" in text
        office.locator(".cke_button__undo").click()
        panel.get_by_text(SENTENCE).wait_for()
        assert "第一条" not in writing.body(office)
        panel.get_by_role("button", name="改为“《灯塔法》第一条”").press("Enter")
        panel.get_by_text(SENTENCE).wait_for(state="detached")
        writing.save(office)
        writing.unfold(office, "检查")
        panel.get_by_text("没有提示的").wait_for()
        assert panel.get_by_text(SENTENCE).count() == 0
