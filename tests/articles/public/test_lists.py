"""Lists, feed and search show the public, in pages, at a fixed cost."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import State
from articles.search import search
from richtext.fulltext.highlight import snippet, split_at_hits
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def hidden():
    return [
        make_article(title="草稿里的秘密内容怎么办？", state=State.DRAFT),
        make_article(title="撤下的秘密内容怎么办？", state=State.WITHDRAWN),
        make_article(title="将来的秘密内容怎么办？", publish_at=timezone.now() + timedelta(days=1)),
    ]


@pytest.mark.parametrize(
    "address", ["/articles/", "/articles/feed/", "/search/?q=秘密", "/", "/sitemap-articles-1.xml"]
)
def test_no_list_shows_what_is_not_public(client, address):
    secret, shown = hidden(), make_article()
    text = client.get(address).text
    assert "秘密内容" not in text
    assert all(f"/articles/{one.pk}/" not in text for one in secret)
    assert f"/articles/{shown.pk}/" in text or "秘密" in address


def test_the_list_is_paged(client):
    for _ in range(21):
        make_article()
    assert "第1页" in client.get("/articles/").text.replace(" ", "")
    assert client.get("/articles/?page=2").status_code == 200


@pytest.mark.parametrize("number", ["3", "0", "-1", "abc", "9" * 500, "1.5", "%00"])
def test_a_page_that_is_not_there_is_404(client, number):
    make_article()
    assert client.get(f"/articles/?page={number}").status_code == 404


def test_the_feed_is_atom_with_full_addresses(client):
    article = make_article(summary="先治疗，再申请。")
    entry = ElementTree.fromstring(client.get("/articles/feed/").content).find("a:entry", ATOM)
    assert entry.find("a:title", ATOM).text == article.title
    assert entry.find("a:link", ATOM).get("href") == (
        f"http://127.0.0.1:8000/articles/{article.pk}/"
    )


@pytest.mark.parametrize("place", ["title", "summary", "body"])
def test_search_finds_a_word_in_title_summary_and_body(place):
    article = make_article(**{place: "关于停工留薪期的说明"})
    assert search("停工留薪") == ([article.pk], 1)


def test_search_wants_every_word_and_puts_titles_first():
    body = make_article(body="<p>工伤认定的时限</p>")
    title = make_article(title="工伤认定的时限是多久？", publish_at=timezone.now() - timedelta(9))
    make_article(body="<p>只说工伤</p>")
    assert search("工伤　时限") == ([title.pk, body.pk], 2)


@pytest.mark.parametrize(
    "query", ["", " ", "？", "%", "_", "'; drop table", '" OR *', "p", "strong"]
)
def test_odd_queries_find_nothing(query):
    make_article(body="<p><strong>甲</strong>乙</p>")
    assert search(query) == ([], 0)


def test_full_width_letters_are_folded():
    article = make_article(body="<p>按照LPR的四倍</p>")
    assert search("ＬＰＲ") == ([article.pk], 1)


def test_hits_are_marked_and_escaped(client):
    make_article(title="<b>工伤</b>怎么认定？")
    assert "&lt;b&gt;<mark>工伤</mark>&lt;/b&gt;" in client.get("/search/?q=工伤").text


def test_a_snippet_begins_with_a_clause_and_keeps_lines_apart():
    rows = "<table><tr><td>不满两周岁</td><td>由母亲直接抚养</td></tr></table>"
    article = make_article(body=f"<p>{'前面的话。' * 30}第一千零八十四条定下规则。</p>{rows}")
    shown = "".join(text for text, _ in snippet(article.text, article.excerpt, ["母亲"]))
    assert shown.startswith("……前面的话。")
    assert "不满两周岁 由母亲直接抚养" in shown


def test_a_snippet_shows_where_the_word_stands():
    article = make_article(body=f"<p>{'很' * 200}停工留薪期{'长' * 200}</p>")
    assert ("停工留薪", True) in snippet(article.text, article.excerpt, ["停工留薪"])


def test_a_snippet_begins_with_a_word_and_not_with_a_stop():
    article = make_article(body=f"<p>{'很' * 99}。”</p><p>长长停工留薪期{'久' * 99}</p>")
    text = "".join(piece for piece, _ in snippet(article.text, article.excerpt, ["停工留薪"]))
    assert text.startswith("……长长")


def test_marking_folds_case():
    assert split_at_hits("按LPR计算", ["lpr"]) == [("按", False), ("LPR", True), ("计算", False)]


@pytest.mark.parametrize("query", ["很" * 101, "%00", "%ff%fe"])
def test_a_query_that_is_no_query_is_told_so(client, query):
    assert client.get(f"/search/?q={query}").status_code in {200, 400}


def test_search_without_hits_leads_on(client):
    text = client.get("/search/?q=不存在的词").text
    assert "没有找到" in text
    assert 'href="/consult/"' in text


@pytest.mark.parametrize("query", ["交通事故赔偿", "交通事故受伤了怎么要赔偿"])
def test_a_whole_sentence_finds_what_shares_most_of_it(query):
    wanted = make_article(title="交通事故受伤后，可以要求赔偿哪些项目？")
    make_article(title="租房到期，房东不退押金怎么办？")
    assert search(query)[0][:1] == [wanted.pk]
