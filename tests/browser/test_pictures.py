"""Pictures and pasting in the editor, in a real browser: by keyboard, and asking nobody outside."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.office import opened
from tests.browser.writing import (
    body,
    choose_pictures,
    describe,
    dialog,
    file,
    open_form,
    paste,
    png,
    publish,
    put,
    to_the_end,
)

pytestmark = [pytest.mark.browser, pytest.mark.ci]
PASTED = Path(__file__).parents[1] / "richtext" / "pasted"


@pytest.fixture
def editor(chromium, site):
    """The change page of an article, with one paragraph in its editor and the caret behind it."""
    with opened(chromium, site, width=1280) as page:
        open_form(page, "/admin/articles/article/2/change/")
        put(page, "<p>开头。</p>")
        to_the_end(page)
        yield page


def back_in_editor(page):
    page.wait_for_function("!!document.activeElement.closest('.cke_wysiwyg_div')")


def test_a_picture_is_described_by_keyboard_and_put_into_the_text(editor):
    choose_pictures(editor, file())
    asked = dialog(editor)
    text = asked.get_by_label("图片内容")
    expect(text).to_be_focused()
    assert "读屏" in text.evaluate(
        "one => document.getElementById(one.getAttribute('aria-describedby').split(' ')[0])"
        ".textContent"
    )
    editor.keyboard.press("Enter")
    asked.get_by_role("alert").get_by_text("请填写说明").wait_for()
    editor.keyboard.type("工伤认定流程图")
    editor.keyboard.press("Enter")
    editor.locator(".cke_wysiwyg_div img[alt=工伤认定流程图]").wait_for()
    back_in_editor(editor)
    assert body(editor).startswith("<p>开头。</p><p><img")
    assert editor.console.worries() == []


def test_focus_stays_in_the_dialog_and_escape_keeps_nothing(editor):
    asked_of = []
    editor.on("request", lambda request: asked_of.append(request.url))
    choose_pictures(editor, file())
    asked = dialog(editor)
    for key in ["Tab"] * 6 + ["Shift+Tab"] * 6:
        editor.keyboard.press(key)
        assert asked.evaluate("one => one.contains(document.activeElement)")
    editor.keyboard.press("Escape")
    asked.wait_for(state="detached")
    back_in_editor(editor)
    assert body(editor) == "<p>开头。</p>"
    assert not [url for url in asked_of if "upload" in url]


def test_the_description_of_a_picture_can_be_changed(editor):
    choose_pictures(editor, file())
    dialog(editor).get_by_label("图片内容").fill("写错了")
    editor.keyboard.press("Enter")
    image = editor.locator(".cke_wysiwyg_div img")
    image.dblclick()
    text = dialog(editor).get_by_label("图片内容")
    assert text.input_value() == "写错了"
    text.fill("改对了")
    editor.keyboard.press("Enter")
    editor.locator(".cke_wysiwyg_div img[alt=改对了]").wait_for()
    image.click()
    editor.locator(".cke_button__picturetext").click()
    dialog(editor).get_by_label("仅作装饰").check()
    dialog(editor).get_by_role("button", name="确定").click()
    editor.locator(".cke_wysiwyg_div img[alt='']").wait_for()
    assert 'alt=""' in body(editor)
    assert editor.console.worries() == []


@pytest.mark.parametrize("name", ["word", "wechat"])
def test_a_pasted_text_comes_out_clean_and_asks_nobody(editor, name):
    paste(editor, (PASTED / f"{name}.html").read_text("utf-8"))
    editor.locator(".cke_wysiwyg_div h2").first.wait_for()
    tags = editor.locator(".cke_wysiwyg_div").evaluate(
        "one => [...new Set([...one.querySelectorAll('*')].map((each) => each.localName))]"
    )
    assert set(tags) <= {"p", "h2", "h3", "strong", "ul", "ol", "li", "blockquote", "a", "br", "hr",
                         "table", "tbody", "tr", "th", "td"}  # fmt: skip
    number = {"word": 1, "wechat": 2}[name]
    editor.get_by_text(f"有{number}张图片位于其他网站或您的电脑，未能带入").wait_for()
    assert editor.console.hosts == set()
    assert editor.console.worries() == []


def test_of_a_pasted_picture_nobody_speaks_but_the_dialog(editor):
    paste(editor, files=1)
    dialog(editor).wait_for()
    assert editor.locator(".cke_notification").count() == 0


def test_the_button_for_plain_text_pastes_words_alone(editor):
    editor.evaluate("CKEDITOR.instances.id_body.execCommand('pastetext')")
    paste(editor, "<section><b>甲</b><img src='https://foreign.example/a.png'></section>")
    editor.locator(".cke_wysiwyg_div", has_text="甲").wait_for()
    assert "<strong>" not in body(editor)
    assert editor.console.hosts == set()


def test_where_the_server_does_not_answer_the_words_are_kept(editor):
    editor.route("**/pasted/", lambda route: route.abort())
    paste(editor, "<section>甲<img src='https://foreign.example/a.png'></section>")
    editor.get_by_text("已按无格式文本插入正文").wait_for()
    assert "按文本粘贴" in body(editor)
    assert editor.console.hosts == set()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_picture_is_never_wider_than_the_column(editor, width):
    choose_pictures(editor, file(data=png(size=(2000, 900))))
    describe(editor, "很宽的图")
    assert editor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    publish(editor)
    editor.set_viewport_size({"width": width, "height": 900})
    editor.goto("/articles/2/")
    image = editor.locator(".prose img[alt=很宽的图]")
    assert image.evaluate("one => one.decode().then(() => one.naturalWidth > 0)")
    assert image.evaluate("one => one.width <= one.closest('.prose').clientWidth")
    assert image.evaluate("one => Math.abs(one.width / one.height - 2000 / 900) < 0.02")
    assert editor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "w1600" not in image.evaluate("one => one.currentSrc")
