"""The ways of lawyer and editor, in a real browser: written, answered, reviewed, as it is seen."""

import re

import pytest

from tests.browser import client, desk, law, writing
from tests.browser.client import enter
from tests.browser.desk import asked, box, insert_canned
from tests.browser.eyes import sees
from tests.browser.office import opened

pytestmark = [pytest.mark.browser]
# Of its own: what the search and other pages list stays as it is.
WRITTEN = """
from articles.models import Article
from firm.models import Lawyer, PracticeArea

known = {"area": PracticeArea.objects.first(), "author": Lawyer.objects.first()}
print(Article.objects.create(title="要在浏览器里修改的文章", body="<p>原文。</p>", **known).pk)
"""


def insert_link(page):
    page.locator(".cke_button__link").first.click()
    dialog = page.locator(".cke_dialog:visible")
    dialog.get_by_label("显示文本").fill("法规库")
    dialog.get_by_label("网址").last.fill("example.com/law")
    dialog.get_by_role("button", name="确定").click()
    page.locator(".cke_wysiwyg_div a", has_text="法规库").wait_for()


def test_an_article_is_edited_with_bold_link_and_picture(chromium, page, site):
    pk = site.shell(WRITTEN).strip()
    with opened(chromium, site, width=1280) as office:
        writing.open_form(office, f"/admin/articles/article/{pk}/change/")
        writing.put(office, "<p>需要强调的话</p>")
        office.evaluate("CKEDITOR.instances.id_body.focus()")
        office.evaluate("CKEDITOR.instances.id_body.execCommand('selectAll')")
        office.locator(".cke_button__bold").click()
        writing.to_the_end(office)
        insert_link(office)
        writing.to_the_end(office)  # the link is selected, and would give way to the picture
        writing.choose_pictures(office, writing.file())
        writing.describe(office, "示意图")
        writing.publish(office)
        assert office.console.worries() == []
    page.goto(f"/articles/{pk}/")
    strong = sees(page.locator(".prose strong"), "需要强调的话")
    assert int(strong.evaluate("one => getComputedStyle(one).fontWeight")) >= 600
    assert sees(page.locator(".prose a", has_text="法规库")).get_attribute("href") == (
        "http://example.com/law"
    )
    image = sees(page.get_by_role("img", name="示意图"))
    assert image.evaluate("one => one.decode().then(() => one.naturalWidth > 0)")
    assert image.bounding_box()["width"] > 200
    assert page.console.hosts == set()


def test_a_canned_reply_is_sent_and_taken_back(chromium, page, site):
    address, code = asked(site)
    enter(page, code)
    with opened(chromium, site, width=390, height=844) as office:
        office.goto(address)
        insert_canned(office)
        assert re.match("您好：\n\n您的咨询（劳动与工伤）", sees(box(office)).input_value())
        box(office).press_sequentially("\n请先保存打卡记录。")
        sees(office.get_by_text(re.compile(r"草稿已保存 \d\d:\d\d")))
    with opened(chromium, site, width=390, height=844) as office:  # nothing was pressed
        office.goto(address)
        assert "请先保存打卡记录。" in box(office).input_value()
        office.get_by_role("button", name="发出答复").click()
        sees(office.locator("[data-undo-left]", has_text=re.compile(r"\d+秒内")))
        page.reload()  # there is half a minute for this
        assert page.locator(".message-lawyer").count() == 0
        sees(office.get_by_role("button", name="撤回")).click()
        sees(office.get_by_text("已撤回"))
        assert "请先保存打卡记录。" in sees(box(office)).input_value()
        assert office.console.worries() == []
    page.reload()
    sees(page.locator(".message-client"))
    assert page.locator(".message-lawyer").count() == 0


# Of its own: the same words sent twice would wait to be looked at.
ASKED = "邻居装修把承重墙砸了，物业说管不了，我该找谁？"
TAPS = """window.addEventListener("click", ({ isTrusted, detail }) => {
    if (isTrusted && detail) sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
}, true)"""


def taps(page):
    """How often somebody has pressed something in this window."""
    return int(page.evaluate("sessionStorage.taps || 0"))


def test_from_question_to_answer_in_seven_taps_and_nothing_is_typed_twice(chromium, page, site):
    page.add_init_script(TAPS)
    client.begin(page, site, ASKED)
    page.get_by_role("button", name="直接核对").click()
    page.get_by_label("我已阅读隐私告知").check()
    assert client.solved(page)
    code = client.send(page)
    with opened(chromium, site, width=390, height=844) as office:
        office.add_init_script(TAPS)
        office.goto(desk.latest_of(site))  # where the mail leads
        sees(office.get_by_role("heading", level=1), ASKED)
        assert box(office).bounding_box()["y"] < 844
        box(office).click()
        box(office).press_sequentially("押金应当退还，先书面催告。")
        office.get_by_role("button", name="答复并结束").click()
        sees(office.get_by_role("button", name="撤回"))
        sees(office.get_by_role("button", name="重新打开"))
        assert office.locator("#reply").count() == 0
        following = office.get_by_role("link", name="下一件")
        following.click()
        office.wait_for_url(lambda url: desk.latest_of(site) not in url)
        assert office.console.worries() == []
        assert (taps(page), taps(office)) == (4, 3)
    enter(page, code)
    sees(page.locator(".message-client"), ASKED)


