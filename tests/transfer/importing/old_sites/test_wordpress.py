"""WordPress's export: what it says comes along, and its bodies become HTML."""

import pytest

from tests.growth import grows_evenly
from tests.transfer.importing.old_sites.dumps import read
from transfer.importing.old_sites import fit, text, wordpress

WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.4" -->
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>旧站</title>
<wp:base_blog_url>https://www.old.cn/blog</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[lin]]></wp:author_login>
<wp:author_display_name><![CDATA[林致远]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>law</wp:category_nicename>
<wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[法律]]></wp:cat_name></wp:category>
<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>injury</wp:category_nicename>
<wp:category_parent>law</wp:category_parent><wp:cat_name><![CDATA[工伤]]></wp:cat_name></wp:category>
{items}</channel></rss>
"""
ITEM = """<item><title><![CDATA[{title}]]></title><link>https://www.old.cn/blog/2019/a/</link>
<dc:creator><![CDATA[lin]]></dc:creator>
<content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>12</wp:post_id>
<wp:post_date><![CDATA[2019-07-01 08:00:00]]></wp:post_date>
<wp:post_date_gmt><![CDATA[{utc}]]></wp:post_date_gmt>
<wp:status><![CDATA[{status}]]></wp:status><wp:post_type><![CDATA[{kind}]]></wp:post_type>
<category domain="category" nicename="injury"><![CDATA[工伤]]></category>
<category domain="post_tag" nicename="x"><![CDATA[时限]]></category>
<wp:comment><wp:comment_content>&c; 看到 <b> 了</wp:comment_content></wp:comment></item>
"""
BODIES = {
    "一\n二\n\n三": "<p>一<br>\n二</p>\n<p>三</p>",
    "一<h2>题</h2>二\n\n三": "<p>一</p><h2>题</h2><p>二</p>\n<p>三</p>",
    "一\n<ul>\n<li>甲</li>\n</ul>\n二": "<p>一</p><ul>\n<li>甲</li>\n</ul><p>二</p>",
    "<!-- wp:paragraph -->\n<p>一</p>\n<!-- /wp:paragraph -->": "<p>一</p>",
    "<div>一\n\n二</div>": "<div><p>一</p>\n<p>二</p></div>",
    "<p>一\n<p>二</p>\n三": "<p>一\n<p>二</p><p>三</p>",
    '[caption id="a" width="3"]<em>图</em> 说明[/caption]': "<p><em>图</em> 说明</p>",
    "[gallery ids=\"1,2\"]\n\n见[J]、[2020]和[note]": "<p>见[J]、[2020]和[note]</p>",
    "[tabs]一[/tabs]": "<p>一</p>",
}  # fmt: skip


def item(title="工伤", body="好", status="publish", kind="post", utc="2019-07-01 00:00:00"):
    return ITEM.format(title=title, body=body, status=status, kind=kind, utc=utc)


def posts(folder, *items, **how):
    return read(folder, WXR.format(items="".join(items or [item(**how)])), "旧站.xml")


def test_what_an_export_says_comes_along(tmp_path):
    body = '<a href="https://old.cn/blog/b/">b</a>'
    drafts = [item(status=one) for one in ("draft", "pending", "private", "future")]
    others = [item(kind="page"), item(status="trash"), item(kind="attachment", status="inherit")]
    first, *rest = posts(tmp_path, item(body=body), *drafts, *others)
    assert (first.site, first.body) == (
        "WordPress",
        '<p><a href="/blog/b/" rel="noopener noreferrer">b</a></p>',
    )
    assert first.fields == {
        "id": "wordpress:12",
        "title": "工伤",
        "summary": "",
        "author": "林致远",
        "state": "published",
        "publish_at": "2019-07-01 08:00:00",
        "updated": "",
        "area": ["工伤", "法律"],
        "tags": ["时限"],
        "old_url": ["/blog/2019/a/", "/blog/?p=12"],
        "category_urls": ["/blog/category/law/injury/", "/blog/category/injury/", "/blog/?cat=4"],
    }
    assert [one.fields["state"] for one in rest] == ["draft"] * 4
    assert rest[-1].notes == [fit.OTHERS.format(1)]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_becomes_html(body):
    assert wordpress.paragraphs(wordpress.without_codes(body)) == BODIES[body]


def test_comments_without_end_are_read_in_no_time():
    assert grows_evenly(lambda size: wordpress.without_codes("<!--" * size), 30_000)
    assert wordpress.without_codes("一<!-- 二 <!-- -->三<!-- 四") == "一三<!-- 四"


def test_a_draft_without_a_time_has_that_of_the_site(tmp_path):
    found = posts(tmp_path, status="draft", utc="0000-00-00 00:00:00")
    assert found[0].fields["publish_at"] == "2019-07-01 08:00:00"


def test_what_is_not_well_formed_is_read(tmp_path):
    body = "一 &nbsp;&foo; a < b\x0b ]]]]><![CDATA[> <item> 二"
    (found,) = posts(tmp_path, title="A & B\x08", body=body)
    assert (found.fields["title"], found.fault) == ("A & B", "")
    assert found.body.endswith("]]&gt;  二</p>")
    plain = item().replace("<![CDATA[工伤]]></title>", "A&nbsp;&amp; B & C</title>")
    assert posts(tmp_path, plain)[0].fields["title"] == "A & B & C"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (WXR.format(items=item())[:-30], text.CUT_OFF),
        (WXR.format(items=""), fit.NO_ARTICLES),
        (
            '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + WXR.format(items=item("&c;")),
            wordpress.ENTITIES,
        ),
    ],
)
def test_what_is_no_whole_export_is_refused_in_a_sentence(tmp_path, data, words):
    assert [one.fault for one in read(tmp_path, data, "a.xml")] == [words]
