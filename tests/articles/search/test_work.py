"""What a query costs is bounded, whatever is typed: counted in what the index is asked for."""

import pytest

from articles import search
from articles.search import ranking
from richtext.fulltext import question
from richtext.fulltext.index import Index
from richtext.fulltext.question import Token
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
CHARACTERS = "法 a 的 b 人 c 国 d"


@pytest.fixture
def asked(monkeypatch):
    """The tokens that the index is asked for from here on."""
    found = []
    usual = Index.ask

    def ask(self, parts, hidden=()):
        found.extend(token for part in parts for token in _tokens(part.wanted))
        return usual(self, parts, hidden)

    monkeypatch.setattr(Index, "ask", ask)
    return found


def _tokens(tree):
    if isinstance(tree, Token):
        return [tree]
    return [token for part in getattr(tree, "parts", ()) for token in _tokens(part)]


def test_a_character_alone_is_dear_and_asked_for_few_times(asked):
    for _ in range(2):
        make_article(body="<p>法的人国 a b c d</p>")
    assert search.find_articles(CHARACTERS).total == 2
    search.suggest_queries(CHARACTERS)
    assert 1 < sum(token.begins for token in asked) < 5


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
    titled = make_article(title="工伤与房。")
    found = search.find_articles("工伤 房")
    assert found.total == 3
    assert found.ids[0] == titled.pk
    assert found.ids[-1] == both.pk
    assert ranking.find_articles("房").total == 3
