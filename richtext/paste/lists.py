"""Lists that Word and WPS write as paragraphs with a level and a number in their text."""

import re
from typing import TypeGuard

from richtext.paste.blocks import Box, Leaf, Run

# 一、 （一） 第一条 stay words: texts refer to them, and a list would count 1, 2, 3.
COUNTED = re.compile(r"[(（]?([0-9]{1,4}|[a-zA-Z]{1,4})[.、．)）]?")
WORDS = re.compile(r"[(（第]?[一二三四五六七八九十百零〇]{1,5}[、.．)）条章节款项]{0,2}|[第(（].*")


def group(box: Box) -> None:
    """Items that follow each other become a list, deeper ones a list in the item before them."""
    for inner in box.boxes:
        group(inner)
    grouped: list[Box | Leaf] = []
    lists: list[Box] = []  # the open ones, by level
    for child in box.children:
        if not _is_item(child):
            grouped.append(_with_number(child))
            lists = []
        elif top := _place(child, lists):
            grouped.append(top)
    box.children = grouped


def _is_item(child: Box | Leaf) -> TypeGuard[Leaf]:
    """Whether it is an item of a list that HTML can count."""
    if not isinstance(child, Leaf) or not child.level:
        return False
    return bool(COUNTED.fullmatch(child.number)) or not WORDS.fullmatch(child.number)


def _with_number(child: Box | Leaf) -> Box | Leaf:
    """A paragraph that keeps its number as a word."""
    if isinstance(child, Leaf) and child.level:
        child.runs.insert(0, Run(child.number))
        child.level, child.number = 0, ""
    return child


def _place(leaf: Leaf, lists: list[Box]) -> Box | None:
    """Put an item where it belongs; returns the list when it is a new one at the top."""
    del lists[leaf.level :]
    tag = "ol" if re.search("[0-9a-zA-Z]", leaf.number) and _counts(leaf.number) else "ul"
    top = None
    while len(lists) < leaf.level:
        new = Box(tag, _start(tag, leaf.number))
        if not lists:
            top = new
        else:
            _last_item(lists[-1]).children.append(new)
        lists.append(new)
    item = Leaf("p", leaf.runs)
    lists[-1].children.append(Box("li", children=[item]))
    return top


def _last_item(box: Box) -> Box:
    if not box.children:
        box.children.append(Box("li"))
    return box.boxes[-1]  # a list that is made here holds items alone


def _counts(number: str) -> bool:
    """Whether a number counts; `l`, `n`, `u`, `o` are dots in Word's fonts of signs."""
    return bool(COUNTED.fullmatch(number)) and not re.fullmatch("[lnuovqØ]", number)


def _start(tag: str, number: str) -> dict[str, str]:
    digits = re.search("[0-9]{1,4}", number)
    first = int(digits[0]) if digits and tag == "ol" else 1
    return {"start": str(first)} if first > 1 else {}
