"""An old site as WordPress exports it, written by hand."""

from datetime import datetime

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<wp:base_blog_url>http://www.old.example</wp:base_blog_url>"""
ITEM = """<item><title>{title}</title><link>http://www.old.example/{number}-a/</link>
<dc:creator>{author}</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{day:%Y-%m-%d} 02:00:00</wp:post_date_gmt>
<wp:status>{status}</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="{slug}">{area}</category></item>"""
LONG = (
    "<p>"
    + "单位没有缴纳工伤保险费的，工伤待遇由单位支付，可以先协商，协商不成申请仲裁。" * 5
    + "</p>"
)
TODAY = datetime(2026, 11, 1)


def item(number, area="劳动纠纷", author="林律师", body=LONG, **more):
    """One article; `status` and `day` may be other ones."""
    told = {"status": "publish", "day": TODAY, "title": f"第{number}个问题怎么办？", **more}
    slug = f"c{sum(map(ord, area))}"
    return ITEM.format(number=number, area=area, author=author, body=body, slug=slug, **told)


def exported(*items):
    """The file."""
    return HEAD + "".join(items) + "</channel></rss>"
