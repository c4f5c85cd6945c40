"""Nothing is wider than its window in WebKit either, which every iPhone has.

WebKitGTK by its driver (W3C WebDriver), on a screen of its own.
"""

import json
import os
import shutil
import subprocess
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser import tools
from tests.browser.test_firefox import looked_at
from tests.site_process import free_port, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.audit]

WIDTHS = [320, 390, 480]
HEIGHT, MOST = 844, 5
SCALE = 1.5  # its windows are never narrower than 334 pixels, so each of a page is so many of them
POPUP = (
    "open('about:blank', '', 'popup')"  # without the tools of the browser, which are wider still
)
WIDER = (
    (Path(tools.FOLDER) / "wider.mjs")
    .read_text("utf-8")
    .partition("export const wider = ")[2]
    .strip(" ;\n")
)
BROWSER = "webkitgtk:browserOptions"
MAY_OPEN = "--javascript-can-open-windows-automatically=true"


@contextmanager
def webkit():
    """A window of WebKit; what it is asked is a path of the protocol, and what is sent along."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    binary = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
    if not (driver and screen and binary):
        say = pytest.fail if os.environ.get("BROWSER") == "required" else pytest.skip
        say("no WebKit found: apt-get install webkit2gtk-driver xvfb")
    port, display = free_port(), f":{free_port()}"
    env = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
    env |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "GDK_DPI_SCALE": str(SCALE)}
    shown = subprocess.Popen([screen, display, "-screen", "0", "1280x1024x24", "-nolisten", "tcp"])
    driving = subprocess.Popen([driver, f"--port={port}", "--host=127.0.0.1"], env=env)

    def ask(path, sent=None, method="POST"):
        data = json.dumps(sent or {}).encode() if method == "POST" else None
        url = f"http://127.0.0.1:{port}{path}"
        request = urllib.request.Request(
            url, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    try:
        wait_for(lambda: _ready(ask))
        options = {"binary": str(binary), "args": ["--automation", MAY_OPEN]}
        session = ask("/session", {"capabilities": {"alwaysMatch": {BROWSER: options}}})
        own = f"/session/{session['sessionId']}"
        first = ask(f"{own}/window", method="GET")
        ask(f"{own}/execute/sync", {"script": POPUP, "args": []})
        popup = wait_for(lambda: {*ask(f"{own}/window/handles", method="GET")} - {first})
        ask(f"{own}/window", {"handle": popup.pop()})
        yield lambda path, **sent: ask(f"{own}{path}", sent)
        ask(own, method="DELETE")
    finally:
        for one in (driving, shown):
            one.terminate()
            one.wait()


def _ready(ask):
    try:
        return ask("/status", method="GET")["ready"]
    except OSError:
        return False


def run(ask, script):
    """The value of an expression in the page."""
    return ask("/execute/sync", script=f"return {script}", args=[])


def sized(ask, width):
    """Make the inside of the window so wide."""
    ask("/window/rect", width=int(width * SCALE), height=int(HEIGHT * SCALE))
    wait_for(lambda: run(ask, "innerWidth") == width)


@pytest.mark.usefixtures("wechat")
def test_no_page_is_wider_than_a_window_of_webkit(chromium, site):
    found, let = {}, []
    with webkit() as ask:
        for one in looked_at(chromium, site):
            if one["cookies"] != let:  # a cookie is of the page that is open
                for cookie in (let := one["cookies"]):  # the driver would store none of an address
                    run(ask, f"document.cookie = '{cookie['name']}={cookie['value']}; path=/'")
            ask("/url", url=one["url"])
            assert unquote(run(ask, "location.pathname")) == unquote(urlsplit(one["url"]).path)
            for width in WIDTHS:
                sized(ask, width)
                press = f"document.querySelector('{one['open']}').click()"
                if one["open"]:
                    run(ask, press)
                said = run(ask, f"({WIDER})({MOST})")
                if one["open"]:  # or the next width would close it
                    run(ask, press)
                found |= {f"{one['name']} at {width}": said} if said else {}
    assert found == {}, json.dumps(found, ensure_ascii=False, indent=1)
