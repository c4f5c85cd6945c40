"""A person with a keyboard and without a pointer."""

# What a reader hears of the element with the focus.
WORDS = """() => {
    const one = document.activeElement;
    const own = one.value && one.matches("input[type=submit]") ? one.value : one.textContent;
    return (own || "").trim().replace(/\\s+/g, " ");
}"""
# Whether it is on the screen, and nothing lies over it; a box to tick lies under its own label.
SEEN = """() => {
    const one = document.activeElement, box = one.getClientRects()[0];
    const [x, y] = [box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    return one === top || one.contains(top) || !!top?.closest("label")?.contains(one);
}"""


def on(page, selector):
    """Whether the focus is on something like this."""
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def tab_to(page, selector="*", words=None, most=150):
    """Press Tab until something that is meant has the focus, and can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if on(page, selector) and words in (None, page.evaluate(WORDS)):
            assert page.evaluate(SEEN), f"{selector} {words} is covered"
            return
    raise AssertionError(f"{selector} {words} was not reached")


def press(page, *wanted):
    """Go to a button or link by its words, or to a selector, and press Enter."""
    tab_to(page, *wanted)
    page.keyboard.press("Enter")


def go(page):
    """Press Enter where it leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(page, *wanted):
    """Go to a button or link that leads to another page, and press Enter."""
    tab_to(page, *wanted)
    go(page)


def write(page, selector, words):
    """Go to a field and type."""
    tab_to(page, selector)
    page.keyboard.type(words)


def choose(page, selector):
    """The first real choice of a list."""
    tab_to(page, selector)
    page.keyboard.press("ArrowDown")
