"""What is exported and imported into an empty site is equal, in every format."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.models import Article, RelatedLink, SourceKind, State
from articles.workflow import publishing
from richtext.core import pictures
from tests.articles.pictures import picture
from tests.factories import make_article, make_lawyer
from tests.stages import examples
from tests.transfer.exporting.conftest import differences, emptied, snapshot
from transfer.importing.readers import body_of

pytestmark = pytest.mark.django_db
FORMATS = ["md", "jsonl"]
NASTY = [
    "<p>*星号* _下划线_ [方括号](不是链接) # 井号 1. 数字 &lt;标签&gt; &amp;amp; \\ ` ~~</p>",
    "<p>2024. 年份开头</p>\n<p>- 短横开头</p>\n<p>+ 加号</p>\n<p>&gt; 大于号</p>\n<p># 标题？</p>",
    '<ul><li>一<ul><li>甲<ol start="3"><li>深</li></ol></li></ul></li><li>二</li></ul>',
    "<ul>\n\t<li>编辑器</li>\n\t<li>的列表\n\t<ul>\n\t\t<li>里层</li>\n\t</ul>\n\t</li>\n</ul>",
    "<p>甲</p>\n\n<p>乙<br>换行</p>\n\n<h2>一、题</h2>\n\n<p><strong>注意：</strong>后文</p>",
    '<table><thead><tr><th scope="col">甲|乙</th></tr></thead><tbody><tr><td>1</td></tr></tbody>'
    '</table><table><caption>名</caption><tbody><tr><td colspan="2">宽</td></tr></tbody></table>',
    "<blockquote>裸引文</blockquote><blockquote><p>引文</p><p>两段</p></blockquote>",
    "<pre>第一行\n\n  第三行 &lt;b&gt;\n---\n</pre><p><code>a `b` c</code></p>",
    '<p><a href="https://a.cn/?a=1&amp;b=2" title="&quot;引&quot;">链</a> H<sub>2</sub>O</p>',
    "<p>行一\n---\n行二</p><hr><p>𠮷😀 “引号” ‘单’ ……</p>",
    "裸文字，没有段落",
    "<h2>一、甲</h2><h3>（一）乙</h3><h4>丙</h4><p>=公式开头</p><p>   </p>",
]


def nasty_site():
    """Articles with everything that an article can have."""
    checker = make_lawyer()
    first = make_article(
        title="什么都有：“引号”、# 和 --- 怎么办？",
        summary="第一行\r\n- 第二行: 冒号 # 井号",
        body=NASTY[0],
        checked_on=date(2026, 1, 31),
        checked_by=checker,
        jurisdiction="江苏省",
        source_kind=SourceKind.REPRINT,
        source="某报：“标题”",
        ai_assisted=True,
        publish_at=datetime(2024, 12, 31, 16, 30, 5, 123456, tzinfo=UTC),
        expires_at=datetime(2031, 1, 1, tzinfo=UTC),
        external_id="no: 007",
    )
    publishing.publish(article=first, user=None, tags=["工伤", "带，逗号", "[方括号]"])
    for number, body in enumerate(NASTY, 1):
        make_article(title=f"第{number}种写法可以吗？", body=body, state=State.DRAFT)
    last = make_article(title="已经撤下的文章还在吗？", state=State.WITHDRAWN)
    Article.objects.filter(pk=first.pk).update(created_at=datetime(2020, 2, 29, tzinfo=UTC))
    _connect(first, last)
    return first


def _connect(first, last):
    RelatedLink.objects.create(article=first, target=last, order=1)
    RelatedLink.objects.create(article=first, title="甲|乙", url="https://example.com/x", order=2)
    RelatedLink.objects.create(article=last, target=first, order=1)
    for old in ("/show.asp?id=12", "/文章/1.html"):
        Redirect.objects.create(
            site_id=settings.SITE_ID, old_path=old, new_path=first.get_absolute_url()
        )
    edited = Article.objects.get(pk=first.pk)
    edited.title, edited.body = "改到一半的标题是什么？", NASTY[7]
    publishing.save_draft(article=edited, user=None, tags=["新"])


@pytest.mark.parametrize("format", FORMATS)
def test_everything_comes_back(format, there_and_back):
    nasty_site()
    before, bodies = snapshot(), set(Article.objects.values_list("pk", "body"))
    assert differences(before, there_and_back(format)) == []
    if format == "jsonl":
        assert set(Article.objects.values_list("pk", "body")) == bodies


@pytest.mark.parametrize("format", FORMATS)
def test_importing_again_where_it_came_from_changes_nothing(format, tmp_path, capsys):
    nasty_site()
    before, target = snapshot(), tmp_path / "o" / ("a.jsonl" if format == "jsonl" else "x")
    call_command("export_articles", str(target), format=format)
    call_command("import_articles", str(target), update=True)
    assert differences(before, snapshot()) == []
    assert f"未变{len(before)}篇" in capsys.readouterr().out


@pytest.mark.parametrize("format", FORMATS)
def test_pictures_come_along_to_another_site(format, there_and_back, tmp_path):
    src = pictures.StoredPicture(pictures.store(picture(1000, 500))).src
    make_article(title="有图片的文章怎么办？", body=f'<p><img alt="一幅 “图”" src="{src}"></p>')
    before = snapshot()
    assert differences(before, there_and_back(format)) == []
    assert len(list((tmp_path / "media").rglob("*.webp"))) == 3


MARKED = st.lists(
    st.text("*_[]#`~>-+1.|\\<&! \n中文a(){}:\"'", max_size=30), min_size=1, max_size=5
)


@given(texts=MARKED)
@hypothesis_settings(
    max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_written_in_markdown_comes_back(texts, tmp_path_factory):
    emptied()
    make_article(title="随便写的内容可以吗？", body="<p>始</p>" + body_of("\n\n".join(texts)))
    before, target = snapshot(), tmp_path_factory.mktemp("x")
    call_command("export_articles", str(target), format="md", force=True, verbosity=0)
    emptied()
    call_command("import_articles", str(target), verbosity=0)
    assert differences(before, snapshot()) == []
