"""How the lines of an article's HTML stand, which Markdown does not tell.

A body comes back from Markdown byte for byte only if its line breaks between blocks do. The
export tries these layouts, and names the one that fits in the front matter (`layout: editor`).
"""

import re

LIST_BREAK = re.compile(r"(<[uo]l(?: [^<>]*)?>|</li>)\n")
CELL_BREAK = re.compile(r"(<tr>|</t[hd]>)\n")
HEAD_BREAK = re.compile(r"(<thead>)\n|\n(</thead>)")
ROW_BREAK = re.compile(r"(<table>|</?thead>|</?tbody>|</tr>)\n")
OPENS = re.compile(r"<(?:ul|ol|table|thead|tbody|tr)\b[^<>]*>$")
CLOSES = re.compile(r"</(?:ul|ol|table|thead|tbody|tr)>$")
TOP = re.compile(r"</(?:p|h[2-4]|ul|ol|table|blockquote|pre)>$")


def plain(html: str) -> str:
    """As the renderer writes it: each tag of a list or a table on a line of its own."""
    return html


def rows(html: str) -> str:
    """A line for each item of a list and each row of a table, as a person writes it."""
    return HEAD_BREAK.sub(r"\1\2", CELL_BREAK.sub(r"\1", html))


def compact(html: str) -> str:
    """A line for each paragraph, list and table, as programs write them."""
    return ROW_BREAK.sub(r"\1", LIST_BREAK.sub(r"\1", CELL_BREAK.sub(r"\1", html)))


def solid(html: str) -> str:
    """No line break between blocks at all."""
    return re.sub(r"(?<=>)\n+(?=<|$)", "", compact(html))


def editor(html: str) -> str:
    """As the editor of the office writes it: tabs in lists and tables, blank lines between."""
    if "<pre>" in html:
        return html
    lines, depth, quoted = [], 0, 0
    for line in html.rstrip("\n").split("\n"):
        depth -= bool(CLOSES.match(line))
        quoted += line == "<blockquote>"
        quoted -= line == "</blockquote>"
        lines.append("\t" * depth + line)
        if not depth and not quoted and TOP.search(line):
            lines.append("")
        depth += bool(OPENS.match(line))
    return "\n".join(lines)


LAYOUTS = {one.__name__: one for one in (plain, rows, compact, solid, editor)}
