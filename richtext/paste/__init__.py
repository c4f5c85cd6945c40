"""What was copied from Word, WPS, WeChat or another website, as the plain structure of an article.

Such HTML says with styles what it means: a list is paragraphs with `mso-list`, a heading a bold
line in a `<section>`. Read here is what nh3 has made well-formed (`richtext.core.sanitise`),
written are p, h2 to h4, lists, tables, quotations, pictures, links and emphasis. The words stay;
only what their author never showed goes: the numbers that Word writes into a list as text, its
comments and its deletions. Pure functions.
"""

from richtext.paste import headings, lists, tables
from richtext.paste.reading import Reader
from richtext.paste.tree import DISSOLVED, MARK, parse
from richtext.paste.writing import write

__all__ = ["DISSOLVED", "is_pasted", "tidy_pasted"]


def is_pasted(html):
    """Whether well-formed HTML carries the marks of another program: styles, classes, sections."""
    return bool(MARK.search(html))


def tidy_pasted(html):
    """Well-formed HTML with its styles read and gone; idempotent, and linear in its length.

    What carries no mark of another program, as what is typed in the editor, stays as it is.
    """
    if not is_pasted(html):
        return html
    root = Reader().read(parse(html))
    lists.group(root)
    tables.settle(root)
    headings.settle(root)
    return write(root)
