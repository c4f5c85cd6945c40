"""What was copied from Word, WPS, WeChat or another website, as the plain structure of an article.

Such HTML says with styles what it means: a list is paragraphs with `mso-list`, a heading a bold
line in a `<section>`. Read here is what nh3 has made well-formed (`richtext.core.sanitise`),
written are p, h2 to h4, lists, tables, quotations, pictures, links and emphasis. The words stay;
only what their author never showed goes: the numbers that Word writes into a list as text, its
comments and its deletions. Pure functions.
"""

from richtext.base.tree import Element
from richtext.paste import structure
from richtext.paste.blocks import write
from richtext.paste.reading import DISSOLVED, STYLING, Reader, is_pasted

__all__ = ["DISSOLVED", "STYLING", "is_pasted", "tidy_pasted"]


def tidy_pasted(root: Element) -> str:
    """The HTML of a text with its styles read and gone; linear in its length.

    Only for what carries marks of another program: what is typed in the editor stays as it is.
    """
    read = Reader().read(root)
    structure.group(read)
    structure.settle_tables(read)
    structure.settle_headings(read)
    return write(read)
