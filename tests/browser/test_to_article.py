"""An answer becomes an article: lawyer, client, reader, and the consent that is taken back."""

import pytest

from tests.browser import axe
from tests.browser.client import enter
from tests.browser.eyes import sees
from tests.browser.office import opened
from tests.browser.windows import window
from tests.browser.writing import publish

pytestmark = [pytest.mark.browser, pytest.mark.ci]
TITLE = "工伤还没有申请，能先签赔偿协议吗？"
MADE = """
import secrets
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from consult import services
from consult.base.enums import ConsentKind as K
from consult.models import Message
from firm.models import PracticeArea as A
from firm.site.records import current_notice

notice, token = current_notice(), secrets.token_hex(9)
question = f"我叫王建国，在云锦家具厂做木工，受伤了，能先签协议吗？电话13912345678。{token}"
case, code = services.submit(
    area=A.objects.get(slug="labor"), question=question, name="王建国", token=token,
    consents={K.PROCESSING: notice, K.PUBLICATION: notice})
boss = User.objects.get(username="admin")
services.reply(consultation=case, user=boss, text="先不要签。可以先申请工伤认定。", token=token)
past = timezone.now() - timedelta(seconds=1)
Message.objects.filter(consultation=case, sender="lawyer").update(visible_at=past, sent_at=past)
print(case.pk, code)
"""
GONE = """
from articles.models import Article
from consult.models import Consultation

Consultation.objects.filter(messages__sender="lawyer", pk="{key}").delete()
Article.objects.filter(barred_at__isnull=False).delete()
"""


def written(office, key, scripts):
    """From the page of the consultation to a text that the client can be asked about; a hurried
    person is held up by a name."""
    office.goto(f"/admin/consult/consultation/{key}/change/")
    office.get_by_role("heading", name="整理成文章").click()
    office.get_by_role("button", name="整理成文章").click()
    office.get_by_label("标题").wait_for()
    office.wait_for_load_state()  # its scripts listen from now on
    office.get_by_label("标题").fill(TITLE)
    office.get_by_label("问题", exact=True).fill("王建国的单位没有申请工伤认定，可以先谈赔偿吗？")
    office.get_by_label("作者").select_option(index=1)
    office.get_by_role("button", name="发给咨询人确认").click()
    office.get_by_role("alert").wait_for()
    mark = office.get_by_role("group", name="王建国")
    assert axe_finds(office, scripts) == {}
    mark.get_by_label("改写", exact=True).check()
    mark.get_by_label("改写成").fill("员工")
    office.get_by_role("button", name="保存并再比一遍").click()
    for mark in office.locator(".writing-row").all():  # what the machine marks besides
        mark.get_by_label("保留", exact=True).check()
        mark.get_by_label("理由").select_option(index=2)
    if scripts:
        pick(office)
    assert axe_finds(office, scripts) == {}
    office.get_by_role("button", name="发给咨询人确认").click()
    office.get_by_text("待咨询人确认").wait_for()


def pick(office):
    """One tap marks the word that is selected in the text; it is ticked like the others."""
    office.evaluate("""() => {
        const text = document.querySelectorAll(".writing-text")[1].lastChild;
        const place = text.textContent.indexOf("赔偿");
        document.getSelection().setBaseAndExtent(text, place, text, place + 2);
    }""")
    office.locator(".writing-pick").click()
    mark = office.get_by_role("group", name="赔偿")
    mark.get_by_label("保留", exact=True).check()
    mark.get_by_label("理由").select_option(index=2)


def axe_finds(page, scripts):
    """What axe says of a page as wide as it is, in both schemes.

    It waits for ever in a window that runs no scripts; the page is the same.
    """
    if not scripts:
        return {}
    width = page.viewport_size["width"]
    axe.load(page)
    return axe.broken(page, [width])


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1440, False)])
def test_an_answer_becomes_an_article_and_goes_with_the_consent(chromium, site, width, scripts):
    key, code = site.shell(MADE).split()
    bare = {"java_script_enabled": scripts}
    with (
        opened(chromium, site, width, 844, clear=GONE.format(key=key), **bare) as office,
        window(chromium, site, width, 844, **bare) as client,
    ):
        written(office, key, scripts)
        enter(client, code)
        sees(client.get_by_role("link", name="查看并决定")).click()
        sees(client.get_by_role("heading", name=TITLE))
        assert "王建国" not in client.locator("main").inner_text()
        assert axe_finds(client, scripts) == {}
        client.get_by_label("同意按上面的文字公开").check()
        client.get_by_role("button", name="提交决定").click()
        office.reload()
        office.get_by_role("button", name="转成文章草稿").click()
        publish(office)
        client.goto("/consult/thread/article/")
        client.get_by_role("link", name="查看文章").click()
        sees(client.locator("h1"), TITLE)  # its phrases are kept together, one by one
        address = client.url
        client.goto("/consult/thread/withdraw/publication/")
        client.get_by_role("button", name="撤回同意").click()
        assert client.goto(address).status == 410
