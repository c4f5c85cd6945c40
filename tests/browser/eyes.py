"""What somebody sees: in the window, not covered, not transparent."""

import time

from tests.browser.windows import PATIENCE

# What hides an element from somebody who looks at the first line of it; "" when nothing does.
HIDDEN = """(one, scroll) => {
    if (scroll) one.scrollIntoView({ block: "center", behavior: "instant" });
    if (!one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return "hidden";
    const box = one.getClientRects()[0], { clientWidth, clientHeight } = document.documentElement;
    if (!box || !box.width || !box.height) return "without a size";
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
    if (x < 0 || x > clientWidth || y < 0 || y > clientHeight) return "outside of the window";
    const top = document.elementFromPoint(x, y);
    return one === top || one.contains(top) ? "" : `covered by ${top?.outerHTML.slice(0, 80)}`;
}"""


def sees(found, words="", *, scroll=True):
    """The one element that a locator finds can be seen, where it is or after scrolling to it.

    In the end: the page of before may still be there, or another one may be sliding away.
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        found.wait_for()
        why, said = found.evaluate(HIDDEN, scroll), found.inner_text()
        if not why and "".join(words.split()) in "".join(said.split()):
            return found
        assert time.monotonic() < deadline, f"{found} says {said}, {why or 'and is seen'}"
        found.page.wait_for_timeout(100)
