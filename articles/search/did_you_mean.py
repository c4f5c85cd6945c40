"""您是不是要找：other words for a query that found nothing as it was typed."""

from articles.search import ranking, vocabulary
from richtext.fulltext import question, tokens

MOST = 3  # that are offered
MOST_TRIED = 8  # that are searched for, to offer only what is found
LONGEST_WINDOW, SHORTEST_WINDOW = 6, 2  # characters that may be one wrong word


def suggest_queries(text: str, area=None, author=None) -> list[str]:
    """Corrected queries, each of which finds articles that hold all its words."""
    tried: dict[str, None] = {}
    for query in _others(question.words_of(text)):
        tried.setdefault(query)
        if len(tried) == MOST_TRIED:
            break
    return ranking.found_whole(tried, area, author)[:MOST]


def _others(words):
    """The query with one word of it changed, for each word in turn."""
    known = vocabulary.current()
    for place, word in enumerate(words):
        for other in _corrected(tokens.fold(word), known):
            yield " ".join([*words[:place], other, *words[place + 1 :]])


def _corrected(word, known):
    """What may have been meant by a folded word: the longest parts that sound right first."""
    if word.isascii():
        yield from known.alike(word)
        return
    for part in question.ASKING.split(word):
        aloud = _aloud(part)
        for start, end in _windows(part):
            window = part[start:end]
            if window in known.words or not tokens.is_han(window):
                continue
            for other in [*known.alike(window, aloud and aloud[start:end]), *known.one_off(window)]:
                yield word.replace(part, part[:start] + other + part[end:], 1)


def _aloud(part):
    """The sound of each character, all read at once, which takes as long as to read two of them."""
    found = vocabulary.sounds(part)
    return found if len(found) == len(part) else None  # a Latin word has one sound for all


def _windows(part):
    """The places of its parts, the longest ones first."""
    longest = min(len(part), LONGEST_WINDOW)
    for length in range(longest, SHORTEST_WINDOW - 1, -1):
        for start in range(len(part) - length + 1):
            yield start, start + length
