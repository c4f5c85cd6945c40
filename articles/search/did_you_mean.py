"""您是不是要找：other words for a query that found nothing as it was typed."""

import re
import time
from collections import defaultdict
from pathlib import Path

from articles.models import Article, Tag
from articles.search import ranking
from firm.base import current_site
from firm.models import PracticeArea
from richtext.fulltext import question, tokens
from statutes.models import Statute

TERMS = Path(__file__).parent / "terms.txt"
LIFE = 600  # seconds
TITLES = 300  # the newest, of which parts are taken
SHORTEST_PART, LONGEST_PART = 3, 6  # characters of a part of a title
LONGEST_NAME = 8  # characters of the name of a statute; a longer one is nobody's slip
# What southern speakers and their keyboards do not tell apart: zh and z, ang and an.
MIXED_UP = re.compile("(?<=[zcs])h|(?<=[aei]n)g")


class Vocabulary:
    """Words by their sound, and those that are words in their own right by a missing character."""

    def __init__(self, words, parts):
        self.words = frozenset(words)
        self._by_sound = defaultdict[str, dict](dict)
        self._by_gap = defaultdict[str, dict](dict)
        for word in words:
            self._by_sound[_key(sounds(word))].setdefault(word)
            for gap in _gaps(word):
                self._by_gap[gap].setdefault(word)
        for aloud, part in parts:
            self._by_sound[_key(aloud)].setdefault(part)

    def alike(self, text: str, aloud: list[str] | None = None) -> list[str]:
        """Other words that sound like a text, or like the Latin letters of it; `aloud` if known."""
        sound = _key(aloud or ([text] if text.isascii() else sounds(text)))
        return [word for word in self._by_sound.get(sound, ()) if word != text]

    def one_off(self, text: str) -> list[str]:
        """Words that differ from a text of at least three characters in one of them."""
        found = [word for gap in _gaps(text) for word in self._by_gap.get(gap, ())]
        return [word for word in dict.fromkeys(found) if word != text]


def _gaps(word):
    """A word of at least three characters with each of them left open in turn."""
    return [word[:at] + "*" + word[at + 1 :] for at in range(len(word)) if len(word) > 2]


def sounds(text: str) -> list[str]:
    """The sounds of Han characters as they are typed, without tones."""
    from pypinyin import lazy_pinyin  # half a second, 20 MB: only where something was not found

    return lazy_pinyin(text, v_to_u=False)


def _key(aloud):
    return MIXED_UP.sub("", "".join(aloud))


_kept: list[tuple[float, Vocabulary]] = []


def current() -> Vocabulary:
    """The vocabulary, rebuilt when it is older than ten minutes."""
    now = time.monotonic()
    if not _kept or now - _kept[0][0] > LIFE:
        with current_site.everybody():
            _kept[:] = [(now, Vocabulary(_words(), list(_parts())))]
    return _kept[0][1]


def forget() -> None:
    _kept.clear()


def _words():
    """Terms of the law, tags, areas and statutes, each once and folded."""
    names = Statute.objects.values_list("short_name", flat=True).distinct().order_by("short_name")
    found = [
        *TERMS.read_text(encoding="utf-8").split(),
        *Tag.objects.values_list("name", flat=True)[:2000],
        *PracticeArea.objects.published().values_list("name", flat=True),
        *(name for name in names if len(name) <= LONGEST_NAME),
    ]
    return list(dict.fromkeys(tokens.fold(word) for word in found if len(word) > 1))


def _parts():
    """Parts of the newest titles with their sounds; a whole title is read aloud once."""
    titles = Article.objects.published().values_list("title", flat=True)[:TITLES]
    for title in titles:
        for said in question.ASKING.split(tokens.fold(title)):
            for run in filter(tokens.is_han, tokens.RUN.findall(said)):
                aloud = sounds(run)
                for start in range(len(run) if len(aloud) == len(run) else 0):
                    for end in range(start + SHORTEST_PART, start + LONGEST_PART + 1):
                        if end <= len(run):
                            yield aloud[start:end], run[start:end]


MOST = 3  # that are offered
MOST_TRIED = 8  # that are searched for, to offer only what is found
LONGEST_WINDOW, SHORTEST_WINDOW = 6, 2  # characters that may be one wrong word


def suggest_queries(text: str, area=None, author=None) -> list[str]:
    """Corrected queries, each of which finds articles that hold all its words."""
    words, known, tried = question.words_of(text), current(), dict[str, None]()
    others = (  # the query with one word of it changed, for each word in turn
        " ".join([*words[:place], other, *words[place + 1 :]])
        for place, word in enumerate(words)
        for other in _corrected(tokens.fold(word), known)
    )
    for query in others:
        tried.setdefault(query)
        if len(tried) == MOST_TRIED:
            break
    return ranking.found_whole(tried, area, author)[:MOST]


def _corrected(word, known):
    """What may have been meant by a folded word: the longest parts that sound right first."""
    if word.isascii():
        yield from known.alike(word)
        return
    for part in question.ASKING.split(word):
        aloud = sounds(part)  # all at once, which takes as long as to read two of them
        is_each = len(aloud) == len(part)  # a Latin word has one sound for all
        longest = min(len(part), LONGEST_WINDOW)
        for length in range(longest, SHORTEST_WINDOW - 1, -1):
            for start in range(len(part) - length + 1):
                end = start + length
                window = part[start:end]
                if window in known.words or not tokens.is_han(window):
                    continue
                alike = known.alike(window, aloud[start:end] if is_each else None)
                for other in [*alike, *known.one_off(window)]:
                    yield word.replace(part, part[:start] + other + part[end:], 1)
