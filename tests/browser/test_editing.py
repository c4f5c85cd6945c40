"""Writing: preview, a change that waits, compare, and what is typed is never lost."""

import pytest

from articles.admin.form import DROPPED, RESTORED, STORED
from tests.browser import writing
from tests.browser.office import opened
from tests.browser.writing import body, to_the_end

pytestmark = [pytest.mark.browser, pytest.mark.ci]
PK = 5
CHANGE = f"/admin/articles/article/{PK}/change/"
ADDED = "这一句是新写的，还没有公开。"
RESET = f"from articles.models import Article as A; A.objects.filter(pk={PK}).update(pending=None)"
UNSAVED_PK = 6
UNSAVED = f"/admin/articles/article/{UNSAVED_PK}/change/"
TYPED = "刚打完、还没有保存的一句。"
NO_UNSAVED = (
    f"from articles.models import Article as A, Unsaved as U; U.objects.all().delete();"
    f"A.objects.filter(pk={UNSAVED_PK}).update(pending=None)"
)
KEPT_FOR_NOW = STORED.format("")


@pytest.fixture
def office(chromium, site):
    """A browser of the office on a wide screen, logged in."""
    with opened(chromium, site, clear=RESET) as page:
        yield page


def open_form(page):
    """The form of the article, with its editor ready."""
    return writing.open_form(page, CHANGE)


def write(page, words):
    """Type at the end of the text, as an editor does."""
    writing.to_the_end(page)
    page.keyboard.type(words)


def test_the_preview_shows_what_is_typed_and_leaves_the_form(office):
    write(open_form(office), ADDED)
    with office.context.expect_page() as other:
        office.get_by_role("button", name="预览", exact=True).click()
    other.value.get_by_text("按当前内容显示").wait_for()
    other.value.get_by_text(ADDED).wait_for()
    assert office.url.endswith(CHANGE)


@pytest.fixture
def unsaved(chromium, site):
    """A browser of the unsaved on a wide screen."""
    with opened(chromium, site, clear=NO_UNSAVED) as page:
        yield page
        if not page.is_closed():  # what a form sends while it is left would come after the clearing
            page.goto("/admin/")


def type_on(page):
    """Type at the end of the text."""
    to_the_end(page)
    page.keyboard.type(TYPED)


def restore(page):
    page.get_by_role("link", name="恢复", exact=True).click()
    page.get_by_text(RESTORED.partition("{}")[2]).wait_for()
    page.locator(".cke_wysiwyg_div", has_text=TYPED).wait_for()


def test_a_text_whose_window_was_closed_is_offered_and_restored(unsaved):
    type_on(writing.open_form(unsaved, UNSAVED))
    unsaved.get_by_text(KEPT_FOR_NOW).wait_for()
    again = unsaved.context.new_page()
    unsaved.close()
    again.goto(UNSAVED)
    again.get_by_text("正文与下面不同").wait_for()
    restore(again)
    assert TYPED in body(again)
    again.locator("[name=_save]").first.click()
    again.locator(".messagelist .success").wait_for()
    assert again.get_by_text("有未保存的修改").count() == 0


def test_the_last_words_before_a_link_leads_away_are_kept(unsaved):
    type_on(writing.open_form(unsaved, UNSAVED))
    with unsaved.expect_navigation():
        unsaved.locator(".breadcrumbs a").last.click()
    unsaved.goto(UNSAVED)
    restore(unsaved)


def test_what_is_given_up_is_gone(unsaved):
    type_on(writing.open_form(unsaved, UNSAVED))
    unsaved.get_by_text(KEPT_FOR_NOW).wait_for()
    unsaved.goto(UNSAVED)
    unsaved.get_by_role("button", name="丢弃").click()
    unsaved.get_by_text(DROPPED).wait_for()
    assert unsaved.get_by_text("有未保存的修改").count() == 0
