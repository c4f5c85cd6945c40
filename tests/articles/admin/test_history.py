"""The history of an article: who did what when, any two versions compared, an old one restored."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Act, Revision
from articles.workflow import publishing, review
from tests.articles.admin.test_form_acts import PUBLISHER, WRITER, edited, log_in, said
from tests.factories import make_area, make_article, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OLD = "<h2>一、期限</h2><p>依据《民法典》第五百七十七条，应当赔偿损失。</p>"
NEW = "<h2>一、期限</h2><p>依据《民法典》第五百八十四条，应当赔偿损失。</p><p>另见下文。</p>"


def address(name, article, *args):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


@pytest.fixture
def article():
    """A live article with a change that waits: version 1 was found, version 2 is the change."""
    article = make_article(title="期限怎么算才对？", body=OLD)
    change = edited(article, body=NEW, title="期限怎么计算？", area=make_area(name="借贷"))
    user = make_staff(last_name="孙", first_name="编审")
    publishing.save_draft(article=change, user=user, tags=["期限"], note="改了法条")
    return article


def test_only_who_may_see_the_article_sees_its_history(client, article):
    pages = [address("history", article), address("compare", article)]
    for page in pages:
        assert client.get(page).status_code == 302
    log_in(client)
    assert [client.get(page).status_code for page in pages] == [403, 403]
    log_in(client, "articles.view_article")
    assert [client.get(page).status_code for page in pages] == [200, 200]
    restore = address("restore", article, 1)
    assert client.get(restore).status_code == 403
    assert client.post(restore).status_code == 403


def test_the_history_tells_who_when_what_and_why(client, article):
    log_in(client, *WRITER)
    html = client.get(address("history", article)).text
    for words in ("第2版", "孙编审", "修改说明：改了法条", "badge-blue", "原有内容", "系统"):
        assert words in html
    assert html.index("第2版") < html.index("第1版")
    assert address("restore", article, 1) in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_history_costs_the_same_and_reads_no_content(client, article, number):
    for place in range(number):
        publishing.save_draft(article=edited(article, body=f"<p>{place}</p>"), user=make_staff())
    log_in(client, *WRITER)
    with CaptureQueriesContext(connection) as queries:
        client.get(address("history", article))
    assert len(queries) <= 14
    listed = [one["sql"] for one in queries if 'JOIN "auth_user"' in one["sql"]]
    assert not [sql for sql in listed if '"articles_revision"."content"' in sql]


def test_what_visitors_read_is_compared_with_what_waits(client, article):
    log_in(client, *WRITER)
    html = client.get(address("compare", article)).text
    assert "从“访客看到的”到“第2版”" in html
    assert "<del>第五百七十七条</del><ins>第五百八十四条</ins>" in html
    assert "<ins>另见下文。</ins>" in html
    assert "期限怎么<del>算才对</del><ins>计算</ins>？" in html
    assert "<ins>借贷</ins>" in html
    assert "<ins>期限</ins>" in html


def test_any_two_are_compared_in_either_direction(client, article):
    log_in(client, *WRITER)
    html = client.get(address("compare", article), {"from": 2, "to": 1}).text
    assert "<del>第五百八十四条</del><ins>第五百七十七条</ins>" in html
    assert "完全相同" in client.get(address("compare", article), {"from": 1, "to": 1}).text


@pytest.mark.parametrize("name", ["99", "x", "-1", "9" * 5000, "1\x00", "²", "٣"])
def test_a_version_that_is_none_is_404(client, article, name):
    log_in(client, *WRITER)
    assert client.get(address("compare", article), {"from": name}).status_code == 404


def test_what_is_compared_is_text_and_never_html(client, article):
    bad = "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><img src=x onerror=a()><svg/onload=b()>"
    content = Revision.objects.get(number=2).content | {"body": bad, "title": "<b>标题</b>"}
    Revision.objects.filter(number=2).update(content=content)
    log_in(client, *WRITER)
    html = client.get(address("compare", article)).text
    for live in ("<script>alert", "<img src=x", "<svg/onload", "<b>"):
        assert live not in html


def test_restoring_takes_two_clicks_and_is_recorded(client, article):
    log_in(client, *PUBLISHER)
    html = client.get(address("restore", article, 1)).text
    assert "确认恢复" in html
    assert "<del>第五百八十四条</del><ins>第五百七十七条</ins>" in html
    assert article.revisions.count() == 2
    response = client.post(address("restore", article, 1))
    still = review.STILL.format(review.day(article.publish_at))
    assert said(response).startswith(f"已把第1版恢复为第3版，尚未发布。{still}")
    kept = article.revisions.first()
    assert (kept.act, kept.restored_from, kept.content["title"]) == (
        Act.RESTORED,
        1,
        "期限怎么算才对？",
    )
    assert LogEntry.objects.get().change_message == "已把第1版恢复为第3版。"


def test_a_version_of_another_article_is_not_restored(client, article):
    log_in(client, *PUBLISHER)
    other = make_article()
    assert client.post(address("restore", other, 2)).status_code == 404
    assert other.revisions.count() == 0


def test_the_history_of_no_article_is_404(client, article):
    log_in(client, *WRITER)
    for name in ("999999", "x", f" {article.pk}", "9" * 5000):
        assert client.get(f"/admin/articles/article/{name}/history/").status_code == 404
