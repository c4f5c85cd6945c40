"""Writing and keeping in a real browser: preview, a change that waits, compare, restore."""

import pytest

from articles.admin import panels
from tests.browser import writing
from tests.browser.office import opened
from tests.browser.writing import save

pytestmark = [pytest.mark.browser, pytest.mark.ci]
PK = 5
CHANGE = f"/admin/articles/article/{PK}/change/"
ADDED = "这一句是新写的，还没有公开。"
RESET = f"from articles.models import Article as A; A.objects.filter(pk={PK}).update(pending=None)"


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


def test_the_preview_follows_what_is_typed_and_leads_nowhere(office):
    console = []
    office.on("console", lambda message: console.append(message.text))
    frame = open_form(office).frame_locator("iframe[name=typed-preview]")
    frame.get_by_text("按当前内容显示").wait_for()
    write(office, ADDED)
    frame.get_by_text(ADDED).wait_for()
    assert console == []
    frame.get_by_role("link", name="首页").first.click()
    office.wait_for_timeout(500)
    assert frame.get_by_text(ADDED).is_visible()
    assert office.url.endswith(CHANGE)
    with office.context.expect_page() as other:
        office.get_by_role("button", name="在新窗口预览").click()
    other.value.get_by_text(ADDED).wait_for()


def test_a_change_waits_is_compared_and_given_up_by_restoring(office, page):
    write(open_form(office), ADDED)
    save(office)
    assert "尚未发布。访客看到的还是" in office.locator(".messagelist").inner_text()
    page.goto(f"/articles/{PK}/")
    assert page.get_by_text(ADDED).count() == 0

    office.get_by_role("link", name="与访客看到的版本比较").click()
    office.locator("ins", has_text=ADDED).wait_for()
    office.get_by_role("link", name="历史记录").first.click()
    office.locator(".versions li", has_text="第1版").get_by_role("link", name="恢复").click()
    office.locator("del", has_text=ADDED).wait_for()
    office.get_by_role("button", name="确认恢复").click()
    office.get_by_text("已把第1版恢复为第3版").wait_for()
    office.goto(f"/admin/articles/article/{PK}/history/")
    assert "恢复自第1版" in office.locator(".versions li").first.inner_text()
    for width in (390, 1440):
        office.set_viewport_size({"width": width, "height": 844})
        assert office.evaluate("document.documentElement.scrollWidth") <= width


def test_a_second_editor_is_warned_and_loses_nothing(office):
    other = open_form(office.context.new_page())
    write(open_form(office), "我先存的一句。")
    write(other, "我后写的一句。")
    save(office)
    other.get_by_role("button", name="保存草稿").click()
    warning = other.get_by_role("alert").filter(has_text="您打开的是更早的内容")
    warning.wait_for()
    other.locator(".cke_wysiwyg_div", has_text="我后写的一句。").wait_for()
    warning.get_by_label("仍按我的内容保存").check()
    save(other)
    open_form(other)
    assert other.locator(".cke_wysiwyg_div", has_text="我后写的一句。").count() == 1


def test_a_link_lets_an_outsider_read_until_it_is_revoked(office, page):
    write(open_form(office), ADDED)
    save(office)
    office.get_by_role("link", name="外部预览").click()
    office.get_by_role("button", name="生成新的预览链接").click()
    address = office.locator(".preview-links input[readonly]").first.input_value()
    office.get_by_role("button", name="复制链接").first.click()
    office.get_by_text("已复制").or_(office.get_by_text("按 Ctrl+C 复制")).wait_for()

    page.goto(address)
    assert page.get_by_text("这里的修改尚未公开").is_visible()
    assert page.get_by_text(ADDED).is_visible()
    assert page.console.worries() == []
    office.get_by_role("button", name="作废这个链接").first.click()
    office.get_by_text("已经作废").wait_for()
    page.goto(address)
    assert page.get_by_text("已经失效").is_visible()


def test_the_form_works_without_scripts_and_enter_saves_a_draft(chromium, site, office):
    with opened(chromium, site, java_script_enabled=False) as page:
        page.goto(CHANGE)
        writing.unfold(page, "修改说明")
        page.get_by_label("修改说明").fill("只写一句说明")
        page.get_by_label("修改说明").press("Enter")
        page.get_by_text("尚未发布。修改说明：只写一句说明").wait_for()
        page.get_by_role("link", name="放弃未发布的修改").click()
        page.get_by_role("button", name="放弃这次修改").click()
        page.get_by_text("未发布的修改已经放弃").wait_for()


def said(page, name):
    """What a panel says while it is folded."""
    panel = page.locator("details.panel", has=page.get_by_role("heading", name=name, exact=True))
    return panel.locator("[data-said]")


def test_the_text_is_wide_and_a_phone_shows_it_before_all_else(chromium, site, office):
    assert open_form(office).locator(".cke").bounding_box()["width"] > 600
    with opened(chromium, site, 390, 844) as phone:
        open_form(phone)
        assert phone.evaluate("document.documentElement.scrollHeight") <= 3000
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        tops = [phone.locator(one).first.bounding_box()["y"] for one in (".cke", ".panels")]
        assert tops == sorted(tops)
        assert phone.get_by_role("button", name="保存草稿").is_visible()
        bar = phone.locator(".editing-buttons").bounding_box()
        assert bar["y"] + bar["height"] == pytest.approx(844, abs=1)


def test_a_folded_panel_tells_that_something_in_it_is_not_saved(office):
    before = said(open_form(office), "来源").text_content()
    writing.unfold(office, "来源")
    office.get_by_label("适用地区").fill("江苏省")
    assert said(office, "来源").text_content() == panels.UNSAVED
    office.get_by_label("适用地区").fill("")
    assert said(office, "来源").text_content() == before
    assert said(office, "相关链接").text_content() != panels.UNSAVED


def test_hints_and_words_are_counted_while_they_are_written(office):
    told = open_form(office).locator("[data-words=body]")
    as_saved = told.inner_text()
    office.get_by_label("标题").first.fill("其实押金可以要回来")
    office.locator(".panel-hints .sum", has_text="项提示").wait_for()
    writing.put(office, "<p>只有六个汉字。</p>")
    told.get_by_text("6字，约读1分钟").wait_for()
    assert not as_saved.startswith("6字")


def test_further_reading_is_offered_by_the_words_of_its_title(office):
    writing.unfold(open_form(office), "相关链接")
    line = office.get_by_label("本站文章").last
    line.press_sequentially("押金")
    first = office.locator("datalist[id^=id_related] option").first
    first.wait_for(state="attached")
    assert "押金" in first.get_attribute("value")
    line.fill(first.get_attribute("value"))
    save(office)
    assert first.count() == 0
    writing.unfold(office, "相关链接")
    kept = office.get_by_label("本站文章").nth(-3)
    assert "押金" in kept.input_value()
    kept.fill("")
    save(office)
    writing.unfold(office, "相关链接")
    assert "押金" not in office.get_by_label("本站文章").nth(-3).input_value()
