"""A client says of an answer whether it helped: one tap, with scripts and without, and changed."""

import pytest

from tests.browser.client import enter
from tests.browser.desk import asked
from tests.browser.eyes import sees
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]
ENDED = """
import secrets
from consult import services
from consult.models import Consultation, Message
from django.contrib.auth.models import User
from django.utils import timezone
case, boss = Consultation.objects.get(pk="{0}"), User.objects.get(username="admin")
services.reply(consultation=case, user=boss, text="先保存打卡记录。", token=secrets.token_hex(9))
Message.objects.filter(consultation=case).update(visible_at=timezone.now())
services.close(consultation=case, user=boss)
"""
RATED = "from consult.models import Rating as R; print(R.objects.get(consultation='{0}').value)"


@pytest.mark.parametrize(("width", "scripts"), [(390, False), (390, True), (1440, True)])
def test_a_client_rates_the_answer_and_thinks_again(chromium, site, width, scripts):
    address, code = asked(site)
    key = address.split("/")[-3]
    site.shell(ENDED.format(key))
    with window(chromium, site, width, 844, java_script_enabled=scripts) as client:
        enter(client, code)
        client.get_by_role("button", name="还想谈").click()
        sees(client.locator(".rating [aria-pressed=true]"), "还想谈")
        client.get_by_role("button", name="有帮助").click()
        sees(client.locator(".rating [aria-pressed=true]"), "有帮助")
        assert client.locator(".rating [aria-pressed=true]").count() == 1
        if scripts:  # without, the page cannot be asked
            assert client.evaluate("document.documentElement.scrollWidth") <= width
        assert client.console.worries() == []
    assert site.shell(RATED.format(key)).strip() == "helped"
