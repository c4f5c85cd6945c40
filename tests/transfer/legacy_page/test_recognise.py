"""What is recognised on a page, whatever parts it has."""

import pytest

from tests.transfer.legacy_page import pages
from transfer.legacy_page.file_reader import read
from transfer.legacy_page.main_article import NO_BODY, NO_TITLE
from transfer.legacy_page.owner import NO_LAWYER
from transfer.legacy_page.page import NotAPageError, Source
from transfer.legacy_page.recognise import recognise


def recognised(content):
    return recognise(Source(tuple(line.strip() for line in content.split("\n") if line.strip())))


def test_the_head_tells_whose_page_it_is():
    owner = recognised(pages.text()).owner
    assert (owner.lawyer, owner.site_name, owner.domain) == (
        "方静川",
        "方静川律师法律网",
        pages.HEAD[2],
    )
    assert (owner.city, owner.phone, owner.hotline) == ("云澜", "0330-5550111", "0330-5550111")


def test_the_article_ends_at_the_contact_line():
    main_article = recognised(pages.text()).main_article
    assert main_article.title == pages.TITLE
    assert main_article.body == pages.BODY
    assert main_article.contact == pages.CONTACT


def test_the_biography_loses_its_link():
    main_article = recognised(pages.text()).main_article
    assert main_article.biography == pages.BIO
    assert main_article.biography_cut


def test_eleven_further_articles_stand_in_page_order():
    other_articles = recognised(pages.text()).other_articles
    assert [(entry.title, entry.excerpt) for entry in other_articles] == list(pages.ENTRIES)


def test_the_foot_is_read():
    footer = recognised(pages.text()).footer
    assert footer.nav == ("首页", "法律咨询", "联系我们")
    assert footer.years == (2003, 2019)
    assert footer.qq_entry
    assert footer.qq == footer.icp == footer.police == footer.firm == ""


def test_html_tells_the_same_and_more(save):
    plain, page = recognised(pages.text()), recognise(read(save(pages.html())))
    assert (page.main_article.title, page.main_article.body) == (
        plain.main_article.title,
        plain.main_article.body,
    )
    assert page.main_article.biography == pages.BIO
    assert page.other_articles == plain.other_articles
    assert page.owner == plain.owner
    assert page.footer.qq == "99999001"
    assert (page.footer.icp, page.footer.police) == (
        "云ICP备12345678号-1",
        "云公网安备53010002000001号",
    )


def test_full_width_signs_are_understood():
    box = "＠方静川律师简介：男，法学硕士。……更多＞＞"
    footer = (
        "首页｜法律咨询｜联系我们",
        "版权所有 © 2003－2019 方静川律师",
        "律师热线：０３３０－５５５０１１１",
    )
    page = recognised(pages.text(box=box, footer=footer))
    assert page.main_article.biography == "男，法学硕士。"
    assert (page.footer.years, page.owner.hotline) == ((2003, 2019), "0330-5550111")


@pytest.mark.parametrize("name", ["方静", "欧阳静川", "阿依·古丽"])
def test_other_names_are_recognised(name):
    assert recognised(pages.text().replace("方静川", name)).owner.lawyer == name


@pytest.mark.parametrize("count", [0, 1, 25])
def test_the_list_may_have_any_length(count):
    entries = [(f"第{number}个问题怎么办?", f"第{number}段文字......") for number in range(count)]
    assert len(recognised(pages.text(entries=entries)).other_articles) == count


def test_a_list_without_bullets_and_box_is_found():
    page = recognised(pages.text(box="").replace("·", ""))
    assert page.main_article.body == pages.BODY
    assert len(page.other_articles) == 11


def test_a_contact_line_inside_the_text_is_dropped_and_the_text_goes_on():
    body = (*pages.BODY[:3], "可以拨打方静川律师电话0330-5550111", *pages.BODY[3:])
    assert recognised(pages.text(body=body)).main_article.body == pages.BODY


def test_a_slogan_above_the_title_is_no_title():
    head = (*pages.HEAD, "专业 诚信 高效")
    assert recognised(pages.text(head=head)).main_article.title == pages.TITLE


def test_missing_parts_stay_empty():
    page = recognised(pages.text(head=pages.HEAD[:1], contact="", box="", entries=(), footer=()))
    assert page.main_article.body == pages.BODY
    assert (
        page.owner.phone,
        page.owner.city,
        page.main_article.biography,
        page.other_articles,
    ) == ("", "", "", ())


@pytest.mark.parametrize(
    "text",
    [
        "今天天气很好。\n大家一起去公园看花，走了很远的路才回来。",
        "“请联系方静川律师！”他对朋友说，然后慢慢地走远了，再也没有回头。",
        "招聘专业律师\n我们需要认真负责的人，工作地点在云澜市石桥区，待遇面谈。",
    ],
)
def test_a_page_without_a_lawyer_is_refused(text):
    with pytest.raises(NotAPageError, match=NO_LAWYER):
        recognised(text)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"body": ()}, NO_BODY),
        ({"title": "", "body": ()}, NO_BODY),
        ({"head": pages.HEAD[:1], "title": "", "body": (), "contact": "", "entries": ()}, NO_TITLE),
    ],
)
def test_a_page_without_an_article_is_refused(parts, said):
    with pytest.raises(NotAPageError, match=said):
        recognised(pages.text(**parts))
