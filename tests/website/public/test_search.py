"""The search page: what is found, what a strange query gets, what it costs, and names on it."""

import re
from itertools import product

import pytest
from django.db import connection
from django.template.loader import render_to_string

from articles import search
from articles.answers import LONGEST
from articles.search import did_you_mean
from firm.models import Page, PageKind
from firm.site import name_search
from richtext.fulltext import tables
from statutes.search.indexing import LAW, fill_missing
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_statute
from website.operations import jobs
from website.public.search import LONGEST_QUERY

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MEANT = '<p class="search-meant '
CUT = f"只搜索了前{LONGEST}个字。"
EVIL = "<script>灯塔</script>"
ATTRIBUTE = "灯塔\" onfocus='x' autofocus=\"</title></textarea>"
BEING_FILLED = render_to_string("includes/being_filled.html").strip()


@pytest.fixture
def article():
    text = {"summary": "先申请认定。", "body": "<p>拆迁补偿另说。</p>"}
    return make_article(title="工伤怎么认定？", **text)


def found(client, query, **more):
    return client.get("/search/", {"q": query, **more})


def test_a_word_of_title_summary_or_text_finds_the_article(client, article):
    for query in ("工伤", "申请认定", "拆迁", "工伤 拆迁", "工伤，认定", "\u3000工伤\u3000"):
        page = found(client, query).text
        assert article.get_absolute_url() in page, query
    assert 'content="noindex, nofollow"' in page
    page = found(client, "海商").text
    assert "没有找到" in page
    assert 'href="/consult/"' in page
    make_area(name="海商海事")
    assert "没有同样的问答，找到相近的1个业务领域。" in found(client, "海商海事").text
    for answer in (client.get("/search/"), found(client, ""), found(client, "  ")):
        assert answer.status_code == 200
        assert article.title not in answer.text
        assert "民法典1079条" in answer.text
    pages = "".join(client.get(one).text for one in ("/search/?q=工伤", "/", "/articles/"))
    assert re.findall(r'type="search"[^>]*?maxlength="(\d+)"', pages) == [str(LONGEST_QUERY)] * 3


def test_a_question_of_any_length_is_searched(client, article):
    for length in (120, 300, 301, 10_000):
        question = ("工伤怎么认定？" + "我在工地上干活的时候摔了" * 1000)[:length]
        answer = found(client, question)
        assert answer.status_code == 200
        assert article.get_absolute_url() in answer.text, length
        assert (CUT in answer.text) == (length > LONGEST)
        assert f'value="{question[:LONGEST_QUERY]}"' in answer.text


def test_signs_with_a_meaning_elsewhere_are_only_signs(client, article):
    signs = ["%", "_", "\\", "'", '"', "*", "(", "[", "a" * 100, "律" * 100, "\ufffd", "😀"]
    for query in (*signs, "' OR 1=1 --"):
        answer = found(client, query)
        assert answer.status_code == 200
        assert article.get_absolute_url() not in answer.text, query
    for query in ("\x00", "工伤\x00", "工\x00伤 认定"):  # what no text can hold is a gap
        assert found(client, query).status_code == 200
    for raw in ("%ED%A0%80", "%FF%FE", "%B9%A4%C9%CB", "q%00", "%", "%F0%9F%98"):
        for name in ("q", "area", "lawyer"):
            answer = client.get(f"/search/?q=%E5%B7%A5&{name}={raw}")
            assert answer.status_code in {200, 400}, (name, raw)
    for page in ("0", "-1", "abc", "2", "9" * 500, "１", "1.0"):
        assert found(client, "工伤", page=page).status_code == 404, page
    page = found(client, '"><script>alert(1)</script>').text
    assert "<script>alert" not in page
    assert 'value="&quot;&gt;&lt;script&gt;' in page
    article = make_article(body="<p>利率超过 24% 怎么办。</p>")
    assert article.get_absolute_url() in found(client, "24%").text


# What is asked of the table of law, of the index of articles and of that of the law, the hits;
# where nothing holds every word, also whether both indexes are whole.
COSTS = [("工伤", 10), ("工伤 认定书", 10), ("海商", 6), ("工伤忍定怎么办", 13)]
COSTS += [("民法典1079条", 7)]
COSTS += [("工伤保险条例1条 认定书", 19)]  # of the table each time that an article is named


