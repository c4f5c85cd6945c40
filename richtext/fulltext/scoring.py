"""How well a text answers a question: exact points from its record, the same on every engine.

BM25 over the tokens of the question, and a little for its single characters: 辱骂 is near to 骂人,
though no pair of the one stands in the other.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from richtext.fulltext import tokens
from richtext.fulltext.index import Frequencies
from richtext.fulltext.records import CHARACTER, IN_HEAD, IN_TITLE, MOST, Record, key_of

# How soon to say a thing again adds nothing more, and how far a text is held to its length.
K1, B = 1.2, 0.5
# More for a token that stands in the title, in the summary or the headings.
TITLE, HEAD = 1.0, 0.5
CHARACTERS = 0.6  # of what a token is worth
DIGITS = 4  # that are compared: what is left behind them is chance
TIMES = bytes(mark & MOST for mark in range(256))


def rarity(texts: int, holding: int) -> float:
    """What a token tells that so many of all texts hold; more than nothing even if all do."""
    return math.log(1 + (max(texts, holding) - holding + 0.5) / (holding + 0.5))


def worth(weights: Mapping[str, float], known: Frequencies) -> dict[str, float]:
    """What tokens tell among the texts of an index, by what they weigh in a question."""
    return {
        token: weight * rarity(known.texts, known.held[token]) for token, weight in weights.items()
    }


def points(
    records: Sequence[Record], weights: Mapping[str, float], known: Frequencies
) -> list[float]:
    """The points of each record for the tokens of a question, by what these weigh in it."""
    mean = max(known.mean_length, 1)
    norms = [K1 * (1 - B + B * record.length / mean) for record in records]
    keys = sorted((key_of(token), value) for token, value in worth(weights, known).items())
    found = [_of_tokens(*one, keys) for one in zip(records, norms, strict=True)]
    for number, more in enumerate(_of_characters(records, norms, weights)):
        found[number] += more
    return [round(one, DIGITS) for one in found]


def _of_tokens(record, norm, keys):
    held, marks, at, total = record.keys, record.marks, 0, 0.0
    for key, value in keys:
        at = bisect_left(held, key, at)
        if at == len(held):
            break
        if held[at] == key:
            mark = marks[at]
            total += value * (
                _often(mark & MOST, norm)
                + (TITLE if mark & IN_TITLE else 0)
                + (HEAD if mark & IN_HEAD else 0)
            )
    return total


def _of_characters(records, norms, weights):
    """What the characters of the tokens add.

    A character tells as much as there are few among these very records that hold it: that needs no
    count of the characters of all texts, and what every second sentence has tells nothing.
    """
    times = [record.marks.translate(TIMES) for record in records]
    found = [0.0] * len(records)
    for begin in sorted(_characters(weights)):
        often = [_begun(one.keys, begin, own) for one, own in zip(records, times, strict=True)]
        value = CHARACTERS * rarity(len(records), sum(map(bool, often)))
        for number, one in enumerate(often):
            if one:
                found[number] += value * _often(one, norms[number])
    return found


def _characters(tokens_asked):
    """The numbers of the characters of the Han tokens."""
    han = filter(tokens.is_han, tokens_asked)
    return {key_of(char) for token in han for char in token}


def _begun(keys, begin, times):
    """How often a character stands in a text: in its Han tokens each is the first of one."""
    start = bisect_left(keys, begin)
    if start == len(keys) or keys[start] >> CHARACTER != begin >> CHARACTER:
        return 0  # as most texts do not hold it
    return sum(times[start : bisect_left(keys, begin + (1 << CHARACTER), start)])


def _often(times, norm):
    return times * (K1 + 1) / (times + norm)
