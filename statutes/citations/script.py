"""A text as the parser reads it: one script, one shape of marks, every offset as it was."""

import re

from richtext.base.chinese import one_script

LONGEST_BOOK = 160
BOOK_MARKS = re.compile("[《》\n]")
BRACKETS = re.compile(r"[（(）)【】〔〕［］\[\]\n]")
OPENING = "（(【〔［["


def books(text: str) -> dict[int, int]:
    """Start and end of what stands in 《》: the outermost of what is not too long for a title.

    A mark that nothing closes before the end of its line counts for nothing.
    """
    pairs, stack = [], []
    for mark in BOOK_MARKS.finditer(text):
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


# The characters of simplified script; what is written in others is converted.
SIMPLIFIED = frozenset(
    bytes([row, cell]).decode("gb2312", "ignore")
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
)
# Characters of both scripts that stand for others in a traditional text: 徵收, 合夥, 以後.
ALSO = "於徵夥菸後覆"
SAME_MARKS = str.maketrans(
    "﹤＜‹﹥＞›≪«≫»\r\v\f\x85\u2028\u2029", "〈〈〈〉〉〉《《》》\n\n\n\n\n\n"
)


def as_read(text: str) -> str:
    """The text in simplified script with 〈〉 and 《》 for marks like them, as long as it was."""
    signs = set(text)
    if not SAME_MARKS.keys().isdisjoint(map(ord, signs)):
        text = text.translate(SAME_MARKS)
    odd = [sign for sign in signs - SIMPLIFIED if "\u4e00" <= sign <= "\u9fff"]
    table = {ord(sign): one_script(sign) for sign in odd}
    if any(chr(code) != simple for code, simple in table.items()):
        text = text.translate(table | {ord(sign): one_script(sign) for sign in ALSO})
    return text
