"""Articles like another one: by what tells them apart, published ones only, never itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import search
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
INJURY = "<p>工伤认定要先申请，停工留薪期内工资照发，伤残等级由劳动能力鉴定确定。</p>"
HEIR = "<p>遗嘱继承优先于法定继承，打印遗嘱要有两个见证人，放弃继承要书面表示。</p>"


def test_the_nearest_comes_first_and_never_the_article_itself():
    article = make_article(title="工伤认定要多久？", body=INJURY)
    near = make_article(title="停工留薪期有多长？", body=INJURY)
    make_article(title="遗嘱要几个见证人？", body=HEIR)
    found = search.similar(article)
    assert found[0][0] == near.pk
    assert article.pk not in [pk for pk, _ in found]
    assert 0 < found[0][1] <= 1


def test_the_scores_fall_and_the_limit_is_kept():
    article = make_article(title="工伤认定要多久？", body=INJURY)
    for number in range(4):
        make_article(title=f"停工留薪期第{number}问？", body=INJURY)
    found = search.similar(article, limit=3)
    scores = [score for _, score in found]
    assert len(found) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft"},
        {"state": "withdrawn"},
        {"publish_at": timezone.now() + timedelta(days=1)},
        {"expires_at": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_none_that_is_not_shown(fields):
    article = make_article(title="工伤认定要多久？", body=INJURY)
    make_article(title="停工留薪期有多长？", body=INJURY, **fields)
    assert search.similar(article) == []


def test_an_article_that_is_not_in_the_index_has_neighbours_too():
    near = make_article(title="停工留薪期有多长？", body=INJURY)
    draft = make_article(title="工伤认定要多久？", body=INJURY, state="draft")
    assert [pk for pk, _ in search.similar(draft)] == [near.pk]


def test_an_empty_text_is_like_nothing():
    make_article(title="停工留薪期有多长？", body=INJURY)
    assert search.similar(make_article(title="？", body="")) == []


@pytest.mark.parametrize("number", [2, 4])
def test_it_takes_as_many_queries_for_three_as_for_one(number, django_assert_num_queries):
    articles = [make_article(title=f"停工留薪期第{one}问？", body=INJURY) for one in range(number)]
    unseen = search.hidden_ids()
    with django_assert_num_queries(3):  # how common its tokens are, who holds them, who these are
        assert len(search.similar(articles[0], unseen=unseen)) == number - 1
