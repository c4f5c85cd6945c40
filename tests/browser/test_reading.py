"""The article page as it is read: line lengths, what floats, large type, weight."""

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
# Whether the entry is what one sees at the upper edge, the middle or the lower edge of a line.
COVERED = """() => {
  const [one, bar] = [document.activeElement, document.querySelector('.float')];
  if (one === document.body || one === bar) return false;
  return [...one.getClientRects()].some((line) =>
    [line.top + 2, (line.top + line.bottom) / 2, line.bottom - 2].some((y) =>
      bar.contains(document.elementFromPoint((line.left + line.right) / 2, y))));
}"""


@pytest.mark.parametrize(("width", "least", "most"), [(1440, 34, 38), (768, 34, 38), (390, 19, 24)])
def test_a_line_has_as_many_characters_as_are_read_well(page, width, least, most):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(ARTICLE)
    lines = page.evaluate(LINES)
    assert lines
    assert least <= min(lines) <= max(lines) <= most


@pytest.mark.parametrize("size", [(390, 844), (320, 568)])
def test_nothing_that_has_the_focus_is_under_the_floating_entry(page, size):
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.emulate_media(reduced_motion="reduce")  # jumps instead of rolling there
    page.goto(ARTICLE)
    for _ in range(90):
        page.keyboard.press("Tab")
        words = page.evaluate("document.activeElement.textContent.slice(0, 20)")
        assert not page.evaluate(COVERED), words


def test_the_floating_entry_makes_way_for_the_contact_block(page):
    page.goto(ARTICLE)
    page.locator(".float:not([data-away])").wait_for()
    page.locator(".contact-block").scroll_into_view_if_needed()
    page.locator(".float[data-away]").wait_for(state="hidden")


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
