"""The tick of text messages and the one tap that stops them, on a telephone."""

import pytest

from consult.client.session import NextPageMessage
from tests.browser.client import enter, fill_in, send, solved
from tests.browser.windows import window
from tests.sample_site import SampleSite

pytestmark = [pytest.mark.browser, pytest.mark.ci]
TICK = "有新答复时，给我填写的手机号发短信提醒"
TELL = """
from firm.models import Page
from firm.site.records import save_page
page = Page.objects.get(kind="privacy")
page.body += "<p>短信提醒由短信服务商发送。</p>"
save_page(page=page)
"""
LEFT = (
    "from consult.models import Consent;"
    "print([one.withdrawn_at is None for one in Consent.objects.filter(kind='sms')])"
)


@pytest.fixture(scope="module")
def texting(tmp_path_factory):
    """A site that has a vendor, whom nobody is told of: no answer is written here."""
    url = "aliyun://LTAI-test:secret@/?sign=示例律所&template=SMS_123456789"
    folder = tmp_path_factory.mktemp("texting")
    with SampleSite(folder, TRUSTED_PROXY_COUNT="1", SMS_URL=url) as running:
        running.shell(TELL)
        yield running


@pytest.mark.parametrize("scripts", [True, False])
def test_who_ticks_it_is_asked_for_a_mobile_and_stops_it_with_one_tap(chromium, texting, scripts):
    with window(chromium, texting, 390, java_script_enabled=scripts) as page:
        fill_in(page, texting)
        tick = page.get_by_label(TICK)
        assert not tick.is_checked()
        tick.check()
        page.locator("#id_phone").fill("025-84110110")
        page.get_by_role("button", name="提交咨询").click()
        page.locator("#id_sms_consent_error").wait_for()
        page.wait_for_load_state()  # the proof of work begins with the first field
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator("#id_phone").fill("138 0000 0001")
        if scripts:
            assert solved(page)
        enter(page, send(page).replace(" ", ""))
        page.get_by_role("heading", name="您的资料由您决定").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="不再发短信").click()
        page.get_by_text(NextPageMessage.SMS_STOPPED.label).wait_for()
        page.get_by_role("heading", name="您的资料由您决定").click()
        assert page.get_by_role("button", name="不再发短信").count() == 0
        assert "True" not in texting.shell(LEFT)
        assert "False" in texting.shell(LEFT)
