"""Nothing is wider than its window in Firefox either, from the smallest phone to a large one.

A field of text or a date is wider there by nature than in Chromium.
"""

import json
import os
import shutil
import subprocess

import pytest

from tests.browser import pages, steps, tools
from tests.browser.office import login
from tests.browser.test_lighthouse import let_in

pytestmark = [pytest.mark.browser, pytest.mark.ci]

WIDTHS = [320, 360, 390, 414, 480]
PUBLIC = [one for one in pages.PUBLIC if one.reach is steps.goto and one.status == 200]
BEHIND_CODE = [one for one in pages.PUBLIC if one.reach is steps.behind_code]
OFFICE = ["start", "inbox", "consultation", "consultation-sealed", "conflict", "article"]
OFFICE += ["article-list", "law-review", "opening", "figures"]
NEXT = [".talk .button-main", ""]
FORM = [["#id_question", steps.QUESTION], NEXT, ["#id_area", "1"], NEXT, NEXT]
MENU = {"desk-start": ".menu-head > summary"}


def looked_at(chromium, site):
    """What a browser has to know of the public pages, and of ten of the office."""
    client = [one.split("=", 1) for one in let_in(chromium, site).split("; ")]
    lawyer = [(one["name"], one["value"]) for one in login(chromium, site)["cookies"]]
    office = [one for one in pages.admin() if one.name.removeprefix("desk-") in OFFICE]
    for some, cookies in ((PUBLIC, []), (BEHIND_CODE, client), (office, lawyer)):
        for one in some:
            url, opened = site.url + steps.address(site, one), MENU.get(one.name, "")
            let = [{"name": name, "value": value, "domain": "127.0.0.1"} for name, value in cookies]
            yield {"name": one.name, "url": url, "cookies": let, "open": opened}
    for number, before in ((2, FORM[:2]), (3, FORM[:4]), (4, FORM)):  # WebKit sees the first again
        form = {"name": f"form-{number}", "url": f"{site.url}/consult/", "cookies": [], "open": ""}
        yield {**form, "before": before}


@pytest.mark.usefixtures("wechat")
def test_no_page_is_wider_than_a_window_of_firefox(chromium, site):
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    if firefox is None:
        say = pytest.fail if os.environ.get("BROWSER") == "required" else pytest.skip
        say("no Firefox found: apt-get install firefox-esr")
    tools.need()
    done = subprocess.run(
        ["node", "firefox.mjs"],
        cwd=tools.FOLDER,
        input=json.dumps(
            {"firefox": firefox, "widths": WIDTHS, "pages": [*looked_at(chromium, site)]}
        ),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found == {}, json.dumps(found, ensure_ascii=False, indent=1)
