"""Makes punctuation in Chinese text full-width; numbers, Latin text and addresses stay.

GB/T 15834 wants the full-width forms in Chinese; flattening and old editors wrote ASCII ones.
"""

import re

from transfer.legacy_page.lines import HAN

FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
CHINESE = re.compile(f"[{HAN}、。《》〈〉「」『』【】〔〕“”‘’…—，：；？！（）]")
ADDRESS = re.compile(r"(?:[a-z]+://|www\.)[^\s，。；：？！、（）《》“”]+", re.I)
REAL = re.compile(r"[,:;?!() ]*(.)?", re.S)
PAIR = re.compile(r"\(([^()]*)\)")
# A half-width sign often drags a blank behind it that the full-width one brings along itself.
BLANK = re.compile(rf"([，：；？！]) +(?=[{HAN}《“（])")


def full_width(text):
    """The text with full-width signs wherever they stand between Chinese characters."""
    signs = list(text)
    kept = {at for found in ADDRESS.finditer(text) for at in range(*found.span())}
    kept |= _pairs(signs, kept)
    for at, sign in enumerate(text):
        if sign in FULL and at not in kept and _between(text, signs, at):
            signs[at] = FULL[sign]
    return _without_blanks(text, "".join(signs))


def _pairs(signs, kept):
    """Sets brackets around Chinese text in pairs, inner ones first; returns their places."""
    text = "".join(" " if at in kept else sign for at, sign in enumerate(signs))
    done: set[int] = set()
    while pairs := list(PAIR.finditer(text)):
        for pair in pairs:
            ends = (pair.start(), pair.end() - 1)
            done.update(ends)
            if re.search(f"[{HAN}]", pair[1]):
                signs[ends[0]], signs[ends[1]] = "（", "）"
        text = PAIR.sub(r" \1 ", text)
    return done


def _between(text, signs, at):
    """Whether the next real signs on both sides are Chinese, or the text ends there."""
    left = signs[at - 1] if at else ""
    found = REAL.match(text, at + 1)
    behind = found[1] or "" if found else ""
    both = bool(left or behind)
    return both and all(not sign or CHINESE.match(sign) for sign in (left, behind))


def _without_blanks(before, after):
    """Takes out the blank behind a sign that was changed; other blanks stay."""
    drop = {
        at
        for found in BLANK.finditer(after)
        if before[found.start()] != after[found.start()]
        for at in range(found.start() + 1, found.end())
    }
    return "".join(sign for at, sign in enumerate(after) if at not in drop)
