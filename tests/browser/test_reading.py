"""The article page as it is read: line lengths, large type, weight."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.ci]
ARTICLE = "/articles/24/"

LINES = """() => {
  const lines = [];
  for (const p of document.querySelectorAll('.prose > p')) {
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    let top = null, number = 0, text;
    while ((text = walker.nextNode())) {
      for (let i = 0; i < text.length; i++) {
        const range = document.createRange();
        range.setStart(text, i);
        range.setEnd(text, i + 1);
        const box = range.getClientRects()[0];
        if (!box || !text.data[i].trim()) continue;
        if (top !== null && box.top - top > 12) { lines.push(number); number = 0; }
        top = box.top;
        number++;
      }
    }
  }
  return lines; // without the last line of each paragraph
}"""


@pytest.mark.parametrize(("width", "least", "most"), [(1440, 34, 38), (768, 34, 38), (390, 19, 24)])
def test_a_line_has_as_many_characters_as_are_read_well(page, width, least, most):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(ARTICLE)
    lines = page.evaluate(LINES)
    assert lines
    assert least <= min(lines) <= max(lines) <= most


def test_large_type_works_at_once_and_is_remembered(page):
    page.goto(ARTICLE)
    with page.expect_response("**/type/"):
        page.get_by_role("button", name="大字").first.click()
    assert page.evaluate("document.documentElement.dataset.type") == "large"
    page.goto("/contact/")
    assert page.locator("html").get_attribute("data-type") == "large"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.console.worries() == []


def test_the_contents_mark_what_is_read(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(ARTICLE)
    page.get_by_role("link", name="三、谁来付").click()
    page.locator(".contents [aria-current]", has_text="三、").wait_for()  # it scrolls smoothly
    assert page.locator(".contents [aria-current]").count() == 1