def test_a_search_costs_no_query_for_each_hit(kept_client, django_assert_num_queries, subtests):
    make_settings()
    make_statute(["工伤认定的申请。"] * 4, short_name="工伤保险条例")
    fill_missing()
    for _ in range(4):
        title = "工伤怎么认定？工伤认定书怎么写？"
        make_article(title=title, area=make_area(), author=make_lawyer())
    for query, queries in COSTS:
        did_you_mean.forget()  # it is kept for ten minutes: of whatever test made it
        for _ in range(2):  # what a process reads once is read
            found(kept_client, query)
        with subtests.test(query), django_assert_num_queries(queries):
            assert found(kept_client, query).status_code == 200


def test_what_stands_below_a_hit_is_shown_whatever_has_become_of_it(kept_client):
    make_settings()
    closed = make_area(name="不再公开的领域", is_published=False)
    gone = make_lawyer(name="离所人", is_published=False)
    make_article(title="工伤怎么认定？", area=closed, author=gone)
    make_article(title="工伤怎么赔偿？", area=(shown := make_area(name="工伤")))
    page = found(kept_client, "工伤").text
    assert "<span>不再公开的领域</span>" in page
    assert "<span>离所人律师</span>" in page
    assert f'<a href="{shown.get_absolute_url()}">工伤</a>' in page


@pytest.fixture
def two():
    parent = make_area(name="劳动人事", slug="work")
    below = make_area(name="工伤赔偿", slug="injury", parent=parent)
    author = make_lawyer(name="林致远", slug="lin")
    first = make_article(title="工伤怎么认定？", area=below, author=author)
    return first, make_article(title="工伤怎么赔偿？")


def test_narrowed_down_only_those_are_shown_and_counted_and_links_say_so(client, two):
    known = [{"area": "injury"}, {"area": "work"}, {"lawyer": "lin"}]
    for filters in (*known, {"area": "", "lawyer": "lin"}):
        page = found(client, "工伤", **filters).text
        assert "1篇文章" in page
        assert two[0].get_absolute_url() in page
        assert two[1].get_absolute_url() not in page
    make_area(name="税务", slug="tax")
    page = found(client, "工伤", area="tax").text
    assert "所选范围内没有文章写到这些" in page
    assert 'href="/search/?q=%E5%B7%A5%E4%BC%A4"' in page
    for _ in range(20):
        make_article(title="工伤怎么认定？", area=two[0].area, author=two[0].author)
    page = found(client, "工伤", area="work", lawyer="lin").text
    for words in ("page=2", "area=work", 'value="work" selected'):
        assert words in page
    assert found(client, "工伤", area="work", lawyer="lin", page=2).status_code == 200


def test_only_what_is_shown_on_the_site_is_offered_to_narrow_down(client, two):
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
        assert "请重新选择" in answer.text


@pytest.mark.parametrize("written", ["離婚", "离婚"])
def test_hits_are_marked_whichever_script_and_width_stands_in_the_text(client, written):
    make_article(title=f"{written}要多久？", body=f"<p>先谈{written}的事。</p>")
    make_article(title="按ＬＰＲ算利息吗？"), make_article(title="㈱ﬁ的工伤怎么认定？")
    for query in ("離婚", "离婚"):
        page = found(client, query).text
        assert f"<mark>{written}</mark>要多久？" in page
        assert f"先谈<mark>{written}</mark>的事" in page
    assert "<mark>ＬＰＲ</mark>" in found(client, "lpr").text
    assert "㈱ﬁ的<mark>工伤</mark>怎么" in found(client, "工伤").text


def test_only_what_was_typed_is_marked_and_a_heading_is_set_off_from_what_follows(client):
    body = "<h2>证据</h2><p>公司的老板不给“加班费。”</p><p>另说。</p>"
    make_article(title="公司不付加班费怎么办？", body=body)
    page = found(client, "老板不给加班费").text
    assert "<mark>公司</mark>" not in page
    assert "证据 · 公司的<mark>老板</mark>不给“<mark>加班费</mark>。”另说。" in page


def test_a_word_of_the_same_sound_is_offered_where_nothing_was_found_and_it_finds(client):
    make_article(title="工伤怎么认定？")
    did_you_mean.forget()
    assert MEANT not in found(client, "里婚").text  # it would find nothing
    make_article(title="离婚要多久？", area=make_area(slug="family"))
    did_you_mean.forget()
    for query in ("里婚", "lihun", "LiHun"):
        page = found(client, query).text
        assert MEANT in page
        assert 'href="/search/?q=%E7%A6%BB%E5%A9%9A"' in page
    assert MEANT not in found(client, "离婚").text
    page = found(client, "里婚", area="family").text
    assert "area=family" in page.split(MEANT)[1].split("</p>")[0]


