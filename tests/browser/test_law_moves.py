"""The law has moved, in a real browser: warned while writing, reviewed, confirmed, repaired."""

import pytest

from tests.browser.office import opened

pytestmark = [pytest.mark.browser]

TITLE = "恶意串通签的合同，能不能不认？"
WRONG = (
    "<p>依据《合同法》第52条，恶意串通损害他人利益的合同无效。</p><p>又见《民法典》第1300条。</p>"
)
REPAIRED = WRONG.replace("1300", "154")
REPEALED = "《合同法》已于2021年1月1日废止，由《民法典》合同编取代"
BEYOND = "《民法典》共1260条，没有第1300条"
CLEAR = f"from articles.models import Article; Article.objects.filter(title='{TITLE}').delete()"


@pytest.fixture
def office(chromium, site):
    """A browser of the office on a phone, logged in; the article goes afterwards."""
    with opened(chromium, site, width=390, height=844, clear=CLEAR) as page:
        yield page


def write(office, html):
    """Put a text into the editor, as a paste does."""
    office.locator(".cke_editor_id_body .cke_wysiwyg_div").wait_for()
    office.evaluate("html => CKEDITOR.instances.id_body.setData(html)", html)


def publish(office):
    office.locator("[name=_publish]").click()
    office.locator(".messagelist .success").wait_for()


def new_article(office):
    office.goto("/admin/articles/article/add/")
    office.get_by_label("标题").first.fill(TITLE)
    office.locator("#id_area").select_option(index=1)
    office.locator("#id_author").select_option(index=1)
    write(office, WRONG)


def entry_of(office):
    """The article in the list of what is to be reviewed."""
    office.goto("/admin/law-review/")
    return office.locator(".review-text", has_text=TITLE)


def confirm_first(office, entry):
    """Let the citation of 合同法 stand, in the name of a lawyer, whose name is returned."""
    entry.get_by_label("《合同法》第52条").check()
    lawyers = office.get_by_label("哪位律师确认")
    lawyers.select_option(index=1)
    office.get_by_label("说明", exact=True).fill("讨论的是2019年签的合同")
    name = lawyers.locator("option:checked").inner_text()
    office.get_by_role("button", name="确认保留所选").click()
    office.get_by_text("确认保留1条提示，记录在案").wait_for()
    return name


def told(page):
    """The dated lines that a reader of the article sees."""
    page.reload()
    return page.locator(".moved p, .moved li").all_inner_texts()


def test_an_article_is_warned_of_reviewed_confirmed_and_repaired(office, page):
    new_article(office)
    panel = office.locator("[data-law-found]")
    panel.get_by_text(REPEALED).wait_for()
    assert panel.get_by_text(BEYOND).count() == 1
    publish(office)

    entry = entry_of(office)
    assert entry.get_by_text(REPEALED).is_visible()
    assert entry.get_by_text(BEYOND).is_visible()
    page.goto(entry.get_by_role("link", name="看网页").get_attribute("href"))
    lines = "".join(told(page))
    assert "《合同法》已于2021年1月1日废止" in lines
    assert "条文序号可能有误" in lines

    lawyer = confirm_first(office, entry)
    assert entry_of(office).get_by_text(REPEALED).count() == 0
    assert "《合同法》" not in "".join(told(page))
    entry_of(office).get_by_role("link", name="去修改").click()
    write(office, REPAIRED)
    publish(office)
    assert told(page) == []
    assert entry_of(office).count() == 0

    office.get_by_role("link", name="复核记录").click()
    record = office.locator(".review-history li", has_text=TITLE)
    assert "已改写" in record.nth(0).inner_text()
    assert f"确认律师：{lawyer}" in record.nth(1).inner_text()
    record.nth(1).get_by_role("button", name="撤销确认").click()
    office.get_by_text("这条提示回到“待复核”").wait_for()
    assert "《合同法》" in "".join(told(page))


def test_the_review_works_by_keyboard_and_without_scripts(chromium, site, office):
    new_article(office)
    publish(office)
    plain = chromium.new_context(base_url=site.url, locale="zh-CN", java_script_enabled=False)
    plain.add_cookies(office.context.cookies())
    page = plain.new_page()
    page.goto("/admin/law-review/?level=red")
    page.locator(".review-text", has_text=TITLE).locator("[name=chosen]").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("哪位律师确认").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="确认保留所选").press("Enter")
    page.get_by_text("确认保留1条提示").wait_for()
    plain.close()
