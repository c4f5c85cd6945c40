"""The first visit of an article: how much comes, how often, whether anything jumps."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.ci]

ARTICLES = ["/articles/12/", "/articles/14/", "/articles/24/"]
MOST_BYTES = 40 * 1024  # over the wire, with headers, without pictures
MOST_REQUESTS = 4  # the icon of the tab among them
SHIFTS = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value; }))
        .observe({ type: "layout-shift", buffered: true });
    window.scrollTo(0, document.body.scrollHeight);
    setTimeout(() => done(sum), 600);
})"""
# From top to bottom, as somebody has to read them where no style sheet puts them into order.
ORDER = ["h1", ".byline", ".prose", ".contact-block", ".related"]


@pytest.fixture(params=ARTICLES)
def address(request):
    return request.param


def first_visit(chromium, site, address, **more):
    """A browser that has never been here, with the article open, and all that it asked for."""
    context = chromium.new_context(base_url=site.url, locale="zh-CN", **more)
    page, asked = context.new_page(), []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto(address, wait_until="networkidle")
    return page, asked


def weight(request):
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def icon(page):
    """The icon of the tab and its size; not every browser without a window fetches it."""
    address = page.locator("link[rel=icon]").first.get_attribute("href")
    answer = page.request.get(address, headers={"Accept-Encoding": "gzip, br"})
    told = answer.headers.get("content-length")
    return address, int(told) if told else len(answer.body())


def test_a_first_visit_is_light(chromium, site, address):
    page, asked = first_visit(chromium, site, address)
    plain = [one for one in asked if one.resource_type != "image"]
    sizes = {one.url.removeprefix(site.url): weight(one) for one in plain}
    sizes.setdefault(*icon(page))
    page.context.close()
    assert len(sizes) <= MOST_REQUESTS, sizes
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def shifts(chromium, site, address, width):
    """How much moved while one article was loaded and read to its end."""
    page, _ = first_visit(chromium, site, address, viewport={"width": width, "height": 800})
    moved = page.evaluate(SHIFTS)
    page.context.close()
    return moved


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps(chromium, site, address, width):
    """A browser kept waiting may paint half a page; what moves by itself moves at each visit."""
    assert 0 in (shifts(chromium, site, address, width) for _ in range(3))


def test_an_article_reads_in_order_without_scripts_and_style(chromium, site, address):
    context = chromium.new_context(
        base_url=site.url, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    context.route("**/*.css", lambda route: route.abort())
    page = context.new_page()
    page.goto(address)
    tops = [page.locator(one).first.bounding_box()["y"] for one in ORDER]
    assert tops == sorted(tops)
    assert page.locator(".contact-block a[href^='tel:']").count() == 1
    context.close()
