"""axe-core in an open page: which rules of WCAG 2.2 AA and of good practice it breaks."""

from tests.browser.tools import MODULES

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RULES = {"type": "tag", "values": [*WCAG, "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# Left out: the magnifying glass beside a list of choices, written by a script of Django's, is a
# `span` with an `aria-label`. It names nothing that its field does not name.
# A colour that is still on its way to another scheme is nobody's colour.
RUN = """async (only) => {
    getComputedStyle(document.body).color;
    document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 10000)
        .forEach((one) => one.finish());
    const where = { exclude: [".selector .help-tooltip"] };
    const found = await axe.run(where, { runOnly: only, resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, help, nodes }) => nodes.map((node) =>
        `${id} (${help}): ${node.target.join(" ")} ${node.html.slice(0, 160)}`
        + ` [${[...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ")}]`));
}"""
# The page by so much wider than its window; and what in it can be pushed sideways and is no <pre>.
WIDER = """() => {
    const edge = document.documentElement;
    const over = edge.scrollWidth - edge.clientWidth;
    const pushed = [...document.querySelectorAll("body *")].filter((one) =>
        ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.clientWidth > 0
        && one.scrollWidth > one.clientWidth + 1);
    return [...(over > 0 ? [`the page, by ${over} px`] : []),
        ...pushed.map((one) => one.outerHTML.slice(0, 80))];
}"""


WHOLE = "the page, by"
# What floats (the bars at the foot of the window) lies over something or other until one scrolls;
# that is no fault of what lies below.
STILL = """() => {
    const sheet = new CSSStyleSheet();
    const bars = ".float, body .submit-row, #changelist .list-actions";
    sheet.replaceSync(`${bars} { position: static !important }`);
    document.adoptedStyleSheets.push(sheet);
}"""


def load(page):
    """Put axe into the page; an evaluation is not bound by the policy of the site."""
    page.evaluate(STILL)
    page.evaluate((MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8") + ";0")


def _violations(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return page.evaluate(RUN, RULES if scheme == "light" else COLOURS)


def broken(page, widths, schemes=("light", "dark")):
    """What is wrong, and where; in the dark only colours differ."""
    found = {}
    for width in widths:
        for scheme in schemes:
            for one in _violations(page, width, scheme):
                found.setdefault(one, []).append(f"{width} {scheme}")
    return found


def overhang(page, width):
    """What is wider than a window of this width, the page itself or a part of it."""
    page.set_viewport_size({"width": width, "height": 800})
    return [f"{width}: {one}" for one in page.evaluate(WIDER)]
