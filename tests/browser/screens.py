"""`make screens`: a picture of every page, in three widths, by day and by night; and the guides'.

Those that README and guides show lie in docs/screens; the rest is for whoever took them, in a
folder that Git leaves alone.

ARGS names pages to take alone: `make screens ARGS="home article"`.
"""

import io
import os
import re
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

import django
from PIL import Image

from tests.browser.windows import browser
from tests.mail_server import mail_server
from tests.sample_site import SampleSite
from tests.site_process import ROOT

SHOWN_IN = ROOT / "docs" / "screens"
LEFT_IN = ROOT / "screens"
HEIGHTS = {390: 844, 768: 1024, 1440: 900}
SCHEMES = ["light", "dark"]
NAMED = re.compile(r"screens/([\w-]+\.webp)")
MOST_SCREENS = 2  # of a long page, what is seen in so many turns
# How wide a picture is kept, and how well: small files, since there are hundreds of them.
SHOWN, QUALITY = {390: 330, 768: 500, 1440: 760}, 35


def taken(page, width, scheme):
    """What the window shows, and below it as much as somebody soon sees."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(250)  # colours on their way, an editor that takes its size
    height = page.evaluate("document.documentElement.scrollHeight")
    seen = {"x": 0, "y": 0, "width": width, "height": min(height, MOST_SCREENS * HEIGHTS[width])}
    return Image.open(io.BytesIO(page.screenshot(full_page=True, clip=seen))).convert("RGB")


@cache
def shown():
    """The names of the pictures that README and guides show."""
    texts = [path.read_text("utf-8") for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]]
    return {name for text in texts for name in NAMED.findall(text)}


def write(picture, name):
    """A small WebP, beside the guide that shows it or among the rest."""
    width = SHOWN[picture.width]
    size = (width, round(picture.height * width / picture.width))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    folder = SHOWN_IN if f"{name}.webp" in shown() else LEFT_IN
    folder.mkdir(exist_ok=True)
    picture.save(folder / f"{name}.webp", "WEBP", quality=QUALITY, method=4)


def shoot(one, page, site):
    """All pictures of one page; the page is reached once."""
    one.open(page, site)
    for width in HEIGHTS:
        for scheme in SCHEMES:
            write(taken(page, width, scheme), f"{one.name}-{width}-{scheme}")


def shoot_public(chromium, site, chosen):
    """Each page in a browser of its own, as a visitor who has just come."""
    for one in chosen:
        with chromium.new_context(base_url=site.url, locale="zh-CN") as context:
            shoot(one, context.new_page(), site)
            say(one.name)


def shoot_office(chromium, site, chosen):
    """All pages in one browser, logged in."""
    from tests.browser.office import opened

    with opened(chromium, site) as page:
        for one in chosen:
            shoot(one, page, site)
            say(one.name)


def shoot_moments(chromium, site, chosen):
    """The window of the office with what a guide speaks of in its middle."""
    from tests.browser.office import opened

    for one in chosen:
        with opened(chromium, site, width=one.width, height=HEIGHTS[one.width]) as page:
            page.emulate_media(reduced_motion="reduce")
            found = one.reach(page, site)
            found.evaluate("one => one.scrollIntoView({ block: 'center' })")
            page.wait_for_timeout(250)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            write(picture, one.name)
            say(one.name)


def clear():
    """Take away the pictures of before; of the guides', those that none shows any more."""
    shutil.rmtree(LEFT_IN, ignore_errors=True)
    for path in SHOWN_IN.glob("*.webp"):
        if path.name not in shown():
            path.unlink()


def say(words):
    """A line for whoever waits."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(names):
    """Take the named pages, or all of them and put the folder in order."""
    from tests.browser import pages
    from tests.browser.moments import MOMENTS

    public, office = pages.PUBLIC, pages.admin()
    unknown = set(names) - {one.name for one in [*public, *office, *MOMENTS]}
    if unknown:
        say(f"没有这些页面：{'、'.join(sorted(unknown))}")
        return 1
    if not names:
        clear()
    with (
        tempfile.TemporaryDirectory(prefix="antou-screens-") as folder,
        mail_server() as sink,
        SampleSite(Path(folder), EMAIL_URL=sink.address) as site,
        browser("--lang=zh-CN") as chromium,
    ):
        shoot_public(chromium, site, chosen(public, names))
        shoot_office(chromium, site, chosen(office, names))
        shoot_moments(chromium, site, chosen(MOMENTS, names))
    return 0


def chosen(known, names):
    """The named ones; all of them where none is named."""
    return [one for one in known if not names or one.name in names]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    # The browser's own words (选择文件) are Chinese where Debian's chromium-l10n is installed.
    os.environ["LANGUAGE"] = "zh_CN"
    django.setup()  # the pages of the office are made from its models
    sys.exit(main(sys.argv[1:]))
