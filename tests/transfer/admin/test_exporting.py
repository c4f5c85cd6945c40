"""The articles of the list, as it is narrowed, as one ZIP that comes back as it was."""

import io
import zipfile

import pytest
from django.urls import reverse

from articles.models import Article, State
from articles.workflow import publishing
from tests.factories import make_area, make_article, make_member, make_staff
from tests.transfer.office.importing import imported

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
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


def test_a_format_that_there_is_not_is_refused(editor):
    make_article()
    assert editor.post(EXPORT, {"format": "docx"}).status_code == 422


def test_a_filter_that_the_list_does_not_know_exports_nothing(editor):
    make_article()
    query = "?author__user__password__startswith=a"
    assert editor.post(f"{EXPORT}{query}", {"format": "md"}).status_code == 403


def test_who_may_not_read_the_articles_exports_none(client):
    client.force_login(make_staff(username="none"))
    assert client.post(EXPORT, {"format": "md"}).status_code == 403
