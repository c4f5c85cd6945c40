"""Articles of law by their words."""

from datetime import date

import pytest

from statutes.base import Kind, Status
from statutes.law.table import Table
from statutes.search import finding
from statutes.search.finding import find_in_law
from statutes.search.indexing import fill_missing
from tests.factories import make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def found(text, **options):
    """The texts of what is found."""
    return [one.article.text for one in find_in_law(text, **options).hits]


def make(*texts, **fields):
    """A statute with these articles, indexed."""
    statute = make_statute(texts, **fields)
    fill_missing()
    return statute


def test_every_word_has_to_stand_in_the_article():
    make("试用期不得超过六个月。", "试用期工资。", "加班工资。")
    assert found("试用期 工资") == ["试用期工资。"]
    assert find_in_law("试用期").total == 2


@pytest.mark.parametrize("query", ["試用期", "試用期工資", "试用期　工资", "请问试用期工资多少"])
def test_script_width_and_asking_words_make_no_difference(query):
    make("试用期工资。")
    assert found(query) == ["试用期工资。"]
    assert find_in_law(query).exact


def test_the_name_of_the_statute_and_its_headings_are_words_of_each_article():
    statute = make("点灯。", short_name="灯塔法")
    statute.articles.update(part="第二章 航标\n第一节 灯光")
    statute.imported_at = statute.imported_at.replace(year=2025, day=1)
    statute.save()
    fill_missing()
    assert found("灯塔法 点灯") == found("航标 点灯") == ["点灯。"]


def test_a_law_comes_before_a_regulation_and_that_before_a_decision():
    for kind in (Kind.DECISION, Kind.LAW, Kind.REGULATION):
        make(f"试用期{kind.value}", short_name=f"{kind.label}甲", kind=kind)
    assert found("试用期") == ["试用期law", "试用期regulation", "试用期decision"]
    assert found("试用期", kind="regulation") == ["试用期regulation"]


def test_of_articles_as_good_as_each_other_the_first_of_the_newest_comes_first():
    make("试用期甲乙。", "试用期甲乙。", short_name="甲法", effective_from=date(2021, 1, 1))
    make("试用期甲乙。", short_name="乙法", effective_from=date(2022, 1, 1))
    hits = [one.article for one in find_in_law("试用期").hits]
    assert [(one.statute.short_name, one.number) for one in hits] == [
        ("乙法", 1), ("甲法", 1), ("甲法", 2),
    ]  # fmt: skip


def test_old_versions_and_those_to_come_are_found_only_when_asked_for():
    make("试用期旧。", effective_to=date(2022, 1, 1))
    make("试用期新。", effective_from=date(2999, 1, 1))
    make("试用期今。")
    assert found("试用期") == ["试用期今。"]
    assert sorted(found("试用期", with_old=True)) == ["试用期今。", "试用期新。", "试用期旧。"]
    statuses = {one.status for one in find_in_law("试用期", with_old=True).hits}
    assert statuses == {Status.IN_FORCE, Status.FUTURE, Status.REVISED}


def test_one_statute_is_searched_alone():
    statute = make("试用期甲。")
    make("试用期乙。")
    assert found("试用期", statute=statute) == ["试用期甲。"]


def test_a_sentence_that_nothing_holds_in_full_finds_what_is_near_from_the_law_in_force():
    make("用人单位安排加班的，应当支付加班费。", "渔船应当登记。")
    make("用人单位安排加班的，支付加班费。旧。", effective_to=date(2022, 1, 1))
    answer = find_in_law("老板天天安排我加班却不给加班费这合法吗")
    assert not answer.exact
    assert [one.article.text for one in answer.hits] == ["用人单位安排加班的，应当支付加班费。"]


def test_what_the_law_calls_a_word_is_found_behind_what_was_typed():
    make("用人单位延长工作时间的，支付高于正常工作时间的工资报酬。", "应当支付加班费。", "渔船。")
    assert found("加班费")[0] == "应当支付加班费。"
    assert len(found("加班费")) == 2


def test_the_number_of_an_article_is_no_word_of_others():
    make("试用期。", short_name="灯塔法")
    assert found("灯塔法39条 试用期") == ["试用期。"]
    assert found("灯塔法39条") == []


def test_the_words_are_marked_where_they_stand():
    make("总的说来。" * 30 + "约定试用期的，工资另行商定。")
    (hit,) = find_in_law("试用期").hits
    assert ("试用期", True) in hit.lines
    assert len("".join(text for text, _ in hit.lines)) < 90


@pytest.mark.parametrize(
    "query", ["", "  ", "？", "\0", '" OR * NEAR(', "🚗", "试" * 300, "\u200b"]
)
def test_hostile_and_empty_words_find_nothing_and_break_nothing(query):
    make("试用期。")
    assert find_in_law(query).hits == []


def test_pages_go_through_all_hits_without_a_double():
    make(*[f"试用期第{number}种。" for number in range(250)])
    pages = [find_in_law("试用期", 20, start) for start in range(0, 260, 20)]
    hits = [one.article.number for page in pages for one in page.hits]
    assert len(hits) == len(set(hits)) == pages[0].total == 250


def test_what_holds_the_word_as_typed_far_behind_is_found_once(monkeypatch):
    monkeypatch.setattr(finding, "WEIGHED", 2)
    make(*[f"延长工作时间的工资报酬第{number}种。" for number in range(4)], "加班费。")
    hits = [one.article.number for one in find_in_law("加班费").hits]
    assert hits[0] == 5
    assert sorted(hits) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_costs_as_many_queries_for_one_hit_as_for_three(number, django_assert_num_queries):
    make(*["试用期。"] * number)
    Table.latest()
    with django_assert_num_queries(5):  # table, lists, frequencies, records, articles
        find_in_law("试用期")
