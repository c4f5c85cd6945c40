"""The editorial office: permissions, publishing, the list's cost."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.admin.form import MAY_NOT_PUBLISH
from articles.models import Article, RelatedLink, State
from tests.factories import make_area, make_article, make_lawyer, make_staff, make_superuser
from tests.sentences import of_constraint

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = "/admin/articles/article/"
QUERIES = 21  # of the page of an article


def form(article=None, **fields):
    now = {"publish_at_0": "2026-11-01", "publish_at_1": "09:00"}
    links = {f"related_links-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    known = {"title": "工伤认定要多久才有结果？", "body": "<p>看情况。</p>"}
    return {**known, "source_kind": "original", **now, **links, **fields}


def test_anonymous_and_staff_without_permission_are_kept_out(client):
    assert client.get(LIST).status_code == 302
    client.force_login(make_staff())
    assert client.get(LIST).status_code == 403
    client.force_login(make_staff("articles.view_article"))
    assert client.get(LIST).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(client, number, django_assert_max_num_queries):
    for _ in range(number):
        make_article()
    client.force_login(make_superuser())
    with django_assert_max_num_queries(20):
        client.get(LIST)


def test_an_article_is_added_cleaned_and_published(client):
    client.force_login(make_superuser())
    data = form(
        area=make_area().pk, author=make_lawyer().pk, body="<p onclick=x>好<script>1</script></p>"
    )
    response = client.post(f"{LIST}add/", {**data, "_publish": "发布"})
    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.body, article.is_public) == ("<p>好</p>", True)


def test_errors_are_in_chinese_and_keep_what_was_typed(client):
    client.force_login(make_superuser())
    response = client.post(f"{LIST}add/", form(source_kind="reprint", title=""))
    assert of_constraint(Article, "articles_reprint_has_source") in response.text
    assert "必须填写" in response.text
    assert "看情况。" in response.text


def test_saving_from_the_form_keeps_the_deferred_texts(client):
    article = make_article(body="<p>原来的正文。</p>")
    client.force_login(make_superuser())
    address = reverse("admin:articles_article_change", args=[article.pk])
    data = form(area=article.area.pk, author=article.author.pk, body="<p>新的正文。</p>")
    data["_publish"] = "发布修改"
    assert client.post(address, data).status_code == 302
    article.refresh_from_db()
    assert article.text == "新的正文。"


def test_publishing_changes_the_date_that_search_engines_see(client):
    article = make_article(state=State.DRAFT, is_stub=True)
    before = article.updated_at
    client.force_login(make_superuser())
    data = {"action": "publish_many", "_selected_action": [article.pk], "confirmed": 1}
    assert "待补全" in client.post(LIST, data, follow=True).text
    article.refresh_from_db()
    assert article.updated_at > before


@pytest.mark.parametrize("number", [1, 3])
def test_the_change_page_costs_the_same_for_more_links(client, number, django_assert_num_queries):
    article = make_article()
    for _ in range(number):
        RelatedLink.objects.create(article=article, target=make_article())
    client.force_login(make_superuser())
    page = reverse("admin:articles_article_change", args=[article.pk])
    client.get(page)  # a process reads kinds of content and the table of statutes once
    with django_assert_num_queries(QUERIES + number):  # the box of a link asks for its article
        client.get(page)


def test_a_new_article_that_is_refused_is_not_stored_and_comes_back(client):
    client.force_login(make_staff("articles.add_article"))
    data = form(area=make_area().pk, author=make_lawyer().pk, body="<p>想直接发布。</p>")
    response = client.post(f"{LIST}add/", {**data, "_publish": "发布"})
    assert MAY_NOT_PUBLISH in response.text
    assert "想直接发布。" in response.text
    assert not Article.objects.exists()


def test_an_article_written_in_a_window_of_its_own_goes_back_to_the_other_form(client):
    client.force_login(make_superuser())
    data = form(area=make_area().pk, author=make_lawyer().pk)
    response = client.post(f"{LIST}add/?_popup=1", {**data, "_popup": "1"})
    assert f"&quot;value&quot;: &quot;{Article.objects.get().pk}&quot;" in response.text
    assert "已保存" not in "".join(map(str, get_messages(response.wsgi_request)))
