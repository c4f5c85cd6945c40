"""What was copied from Word, WPS, WeChat or another website, as the plain structure of an article.

Such HTML says with styles what it means: a list is paragraphs with `mso-list`, a heading a bold
line in a `<section>`. The words stay; only what their author never showed goes: the numbers that
Word writes into a list as text, its comments and its deletions. Pure functions.
"""

import re
from collections.abc import Iterator
from typing import TypeGuard

from richtext.core.pasted_reading import HEADINGS, Box, Leaf, Reader, Run, Test, write
from richtext.core.tree import Element

LONGEST = 30
SENTENCE = tuple("。！；，、：…;,:.!")
SECOND = re.compile(r"[(（][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[、.．](?![0-9])")
# Where most of a text is bold or large, that tells nothing.
MOST_BOLD = 0.5


def tidy_pasted(root: Element) -> str:
    """The HTML of a text with its styles read and gone, for what `is_pasted`; in linear time."""
    read = Reader().read(root)
    _group(read)
    _settle_tables(read)
    _settle_headings(read)
    return write(read)


def _settle_headings(root: Box) -> None:
    """h2 to h4 alone, since the title of the page is its h1; short bold lines become headings."""
    # Where there is an h1, the levels that are used become h2, h3 and h4; else h4 is the last.
    headings = [leaf for leaf in _all_leaves(root) if leaf.tag in HEADINGS]
    used = sorted({leaf.tag for leaf in headings})
    for heading in headings:
        depth = used.index(heading.tag) + 2 if "h1" in used else int(heading.tag[1])
        heading.tag = f"h{min(depth, 4)}"
    level = "h3" if any(leaf.tag == "h2" for leaf in root.leaves) else "h2"
    for is_so in (lambda run: run.is_bold, lambda run: run.big):
        if _share(root.leaves, is_so) >= MOST_BOLD:
            continue
        for leaf, after in zip(root.children, root.children[1:], strict=False):
            followed = after.tag in HEADINGS or _could_be(after, is_so)
            if _could_be(leaf, is_so) and not followed:
                leaf.tag = "h3" if SECOND.match(leaf.text) else level


def _all_leaves(box: Box) -> Iterator[Leaf]:
    yield from box.leaves
    for child in box.boxes:
        yield from _all_leaves(child)


def _share(leaves: list[Leaf], is_so: Test) -> float:
    runs = [run for leaf in leaves if leaf.tag == "p" for run in leaf.runs if run.kind == "text"]
    whole = sum(len(run.text) for run in runs)
    return sum(len(run.text) for run in runs if is_so(run)) / whole if whole else 1


def _could_be(leaf: Box | Leaf, is_so: Test) -> TypeGuard[Leaf]:
    if (
        not isinstance(leaf, Leaf)
        or leaf.tag != "p"
        or any(run.kind != "text" for run in leaf.runs)
    ):
        return False
    text = leaf.text
    fits = 1 < len(text) <= LONGEST and not text.endswith(SENTENCE) and not text.isdigit()
    return fits and leaf.all_runs(is_so)


# 一、 （一） 第一条 stay words: texts refer to them, and a list would count 1, 2, 3.
COUNTED = re.compile(r"[(（]?([0-9]{1,4}|[a-zA-Z]{1,4})[.、．)）]?")
WORDS = re.compile(r"[(（第]?[一二三四五六七八九十百零〇]{1,5}[、.．)）条章节款项]{0,2}|[第(（].*")


def _group(box: Box) -> None:
    """Items that follow each other become a list, deeper ones a list in the item before them."""
    for inner in box.boxes:
        _group(inner)
    grouped: list[Box | Leaf] = []
    lists: list[Box] = []  # the open ones, by level
    for child in box.children:
        if isinstance(child, Leaf) and child.level:
            if COUNTED.fullmatch(child.number) or not WORDS.fullmatch(child.number):
                if top := _place(child, lists):
                    grouped.append(top)
                continue
            child.runs.insert(0, Run(child.number))  # HTML cannot count so: it stays as a word
            child.level, child.number = 0, ""
        grouped.append(child)
        lists = []
    box.children = grouped


def _place(leaf: Leaf, lists: list[Box]) -> Box | None:
    """Put an item where it belongs; returns the list when it is a new one at the top."""
    del lists[leaf.level :]
    # `l`, `n`, `u`, `o` are dots in Word's fonts of signs.
    counts = COUNTED.fullmatch(leaf.number) and not re.fullmatch("[lnuovqØ]", leaf.number)
    tag = "ol" if counts else "ul"
    digits = re.search("[0-9]{1,4}", leaf.number) if counts else None
    start = {"start": str(int(digits[0]))} if digits and int(digits[0]) > 1 else {}
    top = None
    while len(lists) < leaf.level:
        new = Box(tag, {**start})
        if not lists:
            top = new
        else:
            if not lists[-1].children:
                lists[-1].children.append(Box("li"))
            lists[-1].boxes[-1].children.append(new)
        lists.append(new)
    lists[-1].children.append(Box("li", children=[Leaf("p", leaf.runs)]))
    return top


CELLS = {"td", "th"}


def _settle_tables(box: Box) -> None:
    """Put heads on tables and dissolve frames, in a box and all below it."""
    children: list[Box | Leaf] = []
    for child in box.children:
        if isinstance(child, Box):
            _settle_tables(child)
            children += _settled(child)
        else:
            children.append(child)
    box.children = children


def _settled(box: Box) -> list[Box | Leaf]:
    has_picture = any(run.kind == "img" for leaf in box.leaves for run in leaf.runs)
    if box.tag == "figure" and not has_picture:
        return [leaf for part in box.children for leaf in getattr(part, "children", [part])]
    if box.tag != "table":
        return [box]
    rows = _rows(box)
    cells = [cell for row in rows for cell in row.boxes]
    if len(cells) == 1 and not any(part.tag == "caption" for part in box.boxes):
        return cells[0].children
    if len(rows) > 1 and not any(cell.tag == "th" for cell in cells):
        head = [cell for cell in rows[0].boxes if cell.tag in CELLS]
        texts = [leaf for cell in head for leaf in cell.leaves]
        bold = all(leaf.all_runs(lambda run: run.is_bold) for leaf in texts)
        if bold and all(cell.text.strip() for cell in head):
            for cell in head:
                cell.tag = "th"
                cell.attributes["scope"] = "col"
    return [box]


def _rows(box: Box) -> list[Box]:
    if box.tag == "tr":
        return [box]
    return [row for part in box.boxes if part.tag != "caption" for row in _rows(part)]
