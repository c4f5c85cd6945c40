"""What a client does with the form and the code, for the tests that need somebody who did."""

import json

from django.core import signing

from consult.base import tokens

QUESTION = "租房到期了，房东说墙脏了，押金一直不退，我该怎么办？"
LATEST = (
    "import json; from consult.models import Consultation;"
    "c = Consultation.objects.latest('received_at'); print(json.dumps([c.state, c.doubts]))"
)


def latest(site):
    """State and doubts of the newest consultation."""
    return json.loads(site.shell(LATEST))


def aged(page, site, seconds=60):
    """Let the form in the page be one that was shown a minute ago; the time trap is for others."""
    field = page.locator("form[data-consult-form] [name=token]")
    random, shown = signing.loads(field.input_value(), key=site.secret, salt=tokens.FORM_SALT)
    older = signing.dumps([random, shown - seconds], key=site.secret, salt=tokens.FORM_SALT)
    field.evaluate("(one, token) => { one.value = token; }", older)


def go_on(page, *steps):
    """Leave this step of the form; the next one, and those after it, are on the screen."""
    for step in steps:
        page.get_by_role("button", name="下一步").click()
        page.locator(".stages [aria-current]", has_text=step).wait_for()


def begin(page, site, question=QUESTION, area="房产纠纷"):
    """The first two steps, by somebody who took a minute."""
    page.goto("/consult/")
    aged(page, site)
    page.get_by_label("您想咨询的事情").fill(question)
    go_on(page, "类别")
    page.get_by_label("事情属于哪一类").select_option(label=area)


def fill_in(page, site, question=QUESTION, area="房产纠纷"):
    """All that has to be filled in."""
    begin(page, site, question, area)
    go_on(page, "联系", "核对")
    page.get_by_label("我已阅读隐私告知").check()


def solved(page):
    """What stands in the hidden field once the worker is done; "" after a minute."""
    for _ in range(600):
        if value := page.locator("[data-proof]").input_value():
            return value
        page.wait_for_timeout(100)
    return ""


def send(page):
    """Press the button; the code of the receipt."""
    page.get_by_role("button", name="提交咨询").click()
    page.wait_for_url("**/consult/received/")
    return page.locator("[data-code]").inner_text()


def ask(page, site, question=QUESTION, area="房产纠纷"):
    """Ask with the proof of work that a browser brings; the code of the receipt."""
    fill_in(page, site, question, area)
    assert solved(page)
    return send(page)


def enter(page, code):
    """Open the thread behind a code."""
    page.goto("/consult/thread/")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看", exact=True).click()
    page.get_by_role("heading", name="我的咨询").wait_for()
    page.wait_for_load_state()  # its scripts listen from now on
