"""A call is written down on a telephone and at a desk; its client reads it with the code."""

import re

import pytest

from tests.browser.client import enter
from tests.browser.office import opened

pytestmark = [pytest.mark.browser, pytest.mark.ci]
REGISTER = "/admin/consult/consultation/register/"
SAID = "公司三个月没有发工资，问能不能辞职要补偿。"
CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
CALLS = (
    "from consult.models import Consultation as C;"
    "print(*[f'{c.messages.first().text} {c.source}' for c in C.objects.filter(source='phone')],"
    "sep='\\n')"
)
CLEAR = "from consult.models import Consultation as C; C.objects.filter(source='phone').delete()"


def typed(page, **fields):
    """Letters, without a tap that counts: the next field is one key away."""
    for name, words in fields.items():
        page.locator(f"#id_{name}").fill(words)


@pytest.fixture(params=[390, 1440])
def office(request, chromium, site):
    """A window of the office, narrow and wide."""
    with opened(chromium, site, width=request.param, height=844, clear=CLEAR) as page:
        yield page


def test_a_call_is_registered_and_its_client_reads_it_with_the_code(office, site, page):
    office.goto("/admin/")
    office.get_by_role("main").get_by_role("link", name="登记咨询").first.click()
    typed(office, name="陈小满", phone="19900000147", opponent="某某建材厂", question=SAID)
    office.locator("#id_area").select_option(label="劳动与工伤")
    office.locator("#id_consent").check()
    office.get_by_role("button", name="登记", exact=True).click()
    code = CODE.search(office.locator(".registered-code").inner_text())[0]
    assert site.shell(CALLS).splitlines().count(f"{SAID} phone") == 1
    assert code.replace(" ", "") not in office.url
    enter(page, code)
    assert page.get_by_text(SAID).is_visible()


def test_the_slip_says_how_and_nothing_of_what_was_told(office):
    office.goto(REGISTER)
    typed(office, name="陈小满", question=SAID)
    office.locator("#id_area").select_option(label="劳动与工伤")
    office.locator("#id_consent").check()
    office.get_by_role("button", name="登记", exact=True).click()
    office.locator(".registered-code").wait_for()
    office.emulate_media(media="print")
    seen = office.locator("body").inner_text()
    assert CODE.search(seen)
    assert "/consult/thread/" in seen
    assert not [word for word in ("陈小满", "工资", "工作台", "再记一条", "打印") if word in seen]


def test_what_is_known_of_a_caller_is_said_while_it_is_written_down(office):
    office.goto(REGISTER)
    typed(office, name="陈女士", opponent="宏达建材厂")
    office.locator("#id_question").focus()
    office.locator("[data-look]").get_by_text("称呼过于笼统").wait_for()
    assert "陈女士" not in office.url


def test_an_earlier_call_goes_on(office):
    office.goto(REGISTER)
    typed(office, name="陈小满", phone="19900000147", question=SAID)
    office.locator("#id_area").select_option(label="劳动与工伤")
    office.locator("#id_consent").check()
    office.get_by_role("button", name="登记", exact=True).click()
    with office.expect_navigation():  # to the end: its script listens from then on
        office.get_by_role("link", name="再记一条").click()
    typed(office, name="陈小满", phone="19900000147", question=SAID)
    office.locator("#id_question").focus()  # and what is known of the number comes by itself
    office.get_by_role("button", name=re.compile("接着咨询")).click()
    office.get_by_text(f"「电话补充」{SAID}").wait_for()
    assert office.evaluate("document.documentElement.scrollWidth") <= office.viewport_size["width"]
