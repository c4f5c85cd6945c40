"""What is recognised on old pages of any form, and their text made clean."""

from datetime import date

import pytest

from articles.models import Article
from firm.models import Lawyer, SiteSettings
from firm.site.records import free_slug
from tests.growth import grows_evenly
from tests.richtext.trees import tidied as text_tidied
from tests.transfer.legacy_page import pages, strangers
from transfer.legacy_page.apply import guess_area, to_html
from transfer.legacy_page.recognise import (
    BEHIND_TITLE,
    CUT,
    CUT_SHORT,
    DOTS,
    LARGEST,
    MORE,
    NAMED,
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


def test_head_article_biography_list_and_foot_are_recognised():
    page = recognised(pages.text())
    assert (page.lawyer, page.site_name) == ("方静川", "方静川律师法律网")
    assert (page.domain, page.city, page.phone) == (pages.HEAD[2], "云澜", "0330-5550111")
    assert page.title == pages.TITLE.replace("?", "？")
    assert page.body == pages.BODY
    assert page.contact == pages.CONTACT
    assert page.biography == f"{full_width(pages.BIO)}……"
    assert ("律师简介", CUT_SHORT) in page.doubts
    found = recognised(pages.text()).entries
    assert [one.title for one in found] == [full_width(title) for title, _ in pages.ENTRIES]
    excerpt = recognised(pages.text()).entries[5].excerpt
    assert excerpt.startswith("说到底还是要看，电动自行车")
    assert excerpt.endswith("驾驶人在交通事故里的责任……")
    assert page.founded == "2003"
    assert page.qq == page.icp == page.police == page.firm == ""


@pytest.mark.parametrize("place", [0, 1, 4, 7, 9])
def test_a_repeated_title_is_taken_out_of_the_excerpt(place):
    entry = recognised(pages.text()).entries[place]
    assert entry.excerpt
    assert not entry.excerpt.startswith(entry.title[:-1])


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


def test_a_page_with_other_or_missing_parts_is_recognised():
    page = recognised(pages.text(box="").replace("·", ""))
    assert page.body == pages.BODY
    assert len(page.entries) == 11
    body = (*pages.BODY[:3], "可以拨打方静川律师电话0330-5550111", *pages.BODY[3:])
    assert recognised(pages.text(body=body)).body == pages.BODY
    head = (*pages.HEAD, "专业 诚信 高效")
    assert recognised(pages.text(head=head)).title == full_width(pages.TITLE)
    page = recognised(pages.text(head=pages.HEAD[:1], contact="", box="", entries=(), footer=()))
    assert page.body == pages.BODY
    assert (page.phone, page.city, page.biography, page.entries) == ("", "", "", ())


@pytest.mark.parametrize(
    "text",
    [
        "今天天气很好。\n大家一起去公园看花，走了很远的路才回来。",
        "“请联系方静川律师！”他对朋友说，然后慢慢地走远了，再也没有回头。",
        f"{'阿卜杜热西提·' * 4}买买提律师\n名字比本站能存的长，认出来的不会是它的一半。",
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


def test_lines_are_without_indents_scripts_and_control_signs(save):
    lines = read(save(pages.text())).lines
    assert all(line == line.strip() and line for line in lines)
    assert pages.LEAD in lines
    text = "\n".join(read(save(pages.html())).lines)
    assert "不要读我" not in text
    assert "color" not in text
    assert "不要把<script>alert(1)</script>这样的内容贴到网上。" in read(save(pages.text())).lines
    assert "方静川律师" in read(save("方静川\x1b律师\n" + pages.text())).lines


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的"),
        ("律师\x00律师".encode(), "不是文本文件"),
        (b" " * (LARGEST + 1), "超过 5MB"),
    ],
)
def test_other_files_are_refused_with_a_sentence(save, content, reason):
    with pytest.raises(NotAPageError, match=f"文件 .*page.txt.*{reason}.*。$"):
        read(save(content))


@pytest.mark.parametrize("name", ["none.txt", ".", "n" * 5000])
def test_what_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(NotAPageError, match="。$"):
        read(tmp_path / name)


def test_points_make_lists_under_headings_and_markup_is_escaped():
    html = to_html(pages.BODY)
    assert html.count("<ol>") == html.count("</ol>") == 1
    assert html.count("<li>") == 7
    assert "<h2>一、方法/步骤</h2><ol>" in html
    assert "</ol><h2>二、注意事项</h2>" in html
    html = to_html(["1、涂掉姓名。用记号笔涂掉。"])
    assert html == "<ol><li><strong>涂掉姓名。</strong>用记号笔涂掉。</li></ol>"
    assert to_html(["1、涂掉姓名。"]) == "<ol><li>涂掉姓名。</li></ol>"
    html = to_html(["1、先看合同", "合同在抽屉里。", "2、再看付款"])
    assert '</ol><p>合同在抽屉里。</p><ol start="2">' in html
    assert to_html(["3.5万元的债务怎么还"]) == "<p>3.5万元的债务怎么还</p>"
    html = to_html(["不要贴<script>alert(1)</script>", "1、<b>甲</b>。乙&丙"])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<strong>&lt;b&gt;甲&lt;/b&gt;。</strong>乙&amp;丙" in html
    html = to_html(pages.BODY)
    assert text_tidied(html) == html


@pytest.mark.parametrize("number", ["3、", "3.", "３．", "3)", "（3）", "(3)", "③"])
def test_a_run_may_begin_anywhere_and_be_numbered_in_any_way(number):
    assert to_html([f"{number}保存单号"]) == '<ol start="3"><li>保存单号</li></ol>'


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


@pytest.fixture
def told(save):
    return lambda content: recognise(read(save(content)))


def test_author_and_dates_of_other_pages_are_read(told):
    page = told(strangers.FIRM)
    assert (page.lawyer, page.firm) == ("石见秋", "云澜青石律师事务所")
    assert page.title == "邻居装修漏水，损失找谁赔？"
    assert page.body[0].startswith("邻居装修时打穿了")
    assert page.body[-1].startswith("双方先自己谈")
    assert page.day == date(2019, 3, 2)
    assert page.others == ("丁一禾", "白露川")
    page = told(strangers.DATED)
    assert page.day == date(2016, 7, 8)
    assert len(page.body) == 2
    assert [(one.title, one.day) for one in page.entries] == [
        ("彩礼要不要退？", date(2015, 2, 3)),
        ("分居两年算离婚吗？", date(2014, 11, 30)),
        ("婚前买的房怎么分？", None),  # no date that can be true
    ]


def test_the_number_of_a_firm_is_not_given_to_one_of_its_lawyers(run):
    words = run(strangers.FIRM)
    assert Lawyer.objects.get().phone == ""
    assert SiteSettings.load().phone == "0330-5550122"
    assert "其他律师（没有导入）：丁一禾、白露川" in words
    assert "办公地址（没有导入）：云澜市石桥区青石路8号3层" in words


def test_an_article_is_published_on_its_own_day_and_a_stub_promises_no_summary(run, client):
    run(strangers.DATED, "--publish")
    article = Article.objects.published().get()
    text = client.get(article.get_absolute_url()).text
    assert "2016年7月8日" in text
    assert "更新于" not in text
    text = client.get(Article.objects.filter(is_stub=True).first().get_absolute_url()).text
    assert "这篇文章的全文待补写。" in text


def test_hours_are_taken_over_as_they_are_told(run, client):
    run(strangers.HOURS, "--publish")
    assert SiteSettings.load().hours == "周一至周六 8:30-12:00，14:00-18:00"
    assert SiteSettings.load().site_name == "劳动法律师在线"
    assert Article.objects.published().get().title == "被公司辞退，经济补偿怎么算？"
    assert "周一至周六" in client.get("/contact/").text


@pytest.mark.parametrize("signs", ["(法", "(", ","])
def test_signs_without_end_are_widened_in_no_time(signs):
    assert grows_evenly(lambda size: full_width(f"法{signs * size}{')' * size}法"), 40_000)


@pytest.mark.parametrize(
    "words", ["copyright ", "版权所有", "联系 张三 律师", "甲 \u3000", ".", "。", "…"]
)
def test_a_line_without_end_is_read_in_no_time(words):
    def search(size):
        for pattern in (*NAMED, BEHIND_TITLE, MORE, DOTS, CUT):
            assert not pattern.search(f"甲{words * size}乙")

    assert grows_evenly(search, 40_000)
