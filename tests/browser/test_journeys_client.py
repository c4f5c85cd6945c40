"""The ways of a client, in a real browser: what `make test` shows of each is what a person sees."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import desk, keys
from tests.browser.client import aged, ask, begin, enter, fill_in, go_on, latest, send, solved
from tests.browser.eyes import sees
from tests.browser.office import opened

pytestmark = [pytest.mark.browser]

QUESTION = "公司拖欠了三个月工资，昨天让我自己离职。我没有签过合同，手里只有打卡记录，该怎么办？"
ANSWER = "您好，先不要签自愿离职的文件，请把打卡记录和工资流水保存好。"
MORE = "谢谢，我先去打印流水。"
CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


def quiet(page):
    """Nothing was complained of, and no foreign host asked."""
    return (page.console.worries(), page.console.hosts) == ([], set())


def test_an_article_leads_to_the_form(page):
    page.goto("/")
    page.get_by_role("link", name="法律问答", exact=True).first.click()
    card = page.locator("main .rows a[href^='/articles/']").first
    title = sees(card).inner_text()
    card.click()
    sees(page.get_by_role("heading", level=1), title)
    sees(page.locator(".prose p").last)
    sees(page.locator(".float-ask"), "在线咨询", scroll=False).click()
    sees(page.get_by_role("heading", level=1), "在线咨询")
    assert page.locator("#id_area option:checked").get_attribute("value")
    sees(page.get_by_label("您想咨询的事情")).fill("这里可以写清楚经过")
    sees(page.get_by_role("button", name="下一步"))
    assert quiet(page)


def find(office, code, question=QUESTION):
    """The consultation on the desk, by the end of its code."""
    office.goto("/admin/")
    office.locator("#search_text").fill(code[-4:])
    office.get_by_role("button", name="查找").click()
    office.locator("#content-main .desk-rows a").first.click()
    sees(office.locator(".desk-thread").get_by_text(question))
    office.wait_for_load_state()  # its scripts listen from now on


def answer(office):
    """What the lawyer writes; it can be taken back for half a minute."""
    sees(office.get_by_label("答复", exact=True)).fill(ANSWER)
    office.get_by_role("button", name="发出答复").click()
    sees(office.get_by_role("button", name="撤回"))


def read_and_add(page, question=QUESTION):
    """The answer, seen under the question, which is one row; and a word to it."""
    page.reload()
    page.locator(".message-client summary").click()
    sees(page.locator(".message-client").get_by_text(question))
    sees(page.locator(".message-lawyer").get_by_text(ANSWER))
    page.get_by_label("补充或追问").fill(MORE)
    page.get_by_role("button", name="发送").click()
    sees(page.locator(".message-client").get_by_text(MORE))


def test_a_question_is_asked_answered_and_read(chromium, page, site):
    code = ask(page, site, QUESTION, "劳动与工伤")
    assert CODE.fullmatch(code)
    sees(page.locator("[data-code]"), code)
    receipt = page.url
    page.reload()
    sees(page.locator("[data-code]"), code)
    enter(page, code.replace(" ", "－"))
    with opened(chromium, site) as office:
        office.clock.install()
        find(office, code)
        answer(office)
        page.reload()
        assert page.get_by_text(ANSWER).count() == 0
        site.shell(desk.PASSED)
        office.clock.run_for(31_000)
        sees(office.get_by_text("答复已发出，咨询人现在可以看到。"))
        read_and_add(page)
        office.reload()
        sees(office.get_by_text(MORE))
    page.get_by_role("button", name="退出").click()
    page.goto(receipt)
    assert code not in page.content()
    page.goto("/consult/thread/")
    sees(page.get_by_label("查询码"))
    assert page.get_by_text(ANSWER).count() == 0
    assert quiet(page)


def test_the_same_without_javascript(chromium, plain, site):
    # Words that no other test sends: on one site the same text twice raises doubts.
    question = "朋友去年拿走我的相机一直不还，后来搬了家，电话也不接，我该去哪个法院起诉？"
    fill_in(plain, site, question, "债权债务")
    code = send(plain)
    assert CODE.fullmatch(sees(plain.locator("[data-code]")).inner_text())
    enter(plain, code)
    with opened(chromium, site, java_script_enabled=False) as office:
        find(office, code, question)
        answer(office)
    site.shell(desk.PASSED)
    read_and_add(plain, question)


def ask_by_keys(page, site, question):
    """The form with keys alone; the code."""
    page.goto("/consult/")
    aged(page, site)
    keys.write(page, "#id_question", question)
    keys.press(page, "button", "下一步")
    expect(page.locator(":focus")).to_have_text("第2步，共4步：类别")
    keys.choose(page, "#id_area")
    keys.press(page, "button", "下一步")
    keys.write(page, "#id_phone", "13800000000")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("第4步，共4步：核对")
    keys.tab_to(page, "#id_consent")
    page.keyboard.press("Space")
    assert solved(page)
    keys.follow(page, "button", "提交咨询")
    return sees(page.locator("[data-code]")).inner_text()


def answer_by_keys(office, code):
    """The lawyer finds and answers it with keys alone."""
    office.goto("/admin/")
    keys.write(office, "#search_text", code[-4:])
    keys.go(office)
    keys.follow(office, "#content-main .desk-rows a")
    keys.write(office, "#id_text", ANSWER)
    keys.follow(office, "button", "发出答复")
    sees(office.get_by_role("button", name="撤回"))


def erase_by_keys(page):
    keys.press(page, "summary", "撤回同意、删除")
    keys.follow(page, "a", "删除全部内容")
    sees(page.get_by_role("heading", name="删除全部内容"))
    keys.tab_to(page, "#id_sure")
    page.keyboard.press("Space")
    keys.follow(page, "button", "删除")
    sees(page.get_by_role("heading", name="内容已删除"))


def test_the_same_with_keys_alone(chromium, page, site):
    page.emulate_media(reduced_motion="reduce")  # jumps instead of rolling there
    question = "快递在小区门口撞伤了我母亲，平台和站点都说不管，医药费该找谁要？"
    code = ask_by_keys(page, site, question)
    with opened(chromium, site) as office:
        answer_by_keys(office, code)
    site.shell(desk.PASSED)
    page.goto("/consult/thread/")
    keys.write(page, "#id_code", code)
    keys.go(page)
    sees(page.locator(".message-lawyer").get_by_text(ANSWER))
    page.reload()  # the focus at the top again
    keys.press(page, "summary")
    sees(page.locator(".message-client").get_by_text(question))
    keys.write(page, "#id_text", MORE)
    keys.follow(page, "button", "发送")
    sees(page.locator(".message-client").get_by_text(MORE))
    erase_by_keys(page)
    assert quiet(page)


WRITTEN = {
    "question": "太短了",
    "city": "杭州",
    "opponent": "某某物业公司",
    "name": "王女士",
    "phone": "13800000000",
    "email": "client@example.com",
}


def values(page):
    return {name: page.locator(f"#id_{name}").input_value() for name in WRITTEN}


def test_an_error_and_the_ways_back_keep_every_word(page, site):
    begin(page, site)
    for name in ("city", "opponent"):
        page.locator(f"#id_{name}").fill(WRITTEN[name])
    go_on(page, "联系")
    for name in ("name", "phone", "email"):
        page.locator(f"#id_{name}").fill(WRITTEN[name])
    go_on(page, "核对")
    sees(page.get_by_text("怎么称呼您：王女士"))
    for step in ("联系", "类别"):
        page.go_back()
        expect(page.locator(".stages [aria-current]")).to_have_text(step)
        expect(page.locator(":focus")).to_contain_text(step)
    page.get_by_role("button", name="上一步").click()
    page.locator("#id_question").fill(WRITTEN["question"])
    page.get_by_role("button", name="下一步").click()
    sees(page.locator("#id_question_error"))  # in the browser; the server says it anew
    with page.expect_navigation():
        page.locator("#id_question").evaluate("one => one.form.submit()")
    sees(page.locator("#id_consent_error"))
    sees(page.locator("#id_question_error"))
    sees(page.locator("[role=alert]").first, "未能提交")
    assert values(page) == WRITTEN
    assert page.locator("#id_area option:checked").inner_text() == "房产纠纷"
    page.locator("#id_question").fill("楼上漏水，物业和邻居都说不归自己管，我该找谁赔偿？")
    page.get_by_label("我已阅读隐私告知").check()
    assert CODE.fullmatch(send(page))


def test_a_browser_proves_its_work_without_being_seen(page, site):
    page.goto("/consult/")
    before = page.locator("body").inner_text()
    page.get_by_label("您想咨询的事情").focus()
    assert solved(page)
    assert page.locator("body").inner_text() == before
    assert page.locator("[data-proof]").is_hidden()
    # A link is a doubt where there is no proof: with one, this question is a person's.
    link = "对方把转让协议放在 https://example.com/a ，让我照着签，请问有没有陷阱？"
    ask(page, site, link)
    assert latest(site) == ["new", ""]
    assert quiet(page)
