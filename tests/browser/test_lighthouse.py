"""Lighthouse on a phone: 100 in access, practices and search engines, 99 in speed.

Speed on a machine with other work is noise, so its best of five runs counts.
"""

import json
import subprocess

import pytest

from tests.browser import pages, steps, tools
from tests.browser.windows import launch
from tests.site_process import free_port

pytestmark = [pytest.mark.browser, pytest.mark.audit]

# Pages of one person, and search results, are kept from search engines on purpose; every other
# audit holds for them too.
HIDDEN = {"thread", "search"}
MEASURED = ["home", "article", "form", "articles", "lawyer", "thread", "search"]
# The entry at the bottom lies over part of a link or two until one scrolls; axe takes the rest of
# them for the whole. test_pages measures the size of all targets with the entry held still.
FLOATING = ["target-size"]
CATEGORIES = ["accessibility", "best-practices", "seo"]
SPEED = 0.99
# Lighthouse's own figure for the processor; an idle desktop has 1,500 and more. Below this the time
# that scripts block is that of other programs, and the rest of the score has to do.
BUSY = 800


def told(site, name, cookies):
    """What Lighthouse has to know of a page."""
    path = next(one.path for one in pages.PUBLIC if one.name == name)
    return {
        "name": name,
        "url": site.url + path,
        "headers": {"Cookie": cookies} if name == "thread" else {},
        "left": [*FLOATING, *(["is-crawlable"] if name in HIDDEN else [])],
    }


def let_in(browser, site):
    """The cookies of a client who gave the code of the sample."""
    page = browser.new_page(base_url=site.url)
    steps.enter(page, site.sample_code)
    return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())


@pytest.fixture(scope="module")
def found(playwright, site):
    """What Lighthouse says of each page."""
    tools.need()
    port = free_port()
    chromium = launch(playwright, f"--remote-debugging-port={port}")
    cookies = let_in(chromium, site)
    asked = {"port": port, "pages": [told(site, name, cookies) for name in MEASURED]}
    done = subprocess.run(
        ["node", "lighthouse.mjs"],
        cwd=tools.FOLDER,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=900,
    )
    chromium.close()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", MEASURED)
def test_a_page_is_perfect_but_for_its_speed(found, name):
    assert found[name]["failed"] == []
    assert {each: found[name]["scores"][each] for each in CATEGORIES} == dict.fromkeys(
        CATEGORIES, 1
    )


@pytest.mark.parametrize("name", MEASURED)
def test_a_page_is_fast_on_a_phone(found, name):
    runs = found[name]["runs"]
    best = max(run["score"] for run in runs)
    if best < SPEED and min(run["index"] for run in runs) < BUSY:
        best = max(run["still"] for run in runs)
    assert best >= SPEED, runs
