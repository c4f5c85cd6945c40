"""文章体检: published articles with open hints, in stretches of a bounded size."""

from collections import Counter
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, State
from articles.quality import findings
from tests.factories import make_area, make_article, make_lawyer, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
PAGE = "/admin/articles/article/checks/"
GRAVE, LIGHT = "<p>本所办案的胜诉率很高。</p>", "<p>换一个帐号。</p>"


@pytest.fixture
def editor(client):
    client.force_login(make_staff("articles.change_article"))
    return client


def test_the_gravest_stand_first_and_only_what_is_public(editor):
    light, grave = make_article(body=LIGHT), make_article(body=GRAVE)
    make_article(body=GRAVE, state=State.DRAFT)
    found = findings.load_page()
    assert [entry.article for entry in found.entries] == [grave, light]
    html = editor.get(PAGE).text
    assert html.index(grave.title) < html.index(light.title)
    assert "本次检查2篇" in html


def test_it_is_narrowed_by_severity_and_by_check(editor):
    light, grave = make_article(body=LIGHT), make_article(body=GRAVE)
    assert [one.article for one in findings.load_page(severity="red").entries] == [grave]
    assert [one.article for one in findings.load_page(code="mistyped").entries] == [light]
    html = editor.get(PAGE, {"severity": "red", "code": "promotion-result"}).text
    assert (grave.title in html, light.title in html) == (True, False)


@pytest.mark.parametrize("query", ["severity=x", "code=x", "before=x", "before=0", "before=9" * 30])
def test_a_wrong_query_string_is_left_out(editor, query):
    make_article(body=GRAVE)
    assert "本次检查1篇" in editor.get(f"{PAGE}?{query}").text


def test_a_stretch_ends_and_the_next_begins_behind_it(monkeypatch):
    monkeypatch.setattr(findings, "AT_MOST", 4)
    monkeypatch.setattr(findings, "ENOUGH", 2)
    made = [make_article(body=GRAVE) for _ in range(5)]
    first = findings.load_page()
    second = findings.load_page(before=first.next)
    last = findings.load_page(before=second.next)
    seen = [entry.article for part in (first, second, last) for entry in part.entries]
    assert sorted(one.pk for one in seen) == [one.pk for one in made]
    assert last.next is None


def test_a_clean_stretch_is_bounded_as_well(monkeypatch):
    monkeypatch.setattr(findings, "AT_MOST", 4)
    for _ in range(7):
        make_article()
    found = findings.load_page(severity="red")
    assert (found.looked, found.entries) == (4, [])
    assert found.next is not None


def test_who_asks_for_less_is_shown_more_as_no_other_check_is_run(monkeypatch):
    ran = Counter()
    for name, one in findings.REGISTRY.items():
        counted = one._replace(find=partial(_count, ran, one))
        monkeypatch.setitem(findings.REGISTRY, name, counted)
    monkeypatch.setattr(findings, "MOST_RUN", 2 * len(findings.REGISTRY))
    for _ in range(7):
        make_article()
    assert findings.load_page().looked == 2
    assert max(ran.values()) == 2
    ran.clear()
    assert findings.load_page(code="mistyped").looked == 7
    assert ran == {"mistyped": 7}


def _count(ran, check, draft):
    ran[check.code] += 1
    return check.find(draft)


def test_the_texts_of_one_stretch_alone_are_read(monkeypatch):
    monkeypatch.setattr(findings, "AT_MOST", 2)
    make_article(), make_article()
    with CaptureQueriesContext(connection) as queries:
        findings.load_page(code="mistyped")
    read = [query["sql"] for query in queries if '"body"' in query["sql"]]
    assert ["LIMIT 1" in rows.partition("IN (SELECT")[2] for rows in read] == [True, True]


@pytest.mark.parametrize("number", [1, 19])
def test_it_takes_as_many_queries_for_a_stretch_as_for_one(number):
    area, author = make_area(), make_lawyer()
    for _ in range(number):
        make_article(body=GRAVE, area=area, author=author)
    with CaptureQueriesContext(connection) as queries:
        assert len(findings.load_page().entries) == number
    assert len(queries) == 5


def test_titles_that_say_the_same_are_found_in_other_signs_and_script():
    make_article(title="離婚後，房產怎麼分？")
    other = make_article(title="离婚后房产怎么分?")
    assert Article.objects.filter(title_key=other.title_key).count() == 2
    assert len(findings.load_page(code="title-again").entries) == 2
