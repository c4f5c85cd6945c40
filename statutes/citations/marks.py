"""Book marks and brackets in a text: which open where, which close them."""

import re

LONGEST_BOOK = 160
MARKS = re.compile("[《》\n]")
BRACKETS = re.compile(r"[（(）)【】〔〕［］\[\]\n]")
OPENING = "（(【〔［["


def books(text: str) -> dict[int, int]:
    """Start and end of what stands in 《》: the outermost of what is not too long for a title.

    A mark that nothing closes before the end of its line counts for nothing.
    """
    pairs, stack = [], []
    for mark in MARKS.finditer(text):
        if mark[0] == "《":
            stack.append(mark.start())
        elif mark[0] == "\n":
            stack.clear()
        elif stack:
            start = stack.pop()
            if mark.end() - start <= LONGEST_BOOK:
                pairs.append((start, mark.end()))
    found, last = {}, 0
    for start, end in sorted(pairs):
        if start >= last:
            found[start] = last = end
    return found


def bracket_end(text: str, at: int, longest: int) -> int:
    """The offset behind the bracket that opens at an offset; 0 where none does, or too far off."""
    depth = 0
    for mark in BRACKETS.finditer(text, at, at + longest):
        if mark[0] == "\n" or (depth == 0 and mark.start() != at):
            return 0
        depth += 1 if mark[0] in OPENING else -1
        if depth <= 0:
            return mark.end() if mark.end() > at + 1 else 0
    return 0
