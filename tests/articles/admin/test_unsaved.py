"""What is typed into the form of an article and not saved: kept, offered, restored, dropped."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin import form as endpoint
from articles.models import Article, State, Unsaved
from articles.workflow import publishing
from firm.admin.base import LOGGED_OUT
from tests.articles.admin.test_article import WRITER, form, log_in, said, send
from tests.articles.admin.test_article import address as change
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TYPED = "写了一半，还没有保存的一段。"
PAGE = "a" * 32


@pytest.fixture
def article():
    return make_article(state=State.DRAFT, body="<p>原来的正文。</p>")


@pytest.fixture
def writer(client):
    return log_in(client, *WRITER)


def address(article=None, name="kept"):
    return reverse(f"admin:articles_article_{name}", args=[article.pk] if article else [])


def typed(article, **fields):
    """The fields of a form that is open, as its script posts them."""
    known = {"title": article.title, "area": article.area.pk, "author": article.author.pk}
    known["version"] = publishing.newest_number(article)
    return {**form(**known), "body": f"<p>{TYPED}</p>", "page": PAGE, **fields}


def keep(client, article, **fields):
    return client.post(address(article), typed(article, **fields))


def test_what_is_typed_is_offered_when_its_editor_comes_back(client, article, writer):
    response = keep(client, article)
    kept = timezone.localtime(Unsaved.objects.get().updated_at)
    assert response.json() == {"said": endpoint.STORED.format(f"{kept:%H:%M}")}
    assert "no-store" in response["Cache-Control"]
    html = " ".join(client.get(change(article)).text.split())
    assert f"您{kept.month}月{kept.day}日{kept:%H:%M}有未保存的修改" in html
    assert "正文与下面不同" in html
    assert TYPED not in html


def test_it_is_put_back_into_the_form_and_nothing_is_saved_by_that(client, article, writer):
    keep(client, article, title="改过的标题？", tag_names="甲、乙", note="说明")
    response = client.get(change(article), {"restore": PAGE})
    shown = response.context["adminform"].form
    assert response.status_code == 200
    names = ("title", "body", "tag_names", "note", "page")
    assert [shown[name].value() for name in names] == [
        "改过的标题？", f"<p>{TYPED}</p>", "甲、乙", "说明", PAGE,
    ]  # fmt: skip
    assert not shown.errors
    assert said(response).count("未保存的修改，请核对后保存") == 1
    assert Article.objects.get().title == article.title


def test_rows_of_further_reading_come_back_too(client, article, writer):
    writer_of_links = log_in(client, *WRITER, *(
        f"articles.{act}_relatedlink" for act in ("view", "add", "change")
    ))  # fmt: skip
    rows = {"related_links-TOTAL_FORMS": 1, "related_links-0-title": "延伸阅读"}
    keep(client, article, **rows, **{"related_links-0-url": "https://example.com/"})
    html = client.get(change(article), {"restore": PAGE}).text
    assert Unsaved.objects.get().author == writer_of_links
    assert "https://example.com/" in html


def test_saving_drops_what_its_window_held_and_nothing_else_and_an_error_nothing(
    client, article, writer
):
    keep(client, article)
    assert send(client, article, page=PAGE, title="").status_code == 200
    assert Unsaved.objects.exists()
    keep(client, article)
    keep(client, article, page="b" * 32)
    assert send(client, article, page=PAGE, body=f"<p>{TYPED}</p>").status_code == 302
    assert Unsaved.objects.get().page == "b" * 32


def test_a_new_article_is_kept_offered_and_restored_too_without_a_word_about_errors(
    client, article, writer
):
    fields = typed(article, title="还没有存过的一篇？")
    assert client.post(address(), fields).status_code == 200
    assert "有未保存的修改" in client.get(reverse("admin:articles_article_add")).text
    response = client.get(reverse("admin:articles_article_add"), {"restore": PAGE})
    assert response.context["adminform"].form["title"].value() == "还没有存过的一篇？"
    assert "有未保存的修改" not in client.get(change(article)).text
    client.post(address(), {"title": "", "body": "<p>开头</p>", "page": PAGE})
    response = client.get(reverse("admin:articles_article_add"), {"restore": PAGE})
    assert response.context["adminform"].form["body"].value() == "<p>开头</p>"
    assert "errornote" not in response.text


def test_an_ended_session_or_a_form_without_a_name_or_article_is_told(client, article):
    response = keep(client, article)
    assert (response.status_code, response.json()["error"]) == (401, LOGGED_OUT)
    log_in(client, *WRITER)
    assert keep(client, article, page="").status_code == 422
    assert keep(client, article, page="a" * 33).status_code == 422
    keep(client, article)
    assert client.post(address(article, "drop"), {"page": PAGE}).url == change(article)
    assert not Unsaved.objects.exists()  # given up
    gone = address(article)
    article.delete()
    assert client.post(gone, {"page": PAGE}).status_code == 404


def test_it_is_its_editors_alone_and_goes_with_its_article(client, article, writer):
    keep(client, article)
    log_in(client, *WRITER)
    assert "有未保存的修改" not in client.get(change(article)).text
    assert TYPED not in client.get(change(article), {"restore": PAGE}).text
    client.post(address(article, "drop"), {"page": PAGE})
    keep(client, article, title="别人的标题？")
    assert Unsaved.objects.filter(author=writer).get().fields["title"] == [article.title]
    article.delete()
    assert not Unsaved.objects.exists()


def test_characters_that_no_database_takes_are_left_out_and_name_no_window(client, article, writer):
    assert keep(client, article, note="空\x00字符").status_code == 200
    assert Unsaved.objects.get().fields["note"] == ["空字符"]
    assert keep(client, article, page="a\x00b").status_code == 422
    assert keep(client, article, **{"no\x00te": "说明"}).status_code == 200
    assert Unsaved.objects.get().fields["note"] == ["说明"]
    assert client.get(change(article), {"restore": "a\x00b"}).status_code == 200
    assert client.post(address(article, "drop"), {"page": "a\x00b"}).status_code == 302
    assert Unsaved.objects.exists()


def test_an_editor_has_so_many_windows_and_no_more(article):
    editor = make_staff()
    for number in range(endpoint.MOST_UNSAVED + 1):
        endpoint.store_unsaved(editor=editor, article=article, page=str(number), fields={})
    assert Unsaved.objects.count() == endpoint.MOST_UNSAVED
    assert not Unsaved.objects.filter(page="0").exists()


def test_a_post_of_an_ended_session_comes_back_whole(client, article):
    long = f"<p>{TYPED}{'字' * 60_000}</p>"
    response = client.post(change(article), {**typed(article, body=long), "_publish": "发布"})
    html = response.text
    assert response.status_code == 401
    assert "再试一次" in html
    assert f'name="body" value="&lt;p&gt;{TYPED}' in html
    assert 'name="_publish" value="发布"' in html
    assert f"{TYPED}{'字' * 9}" in html