FREE = "from consult.models import Availability; Availability.objects.all().delete()"


def test_a_lawyer_offers_times_the_client_takes_one_and_both_see_it(chromium, page, site):
    address, code = asked(site)
    with opened(chromium, site, width=390, height=844, clear=FREE) as office:
        office.goto("/admin/consult/consultation/appointments/")
        office.get_by_role("button", name="保存").click()
        sees(office.get_by_text("已保存"))
        office.goto(address)
        box(office).fill("可以见面谈。")
        office.get_by_text("约个时间", exact=True).click()
        for offer in office.locator("[name=times]").all()[:2]:
            offer.check()
        office.get_by_role("button", name="发出答复").click()
        sees(office.get_by_role("button", name="撤回"))
        site.shell(desk.PASSED)
        enter(page, code)
        times = page.locator("[name=slot]")
        assert times.count() == 2
        page.locator("label", has=times).first.click()
        page.locator("label", has_text="当面").click()
        page.get_by_role("button", name="约这个时间").click()
        sees(page.get_by_role("heading", name="约好了"))
        with page.expect_download() as calendar:
            page.get_by_role("link", name="加入日历").click()
        assert "SUMMARY:有约" in calendar.value.path().read_text()
        office.goto("/admin/consult/consultation/appointments/")
        sees(office.get_by_role("heading", name="接下来的1个"))
        office.get_by_role("button", name="取消", exact=True).click()
        sees(office.get_by_text("还没有人约"))
        page.reload()
        sees(page.get_by_text("的约定已经取消"))
        assert page.console.worries() == office.console.worries() == []


def test_one_button_saves_what_is_edited_and_who_leaves_unsaved_is_asked(chromium, site):
    with opened(chromium, site, width=390, height=844) as office:
        office.goto(asked(site)[0])
        office.get_by_text("办理", exact=True).click()
        office.get_by_label("跟进什么").fill("问材料收齐没有")
        office.get_by_label("跟进日", exact=True).fill("2027-03-01")
        sees(office.locator("[data-changes]"), "2处改动未保存")
        with office.expect_event("dialog") as left:
            office.once("dialog", lambda dialog: dialog.dismiss())
            office.get_by_role("link", name="下一件").click(no_wait_after=True)
        assert left.value.type == "beforeunload"
        office.get_by_label("跟进什么").press("Enter")  # saves, and presses no other button
        sees(office.get_by_text("2027年3月1日，到时会提醒"))
        assert office.evaluate("document.documentElement.scrollWidth") == 390


def test_the_law_has_moved_and_an_article_is_warned_of_reviewed_and_repaired(chromium, page, site):
    site.shell(law.SIGNS)
    with opened(chromium, site, width=390, height=844, clear=law.CLEAR) as office:
        law.new_article(office)
        panel = office.locator("[data-law-found]")
        sees(panel.get_by_text(law.REPEALED))
        sees(panel.get_by_text(law.BEYOND))
        writing.publish(office)

        entry = law.entry_of(office)
        sees(entry.get_by_text(law.REPEALED))
        sees(entry.get_by_text(law.BEYOND))
        page.goto(entry.get_by_role("link", name="看网页").get_attribute("href"))
        sees(page.locator(".moved"), "《合同法》已于2021年1月1日废止")
        sees(page.locator(".moved"), "条文序号可能有误")

        lawyer = law.confirm_first(office, entry)
        assert law.entry_of(office).get_by_text(law.REPEALED).count() == 0
        assert law.told(page)
        assert "《合同法》" not in "".join(law.told(page))
        law.entry_of(office).get_by_role("link", name="去修改").click()
        writing.put(office, law.REPAIRED)
        writing.publish(office)
        assert law.told(page) == []
        sees(page.locator(".prose"), "又见《民法典》第154条")
        assert law.entry_of(office).count() == 0
        take_back(office, lawyer)
        sees(page.locator("h1"), law.TITLE)
        assert "《合同法》" in "".join(law.told(page))


def take_back(office, lawyer):
    """The record of what was decided; the confirmation goes."""
    office.get_by_role("link", name="复核记录").click()
    record = office.locator(".review-history li", has_text=law.TITLE)
    sees(record.nth(0), "已改写")
    sees(record.nth(1), f"确认律师：{lawyer}")
    record.nth(1).get_by_role("button", name="撤销确认").click()
    sees(office.get_by_text("这条提示回到“待复核”"))
