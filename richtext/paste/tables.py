"""Tables: a bold first row is their head; a table of one cell is a frame around a text."""

from richtext.paste.blocks import Box, Leaf

CELLS = {"td", "th"}


def settle(box: Box) -> None:
    """Put heads on tables and dissolve frames, in a box and all below it."""
    children: list[Box | Leaf] = []
    for child in box.children:
        if isinstance(child, Box):
            settle(child)
            children += _settled(child)
        else:
            children.append(child)
    box.children = children


def _settled(box: Box) -> list[Box | Leaf]:
    if box.tag == "figure" and not _has_picture(box):
        return [leaf for part in box.children for leaf in getattr(part, "children", [part])]
    if box.tag != "table":
        return [box]
    rows = _rows(box)
    cells = [cell for row in rows for cell in row.boxes]
    if len(cells) == 1 and not any(part.tag == "caption" for part in box.boxes):
        return cells[0].children
    if len(rows) > 1 and not any(cell.tag == "th" for cell in cells):
        _head(rows[0])
    return [box]


def _has_picture(box: Box) -> bool:
    return any(run.kind == "img" for leaf in box.leaves for run in leaf.runs)


def _rows(box: Box) -> list[Box]:
    if box.tag == "tr":
        return [box]
    return [row for part in box.boxes if part.tag != "caption" for row in _rows(part)]


def _head(row: Box) -> None:
    """The first row becomes the head when each of its cells is bold."""
    cells = [cell for cell in row.boxes if cell.tag in CELLS]
    if cells and all(map(_is_bold, cells)):
        for cell in cells:
            cell.tag = "th"
            cell.attributes["scope"] = "col"


def _is_bold(cell: Box) -> bool:
    leaves = cell.leaves
    return bool(cell.text.strip()) and all(
        leaf.all_runs(lambda run: run.is_bold) for leaf in leaves
    )
