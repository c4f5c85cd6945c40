"""A text as the parser reads it: one script, one shape of marks, every offset as it was."""

from richtext.base.chinese_scripts import one_script

# The characters of simplified script; what is written in others is converted.
SIMPLIFIED = frozenset(
    bytes([row, cell]).decode("gb2312", "ignore")
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
)
# Characters of both scripts that stand for others in a traditional text: 徵收, 合夥, 以後.
ALSO = "於徵夥菸後覆"
MARKS = str.maketrans("﹤＜‹﹥＞›≪«≫»\r\v\f\x85\u2028\u2029", "〈〈〈〉〉〉《《》》\n\n\n\n\n\n")


def as_read(text: str) -> str:
    """The text in simplified script with 〈〉 and 《》 for marks like them, as long as it was."""
    signs = set(text)
    if not MARKS.keys().isdisjoint(map(ord, signs)):
        text = text.translate(MARKS)
    odd = [sign for sign in signs - SIMPLIFIED if "\u4e00" <= sign <= "\u9fff"]
    table = {ord(sign): one_script(sign) for sign in odd}
    if any(chr(code) != simple for code, simple in table.items()):
        text = text.translate(table | {ord(sign): one_script(sign) for sign in ALSO})
    return text
