"""Common jobs take at most three taps from the start page, with a thumb on a telephone."""

import pytest

from tests.browser.desk import asked
from tests.browser.office import opened
from tests.browser.writing import file, png

pytestmark = [pytest.mark.browser, pytest.mark.ci]
MOST = 3
NAMES = (
    "from articles.models import Article as A; from firm.models import Lawyer as L,"
    " PracticeArea as P, SiteSettings as S, SpecialDay as D;"
)
DRAFT = (
    "A.objects.get_or_create(title='三次点按要发布的草稿？',"
    "defaults=dict(area=P.objects.first(), author=L.objects.first(), body='<p>先写的一段。</p>'))"
)
CLEAR_DRAFT = "A.objects.filter(title__startswith='三次点按').delete()"
CLEAR_DAY = "D.objects.filter(date='2031-10-01').delete()"
SET = "S.objects.update({}='{}')"
LAWYER = "L.objects.create(name='许照之', slug='xu-zhaozhi')"
PORTRAIT = "print(bool(L.objects.get(slug='xu-zhaozhi').portrait))"
CLEAR_LAWYER = "L.objects.filter(slug='xu-zhaozhi').delete()"


class Thumb:
    """Taps on a telephone, and how many there were."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, found):
        self.taps += 1
        found.click()

    def link(self, words):
        self.tap(self.page.get_by_role("link", name=words).first)

    def button(self, words):
        self.tap(self.page.get_by_role("button", name=words, exact=True).first)

    def write(self, label, words):
        """A tap into the field, then letters."""
        found = self.page.get_by_label(label, exact=True)
        self.tap(found)
        found.fill(words)


@pytest.fixture
def thumb(chromium, site):
    """A thumb over the start page, 390 px wide."""
    with opened(chromium, site, width=390, height=844) as page:
        page.goto("/admin/")
        yield Thumb(page)


def shell(site, code):
    """What a piece of Python printed in the site."""
    return site.shell(NAMES + code).strip()


def test_the_most_urgent_consultation_is_answered(thumb, site):
    asked(site)
    # The first that is not sealed: that one waits for a decision, not for an answer.
    thumb.tap(thumb.page.locator(".desk-rows tbody tr").filter(has_not_text="待审查").first)
    thumb.write("答复", "您好，请先保存打卡记录。")
    thumb.button("发出答复")
    thumb.page.get_by_role("button", name="撤回").wait_for()
    assert thumb.taps <= MOST


def test_a_draft_is_published(thumb, site):
    shell(site, DRAFT)
    thumb.link("接着写草稿")
    thumb.link("三次点按要发布的草稿？")
    thumb.button("发布")
    thumb.page.locator(".messagelist .success").wait_for()
    assert thumb.taps <= MOST
    shell(site, CLEAR_DRAFT)


def test_a_new_article_is_begun(thumb):
    thumb.link("写一篇文章")
    thumb.page.locator("#id_title").wait_for()
    assert thumb.taps == 1


def test_a_holiday_is_registered(thumb, site):
    thumb.link("登记放假")
    thumb.write("日期", "2031-10-01")
    thumb.button("保存")
    thumb.page.locator(".messagelist .success").wait_for()
    assert thumb.taps <= MOST
    shell(site, CLEAR_DAY)


def test_the_telephone_number_is_changed(thumb, site):
    thumb.link("改电话")
    field = thumb.page.locator("#id_phone")
    before = field.input_value()
    thumb.tap(field)
    field.fill("0330-5550199")
    thumb.button("保存")
    thumb.page.locator(".messagelist .success").wait_for()
    assert thumb.taps <= MOST
    shell(site, SET.format("phone", before))


def test_a_portrait_is_changed(thumb, site):
    shell(site, LAWYER)
    thumb.page.reload()
    thumb.link("许照之")
    with thumb.page.expect_file_chooser() as chooser:
        thumb.tap(thumb.page.locator("#id_portrait"))
    chooser.value.set_files(file("照片.png", png("#4a6", (900, 1200))))
    thumb.button("保存")
    thumb.page.locator(".messagelist .success").wait_for()
    assert thumb.taps <= MOST
    assert shell(site, PORTRAIT) == "True"
    shell(site, CLEAR_LAWYER)


def test_a_consultation_is_found_by_its_code(thumb, site):
    _, code = asked(site)
    thumb.write("查找", code[-4:])
    thumb.button("查找")
    thumb.tap(thumb.page.locator(".field-reference_link a").first)
    thumb.page.get_by_role("button", name="发出答复").wait_for()
    assert thumb.taps <= MOST


def test_a_test_mail_is_sent(thumb, site):
    shell(site, SET.format("notify_email", "office@example.com"))
    thumb.link("发送测试消息")
    thumb.button("发送测试消息")
    thumb.page.get_by_text("再发一条").wait_for()
    assert thumb.taps <= MOST
    shell(site, SET.format("notify_email", ""))
