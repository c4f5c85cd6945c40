"""A hostile or very long text costs no more than a fraction of a second, and breaks nothing."""

import pytest

from articles.models import Article, Citation
from articles.quality import findings
from articles.quality.checks import MOST, REGISTRY, run_checks
from tests.articles.quality.drafts import draft, found
from tests.factories import make_article
from tests.growth import grows_evenly

SIZE = findings.LONGEST
LONG = [
    *("一定", "一定会", "的", "的的", "律师", "律师最", "免费", "我们有人关系", "123456789"),
    *(
        "百分之",
        "税3%",
        "“",
        "甲 ",
        "甲,",
        "，",
        "。",
        "\n",
        "1",
        "a",
        "<tr",
        "<tr>",
        "<h2>",
        "<img ",
    ),
    *(
        "<a ",
        '<a href="http://',
        "www.",
        "https://x",
        "&nbsp;",
        "各种各种",
        "法院里有",
        "拆迁",
        "本文",
    ),
    *("年经验", "&#x4e00;"),
]


@pytest.mark.parametrize("words", LONG, ids=repr)
def test_a_text_of_one_word_again_and_again_is_read_in_no_time(words):
    def look_at(size):
        text = words * (size // len(words))
        run_checks(draft(text=text, html=text))

    assert grows_evenly(look_at, SIZE)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["符合条件的一定会批捕，胜诉率很高。", "甲"])
def test_two_megabytes_are_looked_at_in_part_and_told_of(words):
    piece = f"<p>{words}</p>"

    def look_at(size):
        article = Article(title="公司不签劳动合同怎么办？", body=piece * (size // len(piece)))
        return {one.check.code for one in run_checks(findings.build_draft(article))}

    assert "body-cut" in look_at(2 * SIZE)
    assert grows_evenly(look_at, 2_000_000)  # the sanitiser and the parser of citations among it


def test_no_more_findings_than_anyone_reads():
    text = "".join(f"第{number}种情形一定会批捕。" for number in range(500))
    assert len(found("absolute-words", text=text)) == MOST


def test_the_same_words_twice_are_told_once():
    assert found("promotion-result", text="我们包赢。\n我们包赢。") == ["包赢"]


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "🙂", "\u202e", "￥％", " ", "\u3000"])
def test_odd_characters_break_nothing(odd):
    for one in run_checks(draft(title=odd * 9, summary=odd * 9, text=f"{odd}一定会批捕{odd}")):
        assert len(one.fingerprint) == 64


@pytest.mark.django_db
def test_many_articles_cost_as_many_queries_as_one(django_assert_num_queries):
    articles = [make_article() for _ in range(5)]
    with django_assert_num_queries(3):
        cited = Citation.objects.filter(article__in=articles)
        found_ = [run_checks(one) for one in findings.build_drafts(articles, cited)]
    assert len(found_) == 5
    assert REGISTRY
