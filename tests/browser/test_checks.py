"""Hints while an article is written, in a real browser: seen, kept with a reason, repaired."""

import re

import pytest

from articles.admin.panels import GRAVE
from articles.quality.forms import WITHOUT_REASON
from tests.browser import law
from tests.browser.office import opened
from tests.browser.writing import save

pytestmark = [pytest.mark.browser, pytest.mark.ci]

TITLE = "其实律师费可以事先说好"
REPAIRED = "律师费可以怎么约定？"
BODY = "<p>有的广告写着胜诉率九成。</p><p>律师费怎么收，看合同。</p>"
REASON = "说的是别家的广告，文章提醒读者当心"
CLEAR = (
    "from articles.models import Article; "
    f"Article.objects.filter(title__in=['{TITLE}', '{REPAIRED}']).delete()"
)


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
    assert beside(office, "body").evaluate("one => one === document.activeElement")

    office.get_by_label("标题").first.fill(REPAIRED)
    beside(office, "title").get_by_text("标题用了开场白").wait_for(state="detached")
    save(office)
    assert "可能违反规定" not in office.locator(".messagelist").inner_text()


# The answer to a button comes late, after the hints to what is typed in the meantime.
LATE = """() => {
    const plain = window.fetch;
    const decide = document.querySelector("[data-hints-check]").dataset.decide;
    window.fetch = async (address, options) => {
        const answer = await plain(address, options);
        if (address === decide) await new Promise((done) => setTimeout(done, 4000));
        return answer;
    };
}"""


def test_an_answer_that_comes_late_is_not_lost(office):
    new_article(office)
    save(office)
    beside(office, "title").get_by_text("标题用了开场白").wait_for()
    office.evaluate(LATE)
    hint = beside(office, "body").locator("li", has_text="胜诉率")
    hint.get_by_text("保留", exact=True).first.click()
    hint.get_by_role("button", name="保留").click()
    office.get_by_label("标题").first.fill(REPAIRED)
    beside(office, "title").get_by_text("标题用了开场白").wait_for(state="detached")
    hint.get_by_text(WITHOUT_REASON).wait_for()


def test_it_comes_back_and_works_without_scripts(chromium, site, office):
    new_article(office)
    save(office)
    with opened(chromium, site, java_script_enabled=False) as page:
        page.goto(office.url)
        assert beside(page, "title").get_by_text("标题用了开场白").is_visible()
        beside(page, "body").get_by_role("link", name="去保留").first.click()
        page.get_by_label(re.compile("保留理由：承诺结果")).fill(REASON)
        page.get_by_label(re.compile("保留理由：承诺结果")).press("Enter")
        page.get_by_text(f"：{REASON}").wait_for()
        page.get_by_role("button", name="撤回").click()
        page.get_by_text("可能违反规定", exact=True).wait_for()
