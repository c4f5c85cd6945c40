"""An invented second firm that makes the site its own, in the office alone."""

import re

from tests.browser.steps import BY_WORKER
from tests.browser.writing import file, png

LIST = "/admin/opening/"
FIRM = {
    "firm_name": "青川明理律师事务所",
    "licence_number": "31510000MD00998877",
    "city": "青川",
    "phone": "0819-7770021",
    "notify_email": "desk@qingchuan.example",
}
LAWYER = {"name": "许照之", "licence_number": "15101202011223344"}
OFFICE = "青川临江路8号3层"
AREAS = ["劳动与工伤", "合同纠纷", "量刑"]
QUESTION = "公司拖欠工资两个月，应该怎么办？"
ANSWER = (
    "先向公司书面催告，再向劳动保障监察机构投诉，或者申请劳动仲裁。工资条、转账记录和考勤要留好。"
)
GAP = re.compile("〔[^〕]*〕")
FILLED = "由本所与您约定"
SET_TEXT = """(html) => new Promise((done) =>
    Object.values(CKEDITOR.instances)[0].setData(html, done))"""


class Person:
    """A window of the office, used as a person uses it."""

    def __init__(self, page):
        self.page = page

    def link(self, words):
        self.page.get_by_role("link", name=words).first.click()

    def button(self, words):
        self.page.get_by_role("button", name=words).first.click()

    def tick(self, box):
        """Who ticks before leave.js listens is asked whether to leave."""
        box.wait_for()
        self.page.wait_for_load_state()
        box.check()

    def _unfold(self, field):
        """Press the panel that a field is folded in; one that the address names opens by itself."""
        self.page.locator(field).wait_for(state="attached")
        self.page.wait_for_load_state()
        folded = self.page.locator(f"details.panel:not([open]):has({field}) > summary")
        if folded.count():
            folded.click()

    def write(self, field, words):
        self._unfold(field)
        self.page.locator(field).fill(words)

    def bring(self, field, file):
        """Choose a file from the disk."""
        self._unfold(field)
        self.page.locator(field).set_input_files(file)

    def compose(self, html):
        """Put a text into the editor."""
        self.page.locator(".cke_wysiwyg_div").first.wait_for()
        self.page.evaluate(SET_TEXT, html)

    def text(self):
        """What stands in the editor, as HTML."""
        self.page.locator(".cke_wysiwyg_div").first.wait_for()
        return self.page.evaluate("Object.values(CKEDITOR.instances)[0].getData()")

    def saved(self):
        """Press 保存 and see that it was."""
        self.page.locator("[name=_save]").first.click()
        self.page.locator(".messagelist .success").wait_for()


def to_the_list(person):
    """By the menu."""
    person.link("上线清单")
    person.page.wait_for_url(f"**{LIST}")


def open_step(person, label):
    """The button of a line of the list."""
    line = person.page.locator(".opening-steps > li").filter(has_text=label)
    line.locator("a.quiet-button, button.quiet-button").first.click()


def describe(person):
    """Who the firm is."""
    open_step(person, "填好律所信息")
    for name, words in FIRM.items():
        person.write(f"#id_{name}", words)
    person.saved()


def tick_areas(person):
    """What it works in."""
    to_the_list(person)
    open_step(person, "勾选办理的领域")
    for name in AREAS:
        person.tick(person.page.get_by_role("checkbox", name=name))
    person.button("保存")
    person.page.locator(".messagelist .success").wait_for()


def register_lawyer(person):
    """Who works there, with a face."""
    open_step(person, "登记律师")
    for name, words in LAWYER.items():
        person.write(f"#id_{name}", words)
    person.bring("#id_portrait", file("照片.png", png("#4a6", (900, 1200))))
    person.saved()


def register_office(person):
    """Where it is."""
    to_the_list(person)
    open_step(person, "登记办公地点")
    person.write("#id_address", OFFICE)
    person.saved()


def confirm_pages(person):
    """The five pages: drafted, read, filled in where only the firm knows, confirmed."""
    for title in ("隐私", "未成年人", "免责声明", "收费说明", "关于"):
        to_the_list(person)
        open_step(person, title)
        person.page.wait_for_url(re.compile("/change/|/confirm/"))
        if "/confirm/" not in person.page.url:  # only the firm knows the rest
            person.compose(GAP.sub(FILLED, person.text()))
            person.button("保存，去通读确认")
        person.tick(person.page.locator("[name=read]"))
        if (name := person.page.locator("[name=name]")).count():
            name.fill(LAWYER["name"])
        person.button("确认并公开")
        person.page.locator(".messagelist .success").wait_for()


def publish_article(person):
    """What is often asked."""
    to_the_list(person)
    open_step(person, "发布第一篇文章")
    person.write("#id_title", QUESTION)
    person.page.locator("#id_area").select_option(label="劳动与工伤")
    person.page.locator("#id_author").select_option(label=LAWYER["name"])
    person.compose(f"<p>{ANSWER}</p>")
    person.page.locator("[name=_publish]").first.click()
    person.page.locator(".messagelist .success").wait_for()


def test_mail(person):
    """Whether mail goes out; the ledger is asked until a server has taken it."""
    to_the_list(person)
    open_step(person, "发一封测试邮件")
    person.button("发送测试消息")
    person.page.locator(".step-good").wait_for(timeout=BY_WORKER)


def go_live(person):
    """All that must be done, from the list."""
    to_the_list(person)
    describe(person)
    tick_areas(person)
    register_lawyer(person)
    register_office(person)
    confirm_pages(person)
    publish_article(person)
    test_mail(person)
