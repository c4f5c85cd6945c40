"""Saved pages of an old site: one is marked, the others come out like it or are left out."""

from unittest.mock import Mock

import pytest
from django.contrib.redirects.models import Redirect
from django.urls import reverse

from articles.models import Article
from richtext.base import sandbox
from tests.transfer.office.importing import markdown, page, upload, work, zipped
from transfer import example
from transfer.importing import files, marks, pages
from transfer.models import ArticleImport

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HOST = "www.old.example.com"
LAYOUT = """<html><head><meta charset="gbk"><title>{title}-云澜律师网</title></head>
<body class="p{at}">
<div class="top"><a href="/">首页</a> <a href="/a/">文章</a></div>
<table><tr><td class="left"><a href="/x.html">最新</a></td><td>
<div class="dqwz">当前位置：<a href="../index.html">首页</a> &gt;
<a href="index.html">{area}</a> &gt; 正文</div>
<h2>{title}</h2><div>发布时间：{day} 10:2{at} 来源：本站 浏览：3{at}</div>
<div id="zoom{at}" class="nr">{body}<p>上一篇：<a href="1.html">没有了</a></p></div>
</td></tr></table><div class="foot">版权所有 &copy; 2012，云澜律师，保留一切权利。</div>
</body></html>"""
LISTED = "".join(
    f"<li><a href='{at}.html'>第{at}篇，说了什么。</a> 2019-0{at}-01</li>" for at in range(1, 9)
)


def body(at):
    said = [f"<p>第{at}篇第{line}段：先看合同，再看付款，最后看违约。</p>" for line in range(4)]
    return "".join([*said, "<p>相关知识产权的合同，另见版权所有人的约定。</p>"])


def article(at, **more):
    told = {
        "title": f"第{at}个问题怎么办？",
        "area": "劳动与工伤",
        "day": f"2019-03-0{at}",
        "body": body(at),
    }
    return LAYOUT.format(at=at, **{**told, **more}).encode("gbk")


NEXT = '<p>另见<a href="{}"{how}>上篇</a>、<a href="{}"{how}>下篇</a>。</p>'
LINKED = body(2) + NEXT.format("../view.asp%3Fid=7.html", "../show1f2a.html", how="")
SITE = {
    **{f"{HOST}/a/{at}.html": article(at) for at in range(1, 6)},
    f"{HOST}/a/2.html": article(2, body=LINKED),
    f"{HOST}/view.asp?id=7.html": article(7),
    f"{HOST}/show1f2a.html": f"<!-- Mirrored from {HOST}/show.asp?id=6 by HTTrack -->".encode()
    + article(6),
    f"{HOST}/a/index.html": article(8, title="文章列表", body=f"<ul>{LISTED}</ul>"),
    f"{HOST}/lxwm.html": article(
        9,
        title="联系我们",
        day="",
        body="<p>欢迎来电，也欢迎来所里面谈，地铁到石桥站，向东走三百米。</p>" * 2,
    ),
    f"{HOST}/kuangjia.html": b"<frameset cols='20%,80%'><frame src='a.html'></frameset>",
    f"{HOST}/app.html": b"<title>app</title><div id='app'></div><script>draw()</script>",
}


@pytest.fixture
def there(editor):
    found = upload(editor, ("旧站.zip", zipped(SITE))).url
    work()
    return found


