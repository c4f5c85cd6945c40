"""Forms of the office: the bar in reach, what was changed, panels, without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import overhang
from tests.browser.office import opened

pytestmark = [pytest.mark.browser, pytest.mark.ci]
LAWYER = "/admin/firm/lawyer/1/change/"
SETTINGS = "/admin/firm/sitesettings/1/change/"
FORMS = [LAWYER, SETTINGS, "/admin/firm/office/1/change/", "/admin/people/1/"]


@pytest.fixture
def office(chromium, site):
    with opened(chromium, site) as page:
        yield page


def in_window(page, name):
    box, height = (
        page.get_by_role("button", name=name, exact=True).bounding_box(),
        page.viewport_size,
    )
    return box["y"] >= 0 and box["y"] + box["height"] <= height["height"]


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_save_is_in_reach_wherever_one_is_in_a_form(chromium, site, width):
    with opened(chromium, site, width, 844) as page:
        for address in FORMS:
            page.goto(address)
            assert in_window(page, "保存"), address
            page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
            assert in_window(page, "保存"), address
            assert overhang(page, width) == [], address


def test_a_change_is_marked_counted_and_asked_about(office):
    office.goto(SETTINGS)
    told = office.locator("output[data-changes]")
    assert told.inner_text() == ""
    office.get_by_label("微信号").fill("shiqiao")
    office.get_by_text("1处改动未保存").wait_for()
    assert office.locator(".fieldBox.changed").count() == 1
    with office.expect_event("dialog") as asked:
        office.once("dialog", lambda dialog: dialog.dismiss())
        office.get_by_role("link", name="工作台").first.click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    assert office.get_by_label("微信号").input_value() == "shiqiao"
    office.get_by_label("微信号").fill("")
    office.wait_for_function("document.querySelector('output[data-changes]').value === ''")


def test_what_names_a_field_opens_its_panel(office):
    office.goto(f"{LAWYER}#id_portrait")
    office.locator("#id_portrait").wait_for()
    assert office.locator("#id_portrait").is_visible()
    office.goto(SETTINGS)
    office.locator(".toc").get_by_role("link", name="备案").click()
    office.get_by_label("ICP备案号").wait_for()


def test_after_a_refusal_one_goes_on_at_the_wrong_field(office):
    office.goto("/admin/firm/lawyer/add/")
    office.get_by_label("姓名", exact=True).fill("许照之")
    office.get_by_label("律师执业证号").fill("1510")
    office.get_by_role("button", name="保存", exact=True).click()
    expect(office.locator(".errors :focus")).to_have_attribute("name", "licence_number")


def test_panels_fold_and_are_saved_without_any_script(chromium, site):
    with opened(chromium, site, 390, 844, java_script_enabled=False) as page:
        page.goto(SETTINGS)
        assert not page.get_by_label("ICP备案号").is_visible()
        page.locator("summary").filter(has_text="备案").first.click()
        page.get_by_label("ICP备案号").wait_for()
        page.get_by_role("button", name="保存", exact=True).click()
        page.locator(".messagelist .success").wait_for()
