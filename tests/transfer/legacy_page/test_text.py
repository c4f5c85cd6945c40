"""Old text made clean: HTML, signs, areas, and the addresses of lawyers."""

import pytest

from firm.models import Lawyer
from firm.site.records import free_slug
from tests.richtext.trees import tidied
from tests.transfer.legacy_page import pages
from transfer.legacy_page.apply import guess_area, to_html
from transfer.legacy_page.recognise import full_width


def test_seven_points_make_one_list_under_two_headings():
    html = to_html(pages.BODY)
    assert html.count("<ol>") == html.count("</ol>") == 1
    assert html.count("<li>") == 7
    assert "<h2>一、方法/步骤</h2><ol>" in html
    assert "</ol><h2>二、注意事项</h2>" in html


def test_the_short_title_of_a_point_is_bold_and_its_number_gone():
    html = to_html(["1、涂掉姓名。用记号笔涂掉。"])
    assert html == "<ol><li><strong>涂掉姓名。</strong>用记号笔涂掉。</li></ol>"


def test_a_point_of_one_sentence_is_not_bold():
    assert to_html(["1、涂掉姓名。"]) == "<ol><li>涂掉姓名。</li></ol>"


@pytest.mark.parametrize("number", ["3、", "3.", "３．", "3)", "（3）", "(3)", "③"])
def test_a_run_may_begin_anywhere_and_be_numbered_in_any_way(number):
    assert to_html([f"{number}保存单号"]) == '<ol start="3"><li>保存单号</li></ol>'


def test_a_paragraph_between_points_does_not_restart_the_numbers():
    html = to_html(["1、先看合同", "合同在抽屉里。", "2、再看付款"])
    assert '</ol><p>合同在抽屉里。</p><ol start="2">' in html


def test_a_decimal_number_opens_no_point():
    assert to_html(["3.5万元的债务怎么还"]) == "<p>3.5万元的债务怎么还</p>"


def test_markup_in_the_text_is_escaped():
    html = to_html(["不要贴<script>alert(1)</script>", "1、<b>甲</b>。乙&丙"])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<strong>&lt;b&gt;甲&lt;/b&gt;。</strong>乙&amp;丙" in html


def test_the_fence_of_the_site_changes_nothing():
    html = to_html(pages.BODY)
    assert tidied(html) == html


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("信息,泄露;怎么办?当然!", "信息，泄露；怎么办？当然！"),
        ("怎么申请?(一)流程", "怎么申请？（一）流程"),
        ("公式为:(被征收房屋", "公式为：（被征收房屋"),
        ("你好, 世界", "你好，世界"),
        ("3:00到4:30,共1,000元", "3:00到4:30,共1,000元"),
        ("见 https://example.com/法律?a=1,2 谢谢", "见 https://example.com/法律?a=1,2 谢谢"),
        ("use of law, not war (yes)", "use of law, not war (yes)"),
        ("第(1)项和(ABC)", "第(1)项和(ABC)"),
        ("(甲(乙)丙)", "（甲（乙）丙）"),
    ],
)
def test_only_signs_between_chinese_characters_become_full_width(before, after):
    assert full_width(before) == after


def test_each_title_finds_its_area():
    assert [guess_area(*entry)[0] for entry in pages.ENTRIES] == [
        "contract", "expropriation", "criminal", "labor", "criminal", "traffic", "contract", "ip",
        "labor", "criminal", "tax",
    ]  # fmt: skip


def test_a_title_without_known_words_is_of_another_area():
    assert guess_area("邻居养鸽子怎么办?") == ["other", "其他"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("方静川", "fang-jingchuan"),
        ("欧阳静川", "ouyang-jingchuan"),
        ("欧阳", "ou-yang"),
        ("单国强", "shan-guoqiang"),
        ("吕明", "lyu-ming"),
        ("阿依·古丽", "ayi-guli"),
        ("𠮷𠮷", "lawyer"),
    ],
)
def test_surname_and_given_name_are_parted(db, name, slug):
    assert free_slug(name) == slug


def test_a_name_that_is_taken_gets_a_number(db):
    for slug in ("fang-jingchuan", "fang-jingchuan-2"):
        Lawyer.objects.create(name="方敬川", slug=slug)
    assert free_slug("方静川") == "fang-jingchuan-3"
