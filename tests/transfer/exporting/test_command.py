"""What is exported by the command and from the list: where to, and what is in the way."""

import io
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.models import Article, State
from articles.workflow import publishing
from tests.factories import make_area, make_article, make_member
from tests.transfer.office.importing import imported
from transfer import exporting

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.mark.parametrize("name", ["there", "there/a.jsonl"])
def test_what_is_there_is_not_overwritten_unless_forced(tmp_path, name):
    make_article()
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a.jsonl").write_text("mine")
    with pytest.raises(CommandError, match="--force"):
        call_command("export_articles", str(tmp_path / name))
    assert (tmp_path / "there" / "a.jsonl").read_text() == "mine"
    out = StringIO()
    call_command("export_articles", str(tmp_path / name), force=True, stdout=out)
    assert "已导出1篇" in out.getvalue()


def test_a_place_a_format_or_a_break_that_stops_it_leaves_nothing_behind(tmp_path, monkeypatch):
    make_article()
    for name in ("all.csv", "all.docx", "all.html"):
        with pytest.raises(CommandError, match="可以导出为Markdown"):
            call_command("export_articles", str(tmp_path / name))
        assert not (tmp_path / name).exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match="无法写入|这里是文件"):
        call_command("export_articles", str(tmp_path / "file" / "out.jsonl"))
    monkeypatch.setattr(exporting, "markdown", lambda one: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(CommandError, match="已中断"):
        call_command("export_articles", str(tmp_path / "o"))
    assert list((tmp_path / "o").iterdir()) == []


def test_a_common_text_is_plain_markdown(tmp_path):
    body = "<p>甲</p>\n<ul>\n<li>一</li>\n<li>二</li>\n</ul>\n<blockquote>裸引文</blockquote>"
    make_article(title="写成什么样子好看？", body=body)
    call_command("export_articles", str(tmp_path), stdout=StringIO())
    text = next(tmp_path.glob("*.md")).read_text("utf-8")
    assert "\n甲\n\n- 一\n- 二\n\n<blockquote>裸引文</blockquote>\n" in text
    assert "format: html" not in text


def test_markdown_of_the_first_release_changes_nothing(tmp_path):
    """It named how the lines of the HTML stood."""
    body = "<ul>\n\t<li>一</li>\n</ul>\n\n<p>二</p>"
    article = make_article(title="旧版本导出的文件还能用吗？", body=body, external_id="m1")
    text = f"---\nid: m1\ntitle: {article.title}\nlayout: editor\n---\n- 一\n\n二\n"
    (tmp_path / "m1.md").write_text(text, "utf-8")
    out = StringIO()
    given = {"area": article.area.slug, "author": article.author.slug, "update": True}
    call_command("import_articles", str(tmp_path), **given, stdout=out)
    assert "未变1篇" in out.getvalue()
    assert "layout" not in out.getvalue()
    assert Article.objects.get().body == body


EXPORT = reverse("admin:transfer_articleimport_export")


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client


def exported(client, query="", format="md"):
    """The members of the ZIP by name."""
    answer = client.post(f"{EXPORT}{query}", {"format": format})
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_only_what_the_list_shows_is_exported(editor):
    area = make_area(name="交通事故", slug="traffic")
    one = make_article(title="车祸以后怎么办？", area=area)
    make_article(title="加班费怎么算？")
    query = f"?area__id__exact={area.pk}"
    assert "共1篇文章" in editor.get(f"{EXPORT}{query}").content.decode()
    assert list(exported(editor, query)) == [f"article-{one.pk}.md"]
    assert len(exported(editor, "?q=")) == 2


def test_the_list_leads_to_the_export_with_its_filters(editor):
    make_article()
    page = editor.get("/admin/articles/article/?q=加班").content.decode()
    assert f'href="{EXPORT}?q=%E5%8A%A0%E7%8F%AD"' in page


@pytest.mark.parametrize("format", ["md", "jsonl"])
def test_what_was_exported_comes_back_as_it_was(editor, format):
    article = make_article(state=State.PUBLISHED, body="<p>甲</p><h2>乙</h2><p>丙</p>")
    before = publishing.content_of(article)
    members = exported(editor, format=format)
    Article.objects.all().delete()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    imported(editor, ("文章.zip", data.getvalue()))
    assert publishing.same_content(publishing.content_of(Article.objects.get()), before)


def test_a_format_or_a_filter_that_there_is_not_exports_nothing(editor):
    make_article()
    assert editor.post(EXPORT, {"format": "docx"}).status_code == 422
    make_article()
    query = "?author__user__password__startswith=a"
    assert editor.post(f"{EXPORT}{query}", {"format": "md"}).status_code == 403
