"""The law has moved, in a real browser: warned while writing, reviewed, confirmed, repaired."""

import pytest

from tests.browser.test_journey import log_in

pytestmark = [pytest.mark.browser]

TITLE = "恶意串通签的合同，能不能不认？"
WRONG = (
    "<p>依据《合同法》第52条，恶意串通损害他人利益的合同无效。</p><p>又见《民法典》第1300条。</p>"
)
REPAIRED = WRONG.replace("1300", "154")
REPEALED = "《合同法》已于2021年1月1日废止，由《民法典》第三编 合同取代"
BEYOND = "《民法典》共1260条，没有第1300条"
CLEAR = f"from articles.models import Article; Article.objects.filter(title='{TITLE}').delete()"


@pytest.fixture
def office(chromium, site):
    """A browser of the office on a phone, logged in; the article goes afterwards."""
    context = chromium.new_context(
        base_url=site.url, locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    log_in(page, site)
    yield page
    context.close()
    site.manage("shell", "-c", CLEAR)


def write(office, html):
    """Put a text into the editor, as a paste does."""
    office.locator("iframe.cke_wysiwyg_frame").wait_for()
    office.evaluate("html => CKEDITOR.instances.id_body.setData(html)", html)


def save(office):
    office.locator("[name=_save]").first.click()
    office.locator(".messagelist .success").wait_for()


def open_article(office):
    office.goto("/admin/articles/article/")
    office.get_by_role("link", name=TITLE).first.click()


def test_an_article_is_warned_of_reviewed_confirmed_and_repaired(office, page):
    office.goto("/admin/articles/article/add/")
    office.get_by_label("标题").first.fill(TITLE)
    office.locator("#id_area").select_option(index=1)
    office.locator("#id_author").select_option(index=1)
    office.locator("#id_state").select_option("published")
    write(office, WRONG)
    panel = office.locator("[data-law-found]")
    panel.get_by_text(REPEALED).wait_for()
    assert panel.get_by_text(BEYOND).count() == 1
    save(office)

    office.goto("/admin/law-review/")
    entry = office.locator(".review-text", has_text=TITLE)
    assert entry.get_by_text(REPEALED).is_visible()
    assert entry.get_by_text(BEYOND).is_visible()
    public = entry.get_by_role("link", name="看网页").get_attribute("href")
    page.goto(public)
    assert page.locator(".moved").get_by_text("《合同法》已于2021年1月1日废止").is_visible()
    assert page.locator(".moved").get_by_text("条文序号可能有误").is_visible()

    entry.get_by_label("《合同法》第52条").check()
    office.get_by_label("哪位律师确认").select_option(index=1)
    lawyer = office.get_by_label("哪位律师确认").locator("option:checked").inner_text()
    office.get_by_label("说明").fill("讨论的是2019年签的合同")
    office.get_by_role("button", name="确认保留所选").click()
    office.get_by_text("确认保留1条提示，记录在案").wait_for()
    assert office.locator(".review-text", has_text=TITLE).get_by_text(REPEALED).count() == 0
    page.reload()
    assert page.locator(".moved p").count() == 1

    open_article(office)
    write(office, REPAIRED)
    save(office)
    page.reload()
    assert page.locator(".moved").count() == 0
    office.goto("/admin/law-review/")
    assert office.locator(".review-text", has_text=TITLE).count() == 0

    office.get_by_role("link", name="复核记录").click()
    record = office.locator(".review-history li", has_text=TITLE)
    assert "已改写" in record.nth(0).inner_text()
    assert f"确认律师：{lawyer}" in record.nth(1).inner_text()
    record.nth(1).get_by_role("button", name="撤销确认").click()
    office.get_by_text("这条提示回到“待复核”").wait_for()
    page.reload()
    assert page.locator(".moved").get_by_text("《合同法》").first.is_visible()


def test_the_review_works_by_keyboard_and_without_scripts(chromium, site, office):
    office.goto("/admin/articles/article/add/")
    office.get_by_label("标题").first.fill(TITLE)
    office.locator("#id_area").select_option(index=1)
    office.locator("#id_author").select_option(index=1)
    write(office, WRONG)
    save(office)
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
