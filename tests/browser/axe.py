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
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def load(page):
    """Put axe into the page; an evaluation is not bound by the policy of the site."""
    page.evaluate((MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8") + ";0")


def _violations(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return page.evaluate(RUN, RULES if scheme == "light" else COLOURS)


def broken(page, widths):
    """What is wrong, and where; in the dark only colours differ."""
    found = {}
    for width in widths:
        for scheme in ("light", "dark"):
            for one in _violations(page, width, scheme):
                found.setdefault(one, []).append(f"{width} {scheme}")
    return found


def overhang(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate(WIDER)
