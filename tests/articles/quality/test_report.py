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


def test_the_gravest_public_ones_stand_first_narrowed_by_severity_and_by_check(editor):
    light, grave = make_article(body=LIGHT), make_article(body=GRAVE)
    make_article(body=GRAVE, state=State.DRAFT)
    for fields, expected in (
        ({}, [grave, light]),
        ({"severity": "red"}, [grave]),
        ({"code": "mistyped"}, [light]),
    ):
        assert [one.article for one in findings.load_page(**fields).entries] == expected
    html = editor.get(PAGE).text
    assert html.index(grave.title) < html.index(light.title)
    assert "本次检查2篇" in html
    html = editor.get(PAGE, {"severity": "red", "code": "promotion-result"}).text
    assert (grave.title in html, light.title in html) == (True, False)
    for query in ("severity=x", "code=x", "before=x", "before=0", f"before={'9' * 30}"):
        assert "本次检查2篇" in editor.get(f"{PAGE}?{query}").text


def test_a_stretch_ends_and_the_next_begins_behind_it(monkeypatch):
    monkeypatch.setattr(findings, "AT_MOST", 4)
    monkeypatch.setattr(findings, "ENOUGH", 2)
    made = [make_article(body=GRAVE) for _ in range(5)]
    parts, before = [], None
    for _ in range(3):
        parts.append(findings.load_page(before=before))
        before = parts[-1].next
    seen = [entry.article for part in parts for entry in part.entries]
    assert sorted(one.pk for one in seen) == [one.pk for one in made]
    assert before is None
    [make_article() for _ in range(7)]  # without a hint: bounded as well
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


def test_it_takes_as_many_queries_for_a_stretch_as_for_one():
    area, author = make_area(), make_lawyer()
    for _ in range(19):
        make_article(body=GRAVE, area=area, author=author)
    with CaptureQueriesContext(connection) as queries:
        assert len(findings.load_page().entries) == 19
    assert len(queries) == 5


def test_titles_that_say_the_same_are_found_in_other_signs_and_script():
    make_article(title="離婚後，房產怎麼分？")
    other = make_article(title="离婚后房产怎么分?")
    assert Article.objects.filter(title_key=other.title_key).count() == 2
    assert len(findings.load_page(code="title-again").entries) == 2
