"""From the question to the answer, as a client and a lawyer live it, in a real browser."""

import io
import re

import pytest
from PIL import Image

pytestmark = [pytest.mark.browser]

QUESTION = "公司拖欠了三个月工资，昨天让我自己离职。我没有签过合同，手里只有打卡记录，该怎么办？"
ANSWER = "您好，先不要签自愿离职的文件，请把打卡记录和工资流水保存好。"


def log_in(page, site):
    page.goto("/admin/")
    page.get_by_label("用户名").fill("admin")
    page.get_by_label("密码").fill(site.password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/admin/")


def ask(page):
    """Fill in the form as a person does, slower than any time trap; returns the code."""
    page.goto("/consult/")
    page.wait_for_timeout(6200)
    page.get_by_label("事情属于哪一类").select_option(label="劳动与工伤")
    page.get_by_label("您想咨询的事情").fill(QUESTION)
    page.get_by_label("我已阅读隐私告知").check()
    page.get_by_role("button", name="提交咨询").click()
    page.wait_for_url("**/consult/received/")
    return page.locator("[data-code]").inner_text()


def open_thread(page, code):
    page.goto("/consult/thread/")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看", exact=True).click()
    page.get_by_role("heading", name="我的咨询").wait_for()


def test_an_article_is_read_and_leads_to_the_form(page, site):
    page.goto("/")
    page.get_by_role("link", name="法律问答", exact=True).first.click()
    page.locator("main .card a[href^='/articles/']").first.click()
    assert page.locator(".prose p").first.is_visible()
    page.get_by_role("link", name="在线法律咨询").last.click()
    page.get_by_role("heading", name="在线法律咨询").wait_for()
    assert page.console.worries() == []
    assert page.console.hosts == set()


def test_a_question_is_asked_answered_and_read(chromium, page, site):
    code = ask(page)
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", code)
    page.reload()
    assert code not in page.content()

    office = chromium.new_context(base_url=site.url, locale="zh-CN").new_page()
    log_in(office, site)
    office.locator("#search_text").fill(code[-4:])
    office.get_by_role("button", name="查找").click()
    office.locator("#content-main tbody a").first.click()
    office.get_by_text(QUESTION).wait_for()
    office.get_by_label("答复").fill(ANSWER)
    office.get_by_role("button", name="发出答复").click()
    office.get_by_text("咨询人现在可以看到").wait_for(timeout=40_000)
    office.context.close()

    open_thread(page, code.replace(" ", "－"))
    assert page.get_by_text(ANSWER).is_visible()
    page.get_by_label("补充或追问").fill("谢谢，我先去打印流水。")
    page.get_by_role("button", name="发送").click()
    page.get_by_text("我先去打印流水").wait_for()
    page.get_by_role("button", name="离开本页").click()
    page.goto("/consult/thread/")
    assert page.get_by_text(ANSWER).count() == 0
    assert page.console.worries() == []
    assert page.console.hosts == set()


def test_the_whole_way_works_without_javascript(chromium, site):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    code = ask(page)
    open_thread(page, code)
    assert page.get_by_text(QUESTION).is_visible()
    context.close()


def test_an_error_keeps_every_word(page):
    page.goto("/consult/")
    page.get_by_label("您想咨询的事情").fill("太短了")
    page.get_by_role("button", name="提交咨询").click()
    page.locator("#id_question_error").wait_for()
    assert page.get_by_label("您想咨询的事情").input_value() == "太短了"


def test_the_separate_consent_shows_for_sensitive_areas_alone(page):
    page.goto("/consult/")
    consent = page.get_by_label("我单独同意")
    assert consent.is_hidden()
    page.get_by_label("事情属于哪一类").select_option(label="医疗纠纷")
    assert consent.is_visible()


def picture():
    """A small red picture as a PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", (600, 400), "#a33").save(buffer, "PNG")
    return {"name": "图.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


def editor(page, site):
    """The change page of an article with its editor ready."""
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, site)
    page.goto("/admin/articles/article/1/change/")
    page.locator(".cke_wysiwyg_div").wait_for()


def describe(page, text):
    page.get_by_label("这张图片的内容").fill(text)
    page.get_by_role("button", name="确定").click()


def insert_picture(page):
    with page.expect_file_chooser() as chooser:
        page.locator(".cke_button__picture").click()
    chooser.value.set_files([picture()])
    describe(page, "示意图")
    page.locator(".cke_wysiwyg_div img[alt=示意图]").wait_for()


def insert_link(page):
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    page.locator(".cke_button__link").first.click()
    dialog = page.locator(".cke_dialog:visible")
    dialog.get_by_label("显示文本").fill("法规库")
    dialog.get_by_label("网址").last.fill("example.com/law")
    dialog.get_by_role("button", name="确定").click()


def test_an_article_is_edited_with_bold_link_and_picture(page, site):
    editor(page, site)
    page.evaluate(
        "() => { const e = CKEDITOR.instances.id_body; e.setData('<p>需要强调的话</p>');"
        " const r = e.createRange(); r.selectNodeContents(e.editable()); r.select(); }"
    )
    page.wait_for_timeout(300)
    page.evaluate("CKEDITOR.instances.id_body.execCommand('selectAll')")
    page.locator(".cke_button__bold").click()
    page.evaluate(
        "() => { const e = CKEDITOR.instances.id_body; const r = e.createRange();"
        " r.moveToElementEditEnd(e.editable()); r.select(); }"
    )
    insert_link(page)
    insert_picture(page)
    page.locator("input[name=_publish]").click()
    page.get_by_text("已发布第").wait_for()
    assert page.console.worries() == []
    page.goto("/articles/1/")
    assert page.locator(".prose strong", has_text="需要强调的话").count() == 1
    assert page.locator(".prose a[href='http://example.com/law']").count() == 1
    image = page.locator(".prose img[alt=示意图]")
    assert image.get_attribute("width") == "600"
    assert image.evaluate("one => one.decode().then(() => one.naturalWidth > 0)")


def test_a_pasted_picture_is_uploaded_and_kept(page, site):
    editor(page, site)
    page.locator(".cke_wysiwyg_div").evaluate(
        """async (target) => {
            const canvas = document.createElement("canvas");
            const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([blob], "图.png", { type: "image/png" }));
            const options = { clipboardData, bubbles: true, cancelable: true };
            target.dispatchEvent(new ClipboardEvent("paste", options));
        }"""
    )
    describe(page, "粘贴的图")
    image = page.locator(".cke_wysiwyg_div img[alt=粘贴的图]")
    image.wait_for()
    assert image.get_attribute("src").startswith("/media/images/")
    assert page.console.worries() == []
