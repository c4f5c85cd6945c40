"""Makes the tables of words and names that the redaction reads, from the dictionary of jieba.

    python bench/redaction/make_words.py jieba-0.42.1/jieba/dict.txt

The dictionary (MIT, see `consult/redaction/data/LICENSE`) tells how often a word was seen and what
it is. We keep frequent words with their cost (ten times the negative logarithm of their share) and
what is learned from its personal names: how usual a character of a given name is.
"""

import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

from consult.redaction import lexicon
from firm.base import surnames

DATA = Path(__file__).resolve().parents[2] / "consult" / "redaction" / "data"
LEAST = 25  # times that a word was seen
FUNCTION = {
    "p",
    "c",
    "r",
    "u",
    "y",
    "d",
    "m",
    "q",
    "uj",
    "ul",
    "uv",
    "uz",
    "ud",
    "ug",
    "k",
    "e",
    "t",
}
OFTEN = 80
HAN = ("\u4e00", "\u9fff")


def main(source):
    """Write both tables."""
    rows = [line.split(" ") for line in Path(source).read_text("utf-8").splitlines()]
    rows = [(word, int(seen), tag) for word, seen, tag in rows if all(map(_is_han, word))]
    total = sum(seen for _, seen, _ in rows)
    _words(rows, total)
    _names(rows)


def _is_han(char):
    return HAN[0] <= char <= HAN[1]


def _words(rows, total):
    lines = defaultdict(list)
    for word, seen, tag in rows:
        if len(word) > 4 or (len(word) > 1 and (seen < LEAST or _is_name(word, seen, tag))):
            continue
        sort = "f" if tag in FUNCTION else "v" if tag == "v" else "s" if tag == "ns" else "n"
        cost = round(-10 * math.log(max(seen, 1) / total))
        lines[(cost, sort)].append(word)
    text = "".join(
        f"{cost} {sort} {' '.join(sorted(words))}\n"
        for (cost, sort), words in sorted(lines.items())
    )
    (DATA / "words.txt").write_text(text, "utf-8")


def _is_name(word, seen, tag):
    """Whether the dictionary takes it for a person, and rightly: it does so with 小于 and 从军."""
    may_be_one = word[0] in lexicon.names().families or word[:2] in lexicon.names().families
    return tag.startswith("nr") and (may_be_one or seen < OFTEN)


def _names(rows):
    given = Counter()
    for word, _seen, tag in rows:
        family, rest = surnames.split(word)
        if tag != "nr" or not 1 <= len(rest) <= 2:
            continue
        given.update(rest)
    (DATA / "given.txt").write_text(_costs(given), "utf-8")


def _costs(counted):
    lines, total = defaultdict(list), sum(counted.values())
    for char, seen in counted.items():
        lines[round(-10 * math.log(seen / total))].append(char)
    return "".join(f"{cost} {''.join(sorted(chars))}\n" for cost, chars in sorted(lines.items()))


if __name__ == "__main__":
    main(sys.argv[1])