@pytest.fixture
def evil():
    make_settings(firm_name=f"灯塔{EVIL}", phone="0330-5559900")
    make_lawyer(name="灯塔<b>", aliases=EVIL, summary=EVIL)
    area = make_area(name=EVIL, aliases=f"{EVIL}，{ATTRIBUTE}", summary=EVIL)
    make_article(title=f"灯塔{EVIL}", summary=EVIL, area=area)
    make_article(title=ATTRIBUTE, summary=EVIL, area=area)
    page = {"slug": "deng", "kind": PageKind.ABOUT, "is_published": True}
    Page.objects.create(title=f"灯塔{EVIL}", body=f"<p>{EVIL}</p>", **page)
    make_statute([f"灯塔{EVIL}。"], short_name="灯塔法")
    fill_missing()


@pytest.mark.usefixtures("evil")
def test_markup_stays_text(client):
    queries = ["灯塔", "灯塔法1条", EVIL, ATTRIBUTE, "灯塔 律师", "灯<塔"]
    for path, query in product(["/search/?q={}", "/statutes/?q={}", "/{}/"], queries):
        answer = client.get(path.format(query.replace("/", "%2F").replace('"', "%22")))
        assert answer.status_code in (200, 302, 404)
        assert "<script>灯塔" not in answer.text
        assert "灯塔<b>" not in answer.text
        assert '灯塔" onfocus' not in answer.text
        assert "</textarea>" not in answer.text
        policy = [rule.strip() for rule in answer["Content-Security-Policy"].split(";")]
        assert "script-src 'self'" in policy
    page = client.get("/search/", {"q": ATTRIBUTE}).text
    assert "onfocus=&#x27;x&#x27; autofocus=&quot;&lt;/title&gt;" in page
    told = client.post("/consult/suggest/", {"question": f"灯塔{EVIL}怎么办"}).text
    assert "&lt;script&gt;灯塔" in told


def slot(client, query, **more):
    page = client.get("/search/", {"q": query}, **more).text
    return page.partition('id="slot-who"')[2].partition("</section>")[0]


def test_a_new_name_finds_at_once_and_one_that_was_deleted_or_hidden_no_more(kept_client):
    make_settings()
    area = make_area(name="债权债务")
    fees = Page.objects.create(title="收费说明", slug="fees", kind=PageKind.FEES, body="<p>。</p>")
    assert slot(kept_client, "讨债") == ""
    assert "/pages/fees/" in slot(kept_client, "律师费")
    for aliases in ("讨债", ""):
        area.aliases, fees.is_published = aliases, False
        area.save(), fees.save()
        kept_client.change("firm")
        assert (area.get_absolute_url() in slot(kept_client, "讨债")) is bool(aliases)
    assert "/pages/fees/" not in slot(kept_client, "律师费")


def test_on_the_own_site_of_a_lawyer_only_that_one_is_named(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "lin.example.cn"]
    make_settings()
    own = make_lawyer(name="林致远", hostname="lin.example.cn")
    other = make_lawyer(name="沈若宁")
    headers = {"host": "lin.example.cn"}
    assert own.get_absolute_url() in slot(client, "林致远", headers=headers)
    assert slot(client, "沈若宁", headers=headers) == ""
    assert other.get_absolute_url() in slot(client, "沈若宁")
    assert "/contact/" in slot(client, "地址", headers=headers)


def test_a_query_made_of_names_is_no_burden():
    make_settings()
    make_lawyer(name="林致远")
    for query in ("律" * 10_000, "林律师" * 100, "地址电话费用" * 50):
        assert len(name_search.find(query).found) <= name_search.MOST


@pytest.fixture
def upgraded():
    """Texts that are there and not in the index, as `migrate` leaves them."""
    make_settings()
    make_article(title="工伤怎么认定？")
    make_statute(["职工应当认定为工伤。"], short_name="工伤保险条例")
    search.INDEX.clear()
    LAW.clear()
    for name in ("articles_search", "statutes_search"):
        tables.say_unfilled(name, connection)


def test_it_is_said_that_more_may_come_until_all_is_in_or_every_word_is_found(client, upgraded):
    for address in ("/search/", "/statutes/"):
        told = client.get(address, {"q": "工伤认定"}).text
        assert BEING_FILLED in told, address
        assert "暂时没有找到" in told
    make_article(title="海商怎么保险？")
    assert BEING_FILLED not in client.get("/search/", {"q": "海商 保险"}).text
    assert BEING_FILLED in client.get("/search/", {"q": "船舶碰撞"}).text
    jobs.index_of_the_search(lambda: True)
    for address in ("/search/", "/statutes/"):
        told = client.get(address, {"q": "工伤认定"}).text
        assert BEING_FILLED not in told, address
        assert "<mark>" in told
        assert BEING_FILLED not in client.get(address, {"q": "船舶碰撞"}).text
