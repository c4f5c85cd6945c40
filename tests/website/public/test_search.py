"""The search page: what is found, what a strange query gets, what it costs."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.answers import LONGEST
from articles.search import did_you_mean
from statutes.search.indexing import fill_missing
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_statute
from website.public.search import LONGEST_QUERY

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MEANT = '<p class="search-meant">'
NEAR = "没有正好回答的，最接近的是"
CUT = f"只搜索了前{LONGEST}个字。"


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
        assert "民法典1079条" in answer.content.decode()


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


@pytest.mark.parametrize("length", [120, 300, 301, 10_000])
def test_a_question_of_any_length_is_searched(client, article, length):
    question = ("工伤怎么认定？" + "我在工地上干活的时候摔了" * 1000)[:length]
    answer = found(client, question)
    assert answer.status_code == 200
    assert article.get_absolute_url() in answer.text
    assert (CUT in answer.text) == (length > LONGEST)
    assert f'value="{question[:LONGEST_QUERY]}"' in answer.text


@pytest.mark.parametrize("query", ["\x00", "工伤\x00", "工\x00伤 认定"])
def test_what_no_text_can_hold_is_a_gap(client, article, query):
    assert found(client, query).status_code == 200


def test_every_box_takes_as_much_as_comes_back(client):
    pages = found(client, "工伤").text + client.get("/").text + client.get("/articles/").text
    assert re.findall(r'type="search"[^>]*?maxlength="(\d+)"', pages) == [str(LONGEST_QUERY)] * 3


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%FF%FE", "%B9%A4%C9%CB", "q%00", "%", "%F0%9F%98"])
@pytest.mark.parametrize("name", ["q", "area", "lawyer"])
def test_bytes_that_are_no_text_are_no_trouble(client, article, name, raw):
    assert client.get(f"/search/?q=%E5%B7%A5&{name}={raw}").status_code in {200, 400}


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


# What is asked of the table of law, of the index of articles and of that of the law, the hits;
# where nothing holds every word, also whether both indexes are whole.
COSTS = [("工伤", 9), ("工伤 认定书", 10), ("海商", 7), ("工伤忍定怎么办", 14), ("民法典1079条", 8)]
COSTS += [("工伤保险条例1条 认定书", 17)]  # of the table twice: for the articles, and for the law


@pytest.mark.parametrize("rows", [2, 4])
@pytest.mark.parametrize(("query", "queries"), COSTS)
def test_a_search_costs_the_same_for_two_hits_and_for_four(
    kept_client, rows, query, queries, django_assert_num_queries
):
    make_settings()
    make_statute(["工伤认定的申请。"] * rows, short_name="工伤保险条例")
    fill_missing()
    for _ in range(rows):
        title = "工伤怎么认定？工伤认定书怎么写？"
        make_article(title=title, area=make_area(), author=make_lawyer())
    did_you_mean.forget()  # it is kept for ten minutes: of whatever test made it
    for _ in range(2):  # what a process reads once is read
        found(kept_client, query)
    with django_assert_num_queries(queries):
        assert found(kept_client, query).status_code == 200


def test_what_stands_below_a_hit_is_shown_whatever_has_become_of_it(kept_client):
    make_settings()
    closed = make_area(name="不再公开的领域", is_published=False)
    gone = make_lawyer(name="离所人", is_published=False)
    make_article(title="工伤怎么认定？", area=closed, author=gone)
    make_article(title="工伤怎么赔偿？", area=(shown := make_area(name="工伤")))
    page = found(kept_client, "工伤").content.decode()
    assert "<span>不再公开的领域</span>" in page
    assert "<span>离所人律师</span>" in page
    assert f'<a href="{shown.get_absolute_url()}">工伤</a>' in page


class TestNarrowedDown:
    """By area and by lawyer, in the address alone."""

    @pytest.fixture
    def two(self):
        parent = make_area(name="劳动人事", slug="work")
        below = make_area(name="工伤赔偿", slug="injury", parent=parent)
        author = make_lawyer(name="林致远", slug="lin")
        first = make_article(title="工伤怎么认定？", area=below, author=author)
        return first, make_article(title="工伤怎么赔偿？")

    @pytest.mark.parametrize(
        "filters",
        [{"area": "injury"}, {"area": "work"}, {"lawyer": "lin"}, {"area": "", "lawyer": "lin"}],
    )
    def test_only_those_are_shown_and_counted(self, client, two, filters):
        page = found(client, "工伤", **filters).content.decode()
        assert "1篇文章" in page
        assert two[0].get_absolute_url() in page
        assert two[1].get_absolute_url() not in page

    def test_only_what_is_shown_on_the_site_is_offered(self, client, two):
        make_area(name="不公开的领域", slug="hidden", is_published=False)
        make_lawyer(name="离所律师", slug="gone", is_published=False)
        assert "<select" not in found(client, "工伤").text  # of two nothing is narrowed down
        for _ in range(4):
            make_article(title="工伤怎么认定？", area=two[0].area, author=two[0].author)
        page = found(client, "工伤").text
        assert 'value="injury"' in page
        assert "不公开的领域" not in page
        assert "离所律师" not in page
        for filters in ({"area": "hidden"}, {"lawyer": "gone"}, {"area": "x" * 500}):
            answer = found(client, "工伤", **filters)
            assert answer.status_code == 400
            assert "请重新选择" in answer.content.decode()

    def test_the_filters_stay_in_the_links_to_other_pages(self, client, two):
        for _ in range(20):
            make_article(title="工伤怎么认定？", area=two[0].area, author=two[0].author)
        page = found(client, "工伤", area="work", lawyer="lin").content.decode()
        assert "page=2" in page
        assert "area=work" in page
        assert 'value="work" selected' in page
        assert found(client, "工伤", area="work", lawyer="lin", page=2).status_code == 200

    def test_nothing_there_leads_to_all_articles(self, client, two):
        make_area(name="税务", slug="tax")
        page = found(client, "工伤", area="tax").content.decode()
        assert "所选范围内没有文章写到这些" in page
        assert 'href="/search/?q=%E5%B7%A5%E4%BC%A4"' in page


class TestMarked:
    """Hits are marked whichever script and width stands in the text."""

    @pytest.mark.parametrize("query", ["離婚", "离婚"])
    @pytest.mark.parametrize("written", ["離婚", "离婚"])
    def test_both_scripts_meet(self, client, query, written):
        make_article(title=f"{written}要多久？", body=f"<p>先谈{written}的事。</p>")
        page = found(client, query).content.decode()
        assert f"<mark>{written}</mark>要多久？" in page
        assert f"先谈<mark>{written}</mark>的事" in page

    def test_both_widths_meet(self, client):
        make_article(title="按ＬＰＲ算利息吗？")
        assert "<mark>ＬＰＲ</mark>" in found(client, "lpr").content.decode()

    def test_a_sign_that_folds_into_several_moves_no_mark(self, client):
        make_article(title="㈱ﬁ的工伤怎么认定？")
        assert "㈱ﬁ的<mark>工伤</mark>怎么" in found(client, "工伤").content.decode()


class TestSlips:
    """您是不是要找：only where nothing was found as it was typed, only what then is."""

    @pytest.fixture(autouse=True)
    def _words(self):
        did_you_mean.forget()

    @pytest.mark.parametrize("query", ["里婚", "lihun", "LiHun"])
    def test_a_word_of_the_same_sound_is_offered_as_a_link(self, client, query):
        make_article(title="离婚要多久？")
        page = found(client, query).content.decode()
        assert MEANT in page
        assert 'href="/search/?q=%E7%A6%BB%E5%A9%9A"' in page

    def test_what_would_find_nothing_is_not_offered(self, client):
        make_article(title="工伤怎么认定？")
        assert MEANT not in found(client, "里婚").content.decode()

    def test_what_was_found_needs_no_other_words(self, client):
        make_article(title="离婚要多久？")
        assert MEANT not in found(client, "离婚").content.decode()

    def test_the_filters_stay_in_the_link(self, client):
        area = make_area(slug="family")
        make_article(title="离婚要多久？", area=area)
        page = found(client, "里婚", area="family").content.decode()
        assert "area=family" in page.split(MEANT)[1].split("</p>")[0]


def test_what_only_comes_near_is_called_so(client, article):
    answer = found(client, "工伤认定 保险费率")
    assert not answer.context["answer"].found.exact
    assert NEAR in answer.text
    assert article.get_absolute_url() in answer.content.decode()
