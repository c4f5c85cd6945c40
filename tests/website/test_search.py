"""The search page: what is found, what a strange query gets, what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_area, make_article, make_lawyer, make_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(
        title="工伤怎么认定？", summary="先申请认定。", body="<p>拆迁补偿另说。</p>"
    )


def found(client, query, **more):
    return client.get("/search/", {"q": query, **more})


@pytest.mark.parametrize(
    "query", ["工伤", "申请认定", "拆迁", "工伤 拆迁", "工伤，认定", "\u3000工伤\u3000"]
)
def test_a_word_of_title_summary_or_text_finds_the_article(client, article, query):
    assert article.get_absolute_url() in found(client, query).content.decode()


def test_a_word_that_is_nowhere_leads_to_the_form(client, article):
    page = found(client, "海商").content.decode()
    assert "没有找到" in page
    assert 'href="/consult/"' in page


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft"},
        {"state": "withdrawn"},
        {"publish_at": timezone.now() + timedelta(days=1)},
        {"expires_at": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_what_is_not_published_is_not_found(client, fields):
    article = make_article(title="工伤怎么认定？", **fields)
    assert article.get_absolute_url() not in found(client, "工伤").content.decode()


def test_an_empty_query_shows_the_form_alone(client, article):
    for answer in (client.get("/search/"), found(client, ""), found(client, "  ")):
        assert answer.status_code == 200
        assert article.title not in answer.content.decode()


def test_the_query_stays_in_the_box_and_is_escaped(client):
    page = found(client, '"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in page
    assert 'value="&quot;&gt;&lt;script&gt;' in page


@pytest.mark.parametrize(
    "query",
    ["%", "_", "\\", "'", '"', "*", "(", "[", "a" * 100, "律" * 100, "\ufffd", "😀", "' OR 1=1 --"],
)
def test_signs_with_a_meaning_elsewhere_are_only_signs(client, article, query):
    answer = found(client, query)
    assert answer.status_code == 200
    assert article.get_absolute_url() not in answer.content.decode()


def test_a_percent_sign_is_found_where_it_stands(client):
    article = make_article(body="<p>利率超过 24% 怎么办。</p>")
    assert article.get_absolute_url() in found(client, "24%").content.decode()


@pytest.mark.parametrize("query", ["律" * 101, "\x00", "工伤\x00"])
def test_a_query_that_is_refused_says_why_in_chinese(client, query):
    answer = found(client, query)
    assert answer.status_code == 400
    assert answer.context["form"].errors["q"]
    assert 'class="wrong"' in answer.content.decode() or "最多 100 个字" in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "abc", "2", "9" * 500, "１", "1.0"])
def test_a_page_number_that_is_none_is_404(client, article, page):
    assert found(client, "工伤", page=page).status_code == 404


def test_many_hits_are_paged_and_the_query_is_kept(client):
    area, author = make_area(), make_lawyer()
    for _ in range(21):
        make_article(title="工伤怎么认定？", area=area, author=author)
    first = found(client, "工伤").content.decode()
    assert "21" in first
    assert "page=2" in first
    assert "q=%E5%B7%A5%E4%BC%A4" in first
    assert found(client, "工伤", page=2).status_code == 200


def test_the_search_page_is_not_for_search_engines(client):
    assert 'content="noindex, nofollow"' in found(client, "工伤").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_the_same_for_one_hit_and_for_three(client, rows, django_assert_num_queries):
    make_settings()
    for _ in range(rows):
        make_article(title="工伤怎么认定？", area=make_area(), author=make_lawyer())
    with django_assert_num_queries(6):
        assert found(client, "工伤").status_code == 200
