"""What is recognised on a page, whatever parts it has."""

from datetime import date

import pytest

from tests.transfer.legacy_page import pages
from transfer.legacy_page.recognise import (
    CUT_SHORT,
    NO_MOBILE,
    NO_PAGE,
    NOT_FOUND,
    NotAPageError,
    Source,
    full_width,
    read,
    recognise,
    tidied,
)


def recognised(content):
    return recognise(Source(tuple(tidied(content.split("\n")))))


def test_the_head_tells_whose_page_it_is():
    page = recognised(pages.text())
    assert (page.lawyer, page.site_name) == ("方静川", "方静川律师法律网")
    assert (page.domain, page.city, page.phone) == (pages.HEAD[2], "云澜", "0330-5550111")


def test_the_article_ends_at_the_contact_line():
    page = recognised(pages.text())
    assert page.title == pages.TITLE.replace("?", "？")
    assert page.body == pages.BODY
    assert page.contact == pages.CONTACT


def test_the_biography_loses_its_link_and_shows_that_it_was_cut():
    page = recognised(pages.text())
    assert page.biography == f"{full_width(pages.BIO)}……"
    assert ("律师简介", CUT_SHORT) in page.doubts


def test_eleven_further_articles_stand_in_page_order():
    found = recognised(pages.text()).entries
    assert [one.title for one in found] == [full_width(title) for title, _ in pages.ENTRIES]


@pytest.mark.parametrize("place", [0, 1, 4, 7, 9])
def test_a_repeated_title_is_taken_out_of_the_excerpt(place):
    entry = recognised(pages.text()).entries[place]
    assert entry.excerpt
    assert not entry.excerpt.startswith(entry.title[:-1])


def test_a_title_that_is_the_opening_of_a_sentence_stays_in_it():
    excerpt = recognised(pages.text()).entries[5].excerpt
    assert excerpt.startswith("说到底还是要看，电动自行车")
    assert excerpt.endswith("驾驶人在交通事故里的责任……")


def test_the_foot_is_read():
    page = recognised(pages.text())
    assert page.founded == "2003"
    assert page.qq == page.icp == page.police == page.firm == ""


def test_html_tells_the_same_and_more(save):
    plain, page = recognised(pages.text()), recognise(read(save(pages.html())))
    more = {"qq", "icp", "police", "day", "doubts"}
    told, found = ({k: v for k, v in vars(one).items() if k not in more} for one in (plain, page))
    assert found == told
    assert (page.qq, page.day) == ("99999001", date(2018, 5, 1))
    assert (page.icp, page.police) == ("云ICP备12345678号-1", "云公网安备53010002000001号")


def test_full_width_signs_are_understood():
    box = "＠方静川律师简介：男，法学硕士。……更多＞＞"
    footer = (
        "首页｜法律咨询｜联系我们",
        "版权所有 © 2003－2019 方静川律师",
        "律师热线：０３３０－５５５０１１１",
    )
    page = recognised(pages.text(box=box, footer=footer, head=pages.HEAD[:3]))
    assert (page.biography, page.founded, page.phone) == ("男，法学硕士。", "2003", "0330-5550111")


def test_a_landline_called_a_mobile_is_a_doubt_and_a_mobile_is_none():
    doubt = ("电话 0330-5550111", NO_MOBILE.format("座机"))
    assert doubt in recognised(pages.text()).doubts
    page = recognised(pages.text(contact="欢迎联系方静川律师，手机：13800000000"))
    assert not [about for about, _ in page.doubts if about.startswith("电话")]


def test_what_the_page_does_not_say_is_named_once():
    (named,) = (about for about, why in recognised(pages.text()).doubts if why == NOT_FOUND)
    assert named.split("、") == [
        "律师事务所名称", "工作时间", "QQ号", "ICP备案号", "公安备案号", "发布日期",
        "律师执业证号", "办公地址",
    ]  # fmt: skip
    footer = ("执业机构：云澜石桥律师事务所", "地址：云澜市石桥区示例路1号", "云ICP备12345678号")
    page = recognised(pages.text(footer=footer))
    assert (page.firm, page.address) == ("云澜石桥律师事务所", "云澜市石桥区示例路1号")
    assert page.icp == "云ICP备12345678号"


@pytest.mark.parametrize("name", ["方静", "欧阳静川", "阿依·古丽"])
def test_other_names_are_recognised(name):
    assert recognised(pages.text().replace("方静川", name)).lawyer == name


@pytest.mark.parametrize("count", [0, 1, 25])
def test_the_list_may_have_any_length(count):
    entries = [(f"第{number}个问题怎么办?", f"第{number}段文字......") for number in range(count)]
    assert len(recognised(pages.text(entries=entries)).entries) == count


def test_a_list_without_bullets_and_box_is_found():
    page = recognised(pages.text(box="").replace("·", ""))
    assert page.body == pages.BODY
    assert len(page.entries) == 11


def test_a_contact_line_inside_the_text_is_dropped_and_the_text_goes_on():
    body = (*pages.BODY[:3], "可以拨打方静川律师电话0330-5550111", *pages.BODY[3:])
    assert recognised(pages.text(body=body)).body == pages.BODY


def test_a_slogan_above_the_title_is_no_title():
    head = (*pages.HEAD, "专业 诚信 高效")
    assert recognised(pages.text(head=head)).title == full_width(pages.TITLE)


def test_missing_parts_stay_empty():
    page = recognised(pages.text(head=pages.HEAD[:1], contact="", box="", entries=(), footer=()))
    assert page.body == pages.BODY
    assert (page.phone, page.city, page.biography, page.entries) == ("", "", "", ())


@pytest.mark.parametrize(
    "text",
    [
        "今天天气很好。\n大家一起去公园看花，走了很远的路才回来。",
        "“请联系方静川律师！”他对朋友说，然后慢慢地走远了，再也没有回头。",
        "招聘专业律师\n我们需要认真负责的人，工作地点在云澜市石桥区，待遇面谈。",
    ],
)
def test_a_page_without_a_lawyer_is_refused(text):
    with pytest.raises(NotAPageError, match=NO_PAGE.format("律师姓名")):
        recognised(text)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"body": ()}, "文章正文"),
        ({"title": "", "body": ()}, "文章正文"),
        (
            {"head": pages.HEAD[:1], "title": "", "body": (), "contact": "", "entries": ()},
            "文章标题",
        ),
    ],
)
def test_a_page_without_an_article_is_refused(parts, said):
    with pytest.raises(NotAPageError, match=NO_PAGE.format(said)):
        recognised(pages.text(**parts))
