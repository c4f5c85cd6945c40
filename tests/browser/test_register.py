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


def register(office):
    """Written down while somebody speaks; the code, once it is shown."""
    office.locator("#id_name").wait_for()
    office.wait_for_load_state()  # its scripts listen from now on
    office.locator("#id_name").fill("陈小满")
    office.locator("#id_phone").fill("19900000147")
    office.locator("#id_question").fill(SAID)
    office.locator("#id_area").select_option(label="劳动与工伤")
    office.locator("#id_consent").check()
    office.get_by_role("button", name="登记", exact=True).click()
    return CODE.search(office.locator(".registered-code").inner_text())[0]


@pytest.fixture
def office(chromium, site):
    """A window of the office on a telephone."""
    with opened(chromium, site, width=390, height=844, clear=CLEAR) as page:
        yield page


def test_a_call_is_registered_printed_and_read_by_its_client_with_the_code(office, site, page):
    office.goto("/admin/")
    office.get_by_role("main").get_by_role("link", name="登记咨询").first.click()
    code = register(office)
    assert site.shell(CALLS).splitlines().count(f"{SAID} phone") == 1
    assert code.replace(" ", "") not in office.url
    office.emulate_media(media="print")
    seen = office.locator("body").inner_text()
    assert CODE.search(seen)
    assert "/consult/thread/" in seen
    assert not [word for word in ("陈小满", "工资", "工作台", "再记一条", "打印") if word in seen]
    enter(page, code)
    assert page.get_by_text(SAID).is_visible()


def test_what_is_known_of_a_caller_is_said_and_an_earlier_call_goes_on(office):
    office.goto(REGISTER)
    office.locator("#id_name").fill("陈女士")
    office.locator("#id_question").focus()
    office.locator("[data-look]").get_by_text("过于笼统").wait_for()
    assert "陈女士" not in office.url
    register(office)
    with office.expect_navigation():  # to the end: its script listens from then on
        office.get_by_role("link", name="再记一条").click()
    office.locator("#id_name").fill("陈小满")
    office.locator("#id_phone").fill("19900000147")
    office.locator("#id_question").fill(SAID)
    office.locator("#id_question").focus()  # and what is known of the number comes by itself
    office.get_by_role("button", name=re.compile("接着咨询")).click()
    office.get_by_text(f"「电话补充」{SAID}").wait_for()