def test_one_page_is_marked_and_the_others_come_out_like_it(editor, there):
    assert f"这里有{len(SITE)}个保存下来的网页" in page(editor, there)
    shown = page(editor, f"{there}example/")
    assert "第3个问题怎么办？" in shown
    assert shown.count("先看合同") >= 4
    assert "改用这一页作例子" in shown
    editor.post(f"{there}example/", {"keep": "1", "page": f"{HOST}/a/3.html"})
    work()
    told = page(editor, there)
    assert f"按“{HOST}/a/3.html”上标出的位置读取" in told
    for reason in (marks.NO_PARTS, marks.NO_DAY, marks.IN_FRAMES, marks.BY_SCRIPT):
        assert reason in told
    assert files.GBK not in told  # the pages say it themselves
    editor.post(there, {"confirm": "1"})
    work()
    found = {one.title: one for one in Article.objects.all()}
    assert {*found} == {f"第{at}个问题怎么办？" for at in range(1, 8)}
    one = found["第2个问题怎么办？"]
    led = NEXT.format("/view.asp?id=7", "/show.asp?id=6", how=' rel="noopener noreferrer"')
    assert one.body.replace("\n", "") == body(2) + led
    assert f"{one.publish_at:%Y-%m-%d %H:%M}" == "2019-03-02 02:22"  # UTC
    led = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert led["/a/2.html"] == one.get_absolute_url()
    for at, old in ((7, "/view.asp?id=7"), (6, "/show.asp?id=6")):
        assert led[old] == found[f"第{at}个问题怎么办？"].get_absolute_url()
    assert "/a/" in led


def test_what_is_chosen_counts_and_what_is_odd_is_left(editor, there):
    address = f"{there}example/"
    chosen = {"page": f"{HOST}/a/3.html", "day": "-1", "area": "-1"}
    told = editor.post(address, {"look": "1", **chosen}).content.decode()
    assert "2019-03-0" not in told.partition("照此读取的样子")[2]
    editor.post(address, {"look": "1", "title": "9", "text": "x", "page": "../../etc/passwd"})
    for name in ("app", "kuangjia"):
        assert "这一页上没有找到" in page(editor, address, page=f"{HOST}/{name}.html")
    editor.post(address, {"keep": "1", **chosen})
    assert {*ArticleImport.objects.get().marks["mark"]} == {"title", "text"}
    assert editor.get(address).url == reverse(
        "admin:transfer_articleimport_one", args=[ArticleImport.objects.get().pk]
    )


def test_only_a_page_is_an_example(editor):
    files = [(f"{at}.md", markdown(f"a{at}")) for at in range(4)]
    there = upload(editor, *files, ("旧.html", article(3))).url
    work()
    shown = page(editor, f"{there}example/")
    assert "第3个问题怎么办？" in shown
    assert "改用这一页作例子" not in shown


@pytest.mark.parametrize(
    "html", ["<div>" * 100_000 + "深", "<b>" * 100_000, "<td>" * 5000 + "文，" * 90]
)
def test_a_page_made_to_do_harm_is_no_example(editor, html, read_here):
    there = upload(editor, ("旧站.zip", zipped({**SITE, f"{HOST}/h.html": html.encode()}))).url
    work()
    address = f"{there}example/?page={HOST}/h.html"
    assert editor.get(address).status_code == 200
    read_here.setattr(sandbox, "run", Mock(side_effect=sandbox.StoppedError))
    told = page(editor, address)
    assert example.STOPPED in told
    assert "改用这一页作例子" in told


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("www.a.com/index.html", "", ["/", "/index.html"]),
        ("备份/www.a.com/a/12.html", "", ["/a/12.html"]),
        ("a/show.asp@id=3&p=1", "", ["/a/show.asp?id=3&p=1"]),
        ("a.com/plus/view.php?aid=3.html", "", ["/plus/view.php?aid=3"]),
        ("a.com/index.html?p=3.html", "", ["/?p=3", "/index.html?p=3"]),
        ("a.com/x1f2.html", "<!-- Mirrored from a.com/v.php?id=1 by HTTrack -->", ["/v.php?id=1"]),
        ("b.html", "<!-- saved from url=(0022)http://a.com/law/ -->", ["/law/"]),
        ("c.html", "<link rel='canonical' href='http://a.com/c/'>", ["/c.html", "/c/"]),
    ],
)
def test_an_old_address_is_told_by_the_mirror(name, text, wanted):
    assert pages.addresses(name, pages.parse_page(text), text) == wanted
