"""What is looked for: words that come again are counted, what may be somebody's own never is."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import SearchedWords
from articles.stats import search_log
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = "/admin/articles/searchedwords/"


@pytest.fixture
def hours(monkeypatch):
    """A clock that goes on by an hour each time it is called."""
    state = {"now": 100_000.0}
    monkeypatch.setattr(search_log.time, "monotonic", lambda: state["now"])

    def later(number=1):
        state["now"] += number * 3600

    return later


def often(words, total, later, times=3):
    """The same words on several occasions; they are written down meanwhile, as the timer does."""
    for _ in range(times):
        search_log.log_search(words, total)
        search_log.COUNTER.flush()
        later()


def kept():
    return list(SearchedWords.objects.values_list("words", "number", "found"))


def test_words_are_kept_from_the_third_occasion_on(client, hours):
    for _ in range(5):
        client.get("/search/", {"q": "无人驾驶"})  # within an hour: one occasion
    hours()
    often("无人驾驶", 0, hours, times=1)
    assert kept() == []
    client.get("/search/", {"q": " 无人驾驶？"})
    assert kept() == []  # a search writes nothing
    search_log.COUNTER.flush()
    assert kept() == [("无人驾驶", 1, 0)]
    often("无人驾驶", 4, hours, times=2)
    assert kept() == [("无人驾驶", 3, 4)]


def test_words_that_are_known_need_no_third_occasion():
    day = timezone.localdate() - timedelta(days=20)
    SearchedWords.objects.create(words="离婚", day=day, number=2, found=3)
    search_log.log_search("离 婚", 1), search_log.log_search("离婚", 7)
    search_log.COUNTER.flush()
    assert (("离婚", 1, 7)) in kept()


KNOWN = ["离婚冷静期", "彩礼 返还", "区块链合同", "劳动仲裁"]
BESIDE = ["张三离婚", "离婚张三", "阿依古丽离婚", "王小丽 彩礼", "无人驾驶", "前夫带走了孩子离婚"]


@pytest.mark.parametrize("words", [*KNOWN, *BESIDE])
def test_words_of_the_law_are_kept_at_once_without_a_name_or_a_story_beside_them(words):
    search_log.log_search(words, 0)
    search_log.COUNTER.flush()
    assert kept() == ([(words, 1, 0)] if words in KNOWN else [])


PERSONAL = [
    "13800138000", "138、0013、8000", "138+0013+8000", "٠١٢٣٤٥٦٧", "幺三八零零幺三八",
    "壹叁捌零零", "買買提·艾力 离婚", "138 0013 8000", "一三八零零一三八", "合同 20240317",
    "zhang@example.com", "微信abc", "https://example.com", "苏A12345", "wx_zhang88",
    "幸福路12号3栋", "我老公打我", "他借钱不还，我该怎么办",
    "公司拖欠工资三个月不给并且还要求员工自己辞职怎么维权", "父亲去世。遗产怎么分", "离", "",
    "　", "工\x07伤",
]  # fmt: skip


@pytest.mark.parametrize("words", PERSONAL)
def test_what_may_be_somebodys_own_is_never_kept(words, hours):
    often(words, 0, hours, times=4)
    assert kept() == []
    assert search_log.kept_form(words) == ""


FIRST = ["王小丽 离婚", "王小丽", "张三诈骗", "張三詐騙"]
LATER = ["离婚 王小丽", "诈骗张三", "离婚王小丽"]


def test_what_may_hold_a_name_is_kept_only_when_our_articles_say_it(hours):
    make_article(body="<p>离婚和诈骗都说到了。</p>")
    for words in [*FIRST, *LATER]:
        often(words, 1, hours, times=4)
        assert kept() == [], words


def test_a_word_that_only_looks_like_a_name_is_kept(hours):
    make_article(title="安乐死要不要还？")
    often("安乐死 允许", 1, hours)
    assert kept() == [("安乐死 允许", 1, 1)]


@pytest.mark.parametrize("words", ["离婚", "民法典1079条", "ＬＰＲ", "工伤  认定", "无人驾驶？"])
def test_ordinary_words_are_folded(words):
    assert search_log.kept_form(words) in {"离婚", "民法典1079条", "lpr", "工伤 认定", "无人驾驶"}


@given(st.text(max_size=60))
def test_whatever_is_typed_is_short_or_nothing(words):
    form = search_log.kept_form(words)
    assert len(form) <= 20
    assert form.isprintable()


def row(words, number, found, days=0):
    day = timezone.localdate() - timedelta(days=days)
    SearchedWords.objects.create(words=words, day=day, number=number, found=found)


def test_the_desk_sees_what_was_not_found_and_what_was_looked_for_most(client):
    rows = [("无人驾驶", 5, 0, 0), ("离婚", 9, 3, 0), ("离婚", 9, 4, 6), ("很久以前", 1, 0, 40)]
    for one in [*rows, ("后来有了", 2, 0, 3), ("后来有了", 1, 1, 0)]:
        row(*one)
    client.force_login(make_staff("articles.change_article"))
    context = client.get(LIST).context
    assert [one["words"] for one in context["missed"]] == ["无人驾驶"]
    found = [(one["words"], one["times"], one["most"]) for one in context["wanted"]]
    assert found == [("离婚", 18, 4), ("无人驾驶", 5, 0), ("后来有了", 3, 1)]


@pytest.mark.parametrize(("days", "shown"), [("7", 7), ("90", 90), ("x", 30), ("", 30)])
def test_the_span_is_one_of_three(client, days, shown):
    client.force_login(make_staff("articles.change_article"))
    assert client.get(LIST, {"days": days}).context["days"] == shown
