"""Pictures of imported texts and of pages that a browser saved: judged, kept once."""

import base64

import pytest
from django.core.files.storage import default_storage

from articles.models import Article
from richtext.core import pictures
from tests.articles.pictures import picture_bytes
from tests.transfer.office.importing import markdown
from transfer.importing import pages
from transfer.importing import pictures as wechat_pictures
from transfer.importing.pictures import NO_ALT

PICTURE = "![一张图](图/一%20图.png)"


@pytest.fixture
def beside(folder):
    (folder / "图").mkdir()
    (folder / "图" / "一 图.png").write_bytes(picture_bytes())
    return folder


def stored():
    folders = default_storage.listdir("images")[0] if default_storage.exists("images") else []
    return [name for one in folders for name in default_storage.listdir(f"images/{one}")[1]]


def test_a_picture_beside_the_file_comes_along_once(beside, run):
    (beside / "a.md").write_text(markdown(body=PICTURE), "utf-8")
    assert run(dry_run=True)[0] == 0
    assert stored() == []
    (beside / "a.md").write_text(markdown(body=PICTURE), "utf-8")
    code, said = run()
    (name,) = stored()
    assert code == 0, said
    assert f'<img src="/media/images/{name[:2]}/{name}" alt="一张图">' in Article.objects.get().body
    assert pictures.NAME.fullmatch(f"images/{name[:2]}/{name}")
    (beside / "a.md").write_text(markdown(body=PICTURE), "utf-8")
    run()
    _, said = run()
    assert "未变1篇" in said
    assert len(stored()) == 1


def test_a_picture_inside_the_html_comes_along(folder, run):
    data = base64.b64encode(picture_bytes()).decode()
    body = f'<p>看图<img src="data:image/png;base64,{data}"></p>'
    (folder / "a.md").write_text(markdown(body=body), "utf-8")
    _, said = run()
    assert '<img src="/media/images/' in Article.objects.get().body
    assert NO_ALT in said


@pytest.mark.parametrize(
    "source",
    [
        "https://example.com/a.png", "//example.com/a.png", "file:///etc/passwd", "/etc/passwd",
        "C:\\a.png", "../secret.png", "a/../../secret.png", "%2e%2e/secret.png", "link.png",
        "none.png", "a.md", "data:image/png;base64,!!!!", "",
    ],
)  # fmt: skip
def test_other_pictures_leave_the_text_and_are_told(folder, run, tmp_path, source):
    (tmp_path / "secret.png").write_bytes(picture_bytes())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "a.md").write_text(
        markdown(body=f'<p>文<img alt="图" src="{source}">字</p>'), "utf-8"
    )
    code, said = run()
    assert (code, Article.objects.get().body) == (0, "<p>文字</p>")
    assert "没有导入：" in said
    assert stored() == []


def test_a_picture_that_is_too_large_is_refused_by_its_header(folder, run, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1000)
    (folder / "big.png").write_bytes(picture_bytes())
    (folder / "a.md").write_text(markdown(body="文![图](big.png)"), "utf-8")
    assert pictures.TOO_MANY_PIXELS in run()[1]


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>
<meta property="og:title" content="别的"></head><body>
<h1 class="rich_media_title" id="activity-name">
  工伤认定要多久才有结果？
</h1>
<a id="js_name">石桥律师</a><em id="publish_time">2024年3月5日 10:00</em>
<div class="rich_media_content" id="js_content" style="visibility: hidden;">
<section><p style="text-align: center;"><strong>一、期限</strong></p></section>
<p>六十日内作出决定。</p>{body}</div>
<div id="js_tags">阅读原文</div><script>var a = 1;</script></body></html>"""
LATE = "https://mmbiz.qpic.cn/mmbiz_png/abc/640?wx_fmt=png"
BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.fixture
def saved(folder):
    """The page and its folder, as a browser leaves them."""
    beside = folder / "工伤_files"
    beside.mkdir()
    (beside / "640").write_bytes(picture_bytes())
    (beside / "saved_resource.html").write_text("<p>广告</p>", "utf-8")

    def write(body=""):
        (folder / "工伤.HTML").write_text(PAGE.replace("{body}", body), "utf-8")

    return write


def image(source, late=LATE):
    return f'<p><img alt="图片" data-src="{late}" src="{source}"></p>'


def test_title_day_and_text_are_those_of_the_article_and_its_folder_holds_none(saved, run):
    saved()
    _, said = run(area="labor", author="林致远")
    article = Article.objects.get()
    assert "读取1个文件" in said
    assert article.title == "工伤认定要多久才有结果？"
    assert article.publish_at.isoformat() == "2024-03-05T02:00:00+00:00"
    assert "六十日内作出决定。" in article.body
    assert "阅读原文" not in article.body


@pytest.mark.parametrize("where", ["beside the page", "within it"])
def test_a_picture_that_was_saved_with_the_page_comes_along(saved, run, where):
    data = base64.b64encode(picture_bytes()).decode()
    within = f"data:image/png;base64,{data}"
    saved(image(within if where == "within it" else "./%E5%B7%A5%E4%BC%A4_files/640"))
    _, said = run(area="labor", author="林致远")
    assert 'src="/media/images/' in Article.objects.get().body
    assert wechat_pictures.NO_ALT in said  # WeChat calls every picture 图片


@pytest.mark.parametrize("source", [BLANK, LATE, ""])
def test_a_picture_that_was_not_loaded_when_the_page_was_saved_is_told(saved, run, source):
    saved(image(source))
    _, said = run(area="labor", author="林致远")
    assert wechat_pictures.NOT_SAVED in said
    assert "<img" not in Article.objects.get().body


def test_the_folder_of_a_saved_page_holds_no_articles_but_one_without_its_page_does(folder, run):
    (folder / "工伤_files").mkdir()
    (folder / "工伤_files" / "a.md").write_text("# 题目是什么？\n\n正文。", "utf-8")
    assert "读取1个文件" in run(area="labor", author="林致远")[1]


def test_what_only_wechat_shows_is_told(saved, run):
    saved('<iframe class="video_iframe" data-src="https://v.qq.com/a"></iframe><mpvoice></mpvoice>')
    _, said = run(area="labor", author="林致远")
    assert pages.LEFT_OUT.format("视频、音频") in said
    assert pages.NOT_MINE.format("石桥律师") in said
