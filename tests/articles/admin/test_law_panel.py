"""The editorial office tells what an article cites and what has moved, and never blocks."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Citation
from statutes.base import Outcome
from statutes.models import Decision
from statutes.services.citation_sync import confirm
from tests.articles.admin.test_article import LIST, form
from tests.factories import make_article, make_staff, make_superuser
from tests.statutes.sample_law import contract_law

pytestmark = pytest.mark.django_db
PANEL = "/admin/articles/article/law/"
WRONG = "<p>见《合同法》第52条，又见《民法典》第1300条。</p>"


@pytest.fixture(autouse=True)
def _table():
    contract_law()


@pytest.fixture
def editor(client):
    rights = ("articles.change_article", "articles.view_article", "articles.publish_article")
    client.force_login(make_staff(*rights))
    return client


def save(client, article, body, **fields):
    address = reverse("admin:articles_article_change", args=[article.pk])
    data = form(title=article.title, area=article.area.pk, author=article.author.pk, body=body)
    data |= {"_publish": "发布修改", "version": article.revisions.count()}
    return client.post(address, {**data, **fields})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_only_who_may_write_articles_may_ask(client):
    assert client.post(PANEL, {"body": WRONG}).status_code == 401
    client.force_login(make_staff("articles.view_article"))
    assert client.post(PANEL, {"body": WRONG}).status_code == 403
    client.force_login(make_staff("articles.add_article"))
    assert client.post(PANEL, {"body": WRONG}).status_code == 200
    assert client.get(PANEL).status_code == 405


def test_what_is_typed_is_checked_and_not_stored(editor):
    html = editor.post(PANEL, {"body": WRONG}).text
    assert "识别到2处引用，有2项提示" in html
    assert "已于2021年1月1日废止" in html
    assert "《民法典》第1300条" in html
    assert not Citation.objects.exists()


def test_title_and_summary_are_checked_with_the_body(editor):
    fields = {
        "title": "《合同法》第5条还能用吗？",
        "summary": "依《合同法》第6条",
        "body": "<p>甲</p>",
    }
    html = editor.post(PANEL, fields).text
    assert "识别到2处引用，有2项提示" in html
    article = make_article(**fields)
    page = editor.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert "识别到2处引用，有2项提示" in page


def test_a_stored_warning_leads_to_where_it_is_confirmed_also_while_typing(editor):
    article = make_article(body="<p>见《合同法》第52条。</p>")
    html = editor.post(PANEL, {"body": WRONG, "article": article.pk}).text
    assert html.count(f"?text=articles.article:{article.pk}") == 1
    assert "law-review" not in editor.post(PANEL, {"body": WRONG}).text


def test_what_a_lawyer_confirmed_is_only_named(editor):
    article = make_article(body="<p>见《合同法》第52条。</p>")
    confirm(citation=article.citations.get(), lawyer="林致远", user=make_staff())
    html = editor.post(PANEL, {"body": WRONG, "article": article.pk}).text
    assert "有1项提示" in html
    assert "保留：《合同法》第52条" in html


def test_the_gravest_stands_first_and_the_same_once(editor):
    body = "<p>见《云澜市条例》第八条、《合同法》第52条。</p><p>再看《合同法》第52条。</p>"
    html = editor.post(PANEL, {"body": body}).text
    assert html.index("law-red") < html.index("law-grey")
    assert "（2处）" in html


def test_a_text_without_warnings_says_so(editor):
    panel = editor.post(PANEL, {"body": "<p>见《民法典》第577条。</p>"}).text
    assert "识别到1处引用，没有提示" in panel
    without = editor.post(PANEL, {"body": "<p>甲</p>"})
    assert without.context["found"].number == 0
    assert "没有提示" not in without.text


def test_what_is_typed_is_escaped(editor):
    html = editor.post(PANEL, {"body": "<p>《&lt;img src=x&gt;条例》第八条</p>"}).text
    assert "<img" not in html


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"body": "甲" * 300_001}, 400),
        ({"body": "甲", "checked_on": "昨天"}, 400),
        ({"body": "甲", "article": "99999999999999999999"}, 400),
        ({"body": "甲", "article": "x"}, 400),
        ({"body": "甲\x00"}, 400),
        ({}, 200),
    ],
)
def test_odd_input_gets_a_sentence(editor, data, status):
    response = editor.post(PANEL, data)
    assert response.status_code == status
    assert "law-sum" in response.text


def test_the_page_shows_what_is_saved_without_scripts(client):
    article = make_article(body=WRONG)
    client.force_login(make_superuser())
    html = client.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert "引用与提示" in html
    assert "有2项提示" in html
    assert f'href="{reverse("admin:law_review")}?text=articles.article:{article.pk}"' in html
    assert client.get(f"{LIST}add/").status_code == 200


def test_saving_tells_of_new_warnings_only_and_never_blocks(client):
    article = make_article(body="<p>见《合同法》第52条。</p>")
    client.force_login(make_superuser())
    response = save(client, article, WRONG)
    assert response.status_code == 302
    warnings = [text for text in said(response) if text.startswith("引用提示")]
    assert len(warnings) == 1
    assert "1300" in warnings[0] or "一千三百" in warnings[0]


def test_a_repaired_citation_is_kept_as_a_decision(client):
    article = make_article(body=WRONG)
    client.force_login(make_superuser())
    save(client, article, "<p>见《合同法》第52条。</p>")
    decision = Decision.objects.get()
    assert (decision.outcome, decision.quote) == (Outcome.REWRITTEN, "《民法典》第1300条")
    assert decision.user is not None


def test_the_list_counts_and_filters_what_is_to_be_reviewed(client):
    warned, fine = make_article(body=WRONG), make_article()
    client.force_login(make_superuser())
    assert "2处" in client.get(LIST).text
    for value, shown, hidden in (("open", warned, fine), ("clear", fine, warned)):
        html = client.get(LIST, {"law": value}).text
        assert shown.title in html
        assert hidden.title not in html
    assert client.get(LIST, {"o": "7"}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_much_is_open(client, number):
    for _ in range(number):
        make_article(body=WRONG)
    client.force_login(make_superuser())
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert len(queries) <= 20


@pytest.mark.parametrize("number", [1, 30])
def test_a_check_costs_the_same_however_much_is_cited(editor, number):
    body = "".join(f"<p>《合同法》第{place}条</p>" for place in range(1, number + 1))
    with CaptureQueriesContext(connection) as queries:
        editor.post(PANEL, {"body": body})
    assert len(queries) <= 12


def test_adding_an_article_tells_of_its_warnings(client):
    other = make_article()
    client.force_login(make_superuser())
    data = form(area=other.area.pk, author=other.author.pk, body=WRONG)
    response = client.post(f"{LIST}add/", data)
    assert sum(text.startswith("引用提示") for text in said(response)) == 2
    assert Article.objects.latest("pk").citations.open().count() == 2
