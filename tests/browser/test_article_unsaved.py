"""What is typed into the form of an article in a real browser: kept, offered, never lost."""

import pytest

from articles.admin.form import DROPPED, RESTORED, STORED
from tests.browser.office import log_in, opened
from tests.browser.test_session_ended import end_session, log_in_beside, retry
from tests.browser.windows import window
from tests.browser.writing import body, open_form, put, to_the_end

pytestmark = [pytest.mark.browser, pytest.mark.ci]
PK = 6
CHANGE = f"/admin/articles/article/{PK}/change/"
ADDED = "刚打完、还没有保存的一句。"
RESET = (
    f"from articles.models import Article as A, Unsaved as U; U.objects.all().delete();"
    f"A.objects.filter(pk={PK}).update(pending=None)"
)
KEPT_FOR_NOW = STORED.format("")


@pytest.fixture
def office(chromium, site):
    """A browser of the office on a wide screen."""
    with opened(chromium, site, clear=RESET) as page:
        yield page


def write(page):
    """Type at the end of the text."""
    to_the_end(page)
    page.keyboard.type(ADDED)


def restore(page):
    page.get_by_role("link", name="恢复", exact=True).click()
    page.get_by_text(RESTORED.partition("{}")[2]).wait_for()
    page.locator(".cke_wysiwyg_div", has_text=ADDED).wait_for()


def test_a_text_whose_window_was_closed_is_offered_and_restored(office):
    write(open_form(office, CHANGE))
    office.get_by_text(KEPT_FOR_NOW).wait_for()
    again = office.context.new_page()
    office.close()
    again.goto(CHANGE)
    again.get_by_text("正文与下面不同").wait_for()
    restore(again)
    assert ADDED in body(again)
    again.locator("[name=_save]").first.click()
    again.locator(".messagelist .success").wait_for()
    assert again.get_by_text("有未保存的修改").count() == 0


def test_the_last_words_before_a_link_leads_away_are_kept(office):
    write(open_form(office, CHANGE))
    with office.expect_navigation():
        office.locator(".breadcrumbs a").last.click()
    office.goto(CHANGE)
    restore(office)


def test_what_is_given_up_is_gone(office):
    write(open_form(office, CHANGE))
    office.get_by_text(KEPT_FOR_NOW).wait_for()
    office.goto(CHANGE)
    office.get_by_role("button", name="丢弃").click()
    office.get_by_text(DROPPED).wait_for()
    assert office.get_by_text("有未保存的修改").count() == 0


def test_a_form_that_nobody_typed_in_keeps_nothing(office):
    open_form(office, CHANGE)
    office.wait_for_timeout(3000)
    office.goto(CHANGE)
    assert office.get_by_text("有未保存的修改").count() == 0


def test_a_long_article_of_an_ended_session_is_saved_with_one_retry(chromium, site):
    with window(chromium, site, 1440, 900) as office:
        log_in(office, site)
        open_form(office, CHANGE)
        put(office, f"<p>{'长文。' * 30_000}</p><p>{ADDED}</p>")
        end_session(office)
        office.locator("[name=_save]").first.click()
        office.get_by_text("登录已过期").wait_for()
        log_in_beside(office, site)
        retry(office)
        office.locator(".messagelist .success").wait_for()
        assert ADDED in body(open_form(office, CHANGE))
    site.shell(RESET)
