"""What is found, in which order, at which cost, and which articles are like another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import search
from articles.search import hidden_ids, indexing, ranking
from firm.base import caching
from firm.base.caching import Versions
from richtext.fulltext import question
from richtext.fulltext import ranking as of_all
from richtext.fulltext.index import Index
from tests.factories import make_area, make_article, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NOW = timezone.now()


def ids(query, **more):
    return search.search(query, **more)[0]


def test_title_comes_before_often_before_age():
    body = make_article(body="<p>停工留薪期的事。</p>", publish_at=NOW)
    title = make_article(
        title="停工留薪期有多长？", body="<p>另说。</p>", publish_at=NOW - timedelta(days=3)
    )
    often = make_article(
        body="<p>停工留薪。停工留薪。停工留薪。</p>", publish_at=NOW - timedelta(days=9)
    )
    assert ids("停工留薪") == [title.pk, often.pk, body.pk]


def test_of_two_that_are_alike_the_newer_comes_first_then_the_later_id():
    same = {"title": "工伤怎么认定？", "publish_at": NOW - timedelta(days=5)}
    first, second = make_article(**same), make_article(**same)
    old = make_article(title="工伤怎么认定？", publish_at=NOW - timedelta(days=9))
    assert ids("工伤") == [second.pk, first.pk, old.pk]


def test_a_title_with_all_that_was_typed_comes_first():
    exact = make_article(title="工伤怎么认定？", publish_at=NOW - timedelta(days=9))
    make_article(title="认定工伤要什么材料？", publish_at=NOW)
    assert ids("工伤怎么认定")[0] == exact.pk


def test_a_word_of_two_signs_is_found_in_the_middle_and_one_sign_too():
    article = make_article(body="<p>房屋拆迁补偿另说。</p>")
    for query in ("拆迁", "迁补", "拆", "偿另"):
        assert ids(query) == [article.pk]
    assert ids("拆补") == []


def test_what_holds_every_word_comes_before_what_holds_some():
    both = make_article(title="工伤怎么认定？", body="<p>拆迁另说。</p>")
    other = make_article(title="拆迁怎么补偿？")
    assert search.find_articles("工伤 拆迁")[:3] == ([both.pk, other.pk], 2, 1)
    near = search.find_articles("拆迁补偿 停薪")
    assert (near.ids[0], near.exact) == (other.pk, False)


def test_numbers_of_days_and_years_meet_in_both_spellings():
    han = make_article(body="<p>拘留三十七天以后。</p>")
    digits = make_article(body="<p>拘留37天以后。</p>")
    for query in ("拘留37天", "拘留三十七天"):
        assert search.find_articles(query).whole == 2
        assert set(ids(query)) == {digits.pk, han.pk}


def test_pages_hold_every_hit_once_also_behind_those_that_are_ranked(monkeypatch):
    monkeypatch.setattr(of_all, "CANDIDATES", 3)
    area, author = make_area(), make_lawyer()
    made = [make_article(title="工伤怎么认定？", area=area, author=author) for _ in range(8)]
    old = make_article(title="工伤？", publish_at=NOW - timedelta(days=99))
    indexing.rebuild()  # numbers them by the time of publication
    pages = [ids("工伤", limit=2, offset=start) for start in range(0, 10, 2)]
    assert sum(pages, []) == [*(one.pk for one in reversed(made)), old.pk]
    assert search.search("工伤", limit=2, offset=4)[1] == 9


@pytest.mark.parametrize("exact", [True, False])
def test_area_with_those_below_it_and_author_narrow_what_is_counted(exact):
    parent = make_area()
    below, author = make_area(parent=parent), make_lawyer()
    one = make_article(title="工伤怎么认定？", area=below, author=author)
    make_article(title="工伤怎么认定？")
    query = "工伤认定" if exact else "工伤认定 停薪"
    assert search.search(query)[1] == 2
    for filters in ({"area": parent}, {"area": below}, {"author": author}):
        assert search.search(query, **filters) == ([one.pk], 1)
    assert search.search(query, area=parent, author=make_lawyer()) == ([], 0)


ODD = """
% _ ' " \\ * "OR * '; drop table articles_search-- NEAR(a b) a AND b OR NOT c tokens:a ( ) ^a -a
a:* !a a & b | c <-> 😀 👩‍👧 ª º工伤 ²1 𠮷𠮷 İı ßẞ
"""
UNSEEN = ["", " ", "\0", "\0离婚", "\ud800", "离\udfff婚", "\u200b", "\ufeff"]
LONG = ["律" * 10_000, "a" * 10_000, "律 " * 5_000, "工伤\n" * 3_000, "第" * 500 + "条"]
LONG += ["民法典" * 900 + "1条", "离婚协议" * 2_500]


def test_nothing_that_is_typed_breaks_anything(subtests):
    make_article(title="工伤怎么认定？")
    for query in (ODD, *ODD.split(), *UNSEEN, *LONG):
        with subtests.test(ascii(query[:20])):
            found, total = search.search(query)
            assert len(found) == total <= 1
            search.suggest_queries(query[:100])
            search.words_to_mark(query)
            assert search.search("工伤")[1] == 1


HOUR = timedelta(hours=1)


@pytest.fixture
def hidden_after(monkeypatch):
    """The hidden ids at a time from now, asked under the same versions."""
    now = timezone.now()
    monkeypatch.setattr(caching, "_process_cache", {})

    def ask(time):
        monkeypatch.setattr(ranking.timezone, "now", lambda: now + time)
        with caching.reading(Versions(1, 1, 1, 1)):
            return set(hidden_ids())

    return ask


def test_what_waits_and_what_ends_goes_by_the_time_without_a_change(hidden_after):
    now = timezone.now()
    waits = make_article(title="还没有公开的文章？", publish_at=now + HOUR).pk
    ends = make_article(title="以后撤下的文章？", expires_at=now + 3 * HOUR).pk
    stub = make_article(title="待补全的文章？", is_stub=True).pk
    make_article(title="一直公开的文章？")
    seen = [hidden_after(number * HOUR) for number in (0, 2, 4)]
    assert seen == [{waits, stub}, {stub}, {ends, stub}]


def test_it_is_asked_once_for_each_change(hidden_after, django_assert_num_queries):
    hidden_after(0 * HOUR)
    with django_assert_num_queries(0):
        hidden_after(HOUR)


CHARACTERS = "法 a 的 b 人 c 国 d"


@pytest.fixture
def asked(monkeypatch):
    """The tokens that the index is asked for from here on."""
    found = []
    usual = Index.ask

    def ask(self, parts, hidden=()):
        words = [word for part in parts for word in part.wanted]
        found.extend(token for word in words for spelling in word for token in spelling)
        return usual(self, parts, hidden)

    monkeypatch.setattr(Index, "ask", ask)
    return found


def test_a_character_alone_is_dear_and_asked_for_few_times(asked):
    for _ in range(2):
        make_article(body="<p>法的人国 a b c d</p>")
    assert search.find_articles(CHARACTERS).total == 2
    search.suggest_queries(CHARACTERS)
    assert 1 < sum(token.endswith(question.BEGINS) for token in asked) < 5


def test_a_query_full_of_everyday_words_asks_for_no_more_than_a_long_one(asked):
    same = [word for word, terms in question.everyday_words().items() if any(t.same for t in terms)]
    words = ["".join(same[start : start + 6]) for start in range(0, 48, 6)]
    make_article(body=f"<p>{' '.join(words)}</p>")
    make_article(body=f"<p>{' '.join(words)}</p>")
    assert search.find_articles(" ".join(words)).exact
    assert len(asked) < 12_000


def test_a_character_beside_a_word_must_stand_in_each_hit_and_ranks_none():
    for title in ("工伤怎么认定？", "房子的工伤。"):
        make_article(title=title)
    both = make_article(title="房的事。", body="<p>工伤。</p>")
    titled = make_article(title="工伤与房。", body="<p>另说。</p>")
    found = search.find_articles("工伤 房")
    assert found.whole == 3
    assert {both.pk, titled.pk} <= set(found.ids[:3])
    assert ranking.find_articles("房").total == 3


INJURY = "<p>工伤认定要先申请，停工留薪期内工资照发，伤残等级由劳动能力鉴定确定。</p>"
HEIR = "<p>遗嘱继承优先于法定继承，打印遗嘱要有两个见证人，放弃继承要书面表示。</p>"


def test_like_are_those_of_the_area_that_answer_it_never_itself_and_nothing_is_like_no_words():
    article = make_article(title="工伤认定要多久？", body=INJURY)
    area = article.area
    make_article(title="遗嘱要几个见证人？", body=HEIR, area=area)
    make_article(title="工伤认定要多久？", body=INJURY)
    near = make_article(title="停工留薪期有多长？", body=INJURY, area=area)
    nearer = make_article(title="认定工伤要多久？", body=INJURY, area=area)
    for fields in (
        {"state": "draft"},
        {"publish_at": timezone.now() + timedelta(days=1)},
        {"expires_at": timezone.now() - timedelta(minutes=1)},
    ):
        make_article(title="工伤认定要多久？", body=INJURY, area=area, **fields)
    assert set(search.like(article, 9)) == {near.pk, nearer.pk}
    assert len(search.like(article, 1)) == 1
    assert search.like(make_article(title="？", body="", area=area), 9) == []


def test_a_draft_in_no_index_is_like_others_too():
    near = make_article(title="停工留薪期有多长？", body=INJURY)
    draft = make_article(title="工伤认定要多久？", body=INJURY, state="draft", area=near.area)
    assert search.like(draft, 9) == [near.pk]
