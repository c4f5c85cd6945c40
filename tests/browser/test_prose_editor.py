"""The trial of another editor (RICHTEXT_EDITOR=prose) in a real browser, under the strict policy.

What the server does with a text is the same whichever editor it was written with, and tested there.
"""

from importlib.util import find_spec

import pytest

from articles.admin.unsaved import STORED
from richtext.core.sanitise import clean_html
from tests.browser import axe
from tests.browser.office import opened
from tests.browser.prose import EVERY_TAG, TEXT, button, open_form, put, written
from tests.browser.writing import dialog, file, paste, save
from tests.mail_server import mail_server
from tests.richtext.test_paste import SOURCES, expected, source
from tests.sample_site import SampleSite

pytestmark = [
    pytest.mark.browser,
    pytest.mark.ci,
    pytest.mark.skipif(
        find_spec("django_prose_editor") is None,
        reason="django-prose-editor is not installed (requirements-editor.txt)",
    ),
]
PK = 2
CHANGE = f"/admin/articles/article/{PK}/change/"
ARTICLE = (
    f"from articles.models import Article as A; rows = A.objects.filter(pk={PK}); a = rows.get();"
)
BODY = f"{ARTICLE} print(repr(a.pending.content['body'] if a.pending else a.body))"
RESET = (
    f"from articles.models import Unsaved as U; U.objects.all().delete();{ARTICLE}"
    "rows.update(pending=None)"
)
PICTURE = f"/media/images/ab/{'0' * 32}-600x400-s600-w600.webp"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The sample site, with the trial editor chosen."""
    with mail_server() as address:
        env = {"TRUSTED_PROXY_COUNT": "1", "EMAIL_URL": address, "RICHTEXT_EDITOR": "prose"}
        with SampleSite(tmp_path_factory.mktemp("site"), **env) as running:
            yield running


@pytest.fixture
def office(chromium, site):
    """The change page of an article, with the editor ready."""
    with opened(chromium, site, width=1280, clear=RESET) as page:
        yield open_form(page, CHANGE)


@pytest.fixture
def editor(office):
    """With one paragraph in it, and the caret behind that."""
    put(office, "<p>开头。</p>")
    return office


def stored(site):
    return site.shell(BODY).strip()


@pytest.mark.parametrize("name", SOURCES)
def test_a_pasted_text_is_what_the_server_makes_of_it_and_asks_nobody(office, name):
    put(office, "")
    paste(office, source(name))
    office.locator(f"{TEXT} > *").nth(1).wait_for()
    assert clean_html(written(office)) == expected(name)
    assert office.console.hosts == set()
    assert office.console.worries() == []


def test_a_few_pasted_words_continue_the_line(editor):
    paste(editor, '<span style="font-weight:700">重点</span>')
    editor.locator(f"{TEXT} strong").wait_for()
    assert written(editor) == "<p>开头。<strong>重点</strong></p>"


def test_the_button_for_plain_text_pastes_words_alone(editor):
    plain = button(editor, "粘贴为无格式文本")
    plain.click()
    assert plain.get_attribute("aria-pressed") == "true"
    paste(editor, "<section><b>甲</b><img src='https://foreign.example/a.png'></section>", "甲")
    editor.locator(TEXT, has_text="开头。甲").wait_for()
    assert "<strong>" not in written(editor)
    assert plain.get_attribute("aria-pressed") == "false"
    assert editor.console.hosts == set()


def test_where_the_server_does_not_answer_the_words_are_kept(editor):
    editor.route("**/pasted/", lambda route: route.abort())
    paste(editor, "<section>甲<img src='https://foreign.example/a.png'></section>")
    editor.get_by_text("已按无格式文本插入正文").wait_for()
    assert "按文本粘贴" in written(editor)
    assert editor.console.hosts == set()


def test_a_picture_is_described_by_keyboard_and_put_into_the_text(editor):
    with editor.expect_file_chooser() as chooser:
        button(editor, "上传图片").click()
    chooser.value.set_files([file()])
    dialog(editor)
    editor.keyboard.type("工伤认定流程图")
    editor.keyboard.press("Enter")
    editor.locator(f"{TEXT} img[alt=工伤认定流程图]").wait_for()
    assert written(editor).startswith("<p>开头。</p><p><img")
    editor.locator(f"{TEXT} img[alt=工伤认定流程图]").click()
    button(editor, "图片说明").click()
    dialog(editor).get_by_label("图片内容").fill("改过的说明")
    editor.keyboard.press("Enter")
    editor.locator(f"{TEXT} img[alt=改过的说明]").wait_for()
    assert editor.console.worries() == []


def test_pasted_pictures_are_asked_for_one_by_one(editor):
    paste(editor, files=2)
    for place in ("第1张，共2张", "第2张，共2张"):
        asked = editor.get_by_role("dialog", name=place)
        asked.get_by_label("图片内容").fill(place)
        asked.get_by_role("button", name="确定").click()
    editor.locator(f"{TEXT} img[alt='第2张，共2张']").wait_for()
    told = [one.get_attribute("alt") for one in editor.locator(f"{TEXT} img").all()]
    assert [alt for alt in told if alt] == ["第1张，共2张", "第2张，共2张"]


def test_a_text_that_nobody_changed_is_sent_as_it_came(office, site):
    before = stored(site)
    office.locator("[name=title]").fill("改了标题，没有改正文")
    save(office)
    assert stored(site) == before


def test_a_text_with_every_tag_keeps_them_when_a_word_is_typed(office, site):
    """All but <b> and <i>, which become <strong> and <em> in both editors."""
    body = EVERY_TAG.replace("{picture}", PICTURE)
    site.shell(f"{ARTICLE} rows.update(body={body!r})")
    open_form(office, CHANGE)
    office.locator(f"{TEXT} h2").click()
    office.keyboard.press("End")
    office.keyboard.type("字")
    save(office)
    typed = body.replace("一</h2>", "一字</h2>")
    typed = typed.replace("</strong><b>重</b>", "重</strong>").replace("</em><i>偏</i>", "偏</em>")
    assert stored(site) == repr(typed)


def test_checks_preview_and_the_kept_words_follow_what_is_typed(editor):
    editor.keyboard.type("本所胜诉率九成，依据《民法典》第九千条。")
    editor.locator('[data-hints="body"]').get_by_text("胜诉率", exact=True).first.wait_for()
    editor.locator("[data-law-found]").get_by_text("第九千条").first.wait_for(state="attached")
    editor.get_by_text(STORED.format("")).wait_for()
    editor.locator('[data-hints="body"] [data-find]').first.click()
    assert editor.evaluate("getSelection().toString()") in "本所胜诉率九成"


def test_buttons_are_reached_and_left_by_keyboard(editor):
    editor.keyboard.press("Alt+F10")
    assert button(editor, "小标题").evaluate("one => one === document.activeElement")
    for _ in range(2):
        editor.keyboard.press("ArrowRight")
    editor.keyboard.press("Escape")
    editor.keyboard.press("Alt+F10")
    assert button(editor, "加粗").evaluate("one => one === document.activeElement")
    editor.keyboard.press("Enter")
    editor.keyboard.type("重")
    assert written(editor) == "<p>开头。<strong>重</strong></p>"


def test_a_link_takes_an_address_and_no_script(editor):
    editor.keyboard.press("Shift+Home")
    button(editor, "链接").click()
    asked = editor.get_by_role("dialog", name="链接")
    asked.get_by_label("网址").fill("javascript:alert(1)")
    editor.keyboard.press("Enter")
    assert asked.is_visible()
    asked.get_by_label("网址").fill("www.court.gov.cn")
    editor.keyboard.press("Enter")
    asked.wait_for(state="detached")
    assert written(editor) == '<p><a href="https://www.court.gov.cn">开头。</a></p>'


def test_the_tab_key_leaves_a_table(editor):
    button(editor, "表格").click()
    for _ in range(9):
        editor.keyboard.press("Tab")
    assert not editor.evaluate(f"!!document.activeElement.closest('{TEXT}')")
    assert written(editor).count("<tr>") == 3
    assert "<thead>" in written(editor)


def test_a_text_that_is_too_long_stays_on_the_page(editor):
    editor.evaluate("richText.all()[0].options.mostCharacters = 5")
    editor.locator("[name=_save]").first.click()
    editor.get_by_text("尚未保存：正文过长").wait_for()
    assert written(editor) == "<p>开头。</p>"


def test_without_its_script_the_source_can_be_written(office, site):
    office.route("**/django_prose_editor/**", lambda route: route.abort())
    office.goto(CHANGE)
    office.locator("textarea[name=body]").fill("<p>源代码</p>")
    save(office)
    assert stored(site) == repr("<p>源代码</p>")


def test_nothing_is_wrong_for_people_who_read_otherwise(editor):
    button(editor, "表格").click()
    axe.load(editor)
    found = axe.broken(editor, [390, 1280])
    assert {one: where for one, where in found.items() if "prose" in one} == {}
    assert axe.overhang(editor, 390) == []
