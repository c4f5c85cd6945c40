"""Pictures, links and headings of a body."""

import pytest

from tests.articles.quality.drafts import codes, found

PICTURE = '<p>甲</p><img src="/media/images/a.webp"{}>'
HITS = [
    ("picture-alt", PICTURE.format("")),
    ("picture-alt", PICTURE.format(' alt=""')),
    ("picture-alt", PICTURE.format(' alt="IMG_2031.jpg"')),
    ("link-http", '<p><a href="http://example.com/a">全文</a></p>'),
    ("link-words", '<p>详见<a href="https://example.com/">这里</a></p>'),
    ("heading-skip", "<h2>一、甲</h2><h4>1. 乙</h4>"),
    ("heading-skip", "<h3>（一）甲</h3>"),
]
SILENT = [
    ("picture-alt", PICTURE.format(' alt="工伤认定申请表的第一页"')),
    ("link-http", '<p><a href="https://example.com/a">全文</a></p>'),
    ("link-words", '<p><a href="https://example.com/">国家法律法规数据库</a></p>'),
    ("heading-skip", "<h2>一、甲</h2><h3>（一）乙</h3><h4>1. 丙</h4><h2>二、丁</h2>"),
]


@pytest.mark.parametrize(("code", "html"), HITS)
def test_it_is_told_of(code, html):
    assert code in codes(html=html)


@pytest.mark.parametrize(("code", "html"), SILENT)
def test_what_is_in_order_stays_silent(code, html):
    assert code not in codes(html=html)


def test_pictures_are_named_by_their_place():
    html = PICTURE.format(' alt="说明文字"') + PICTURE.format("")
    assert found("picture-alt", html=html) == ["第2张图片"]
