"""A plain text with links to the law that it cites, as the text of an article has them."""

from datetime import date

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from articles.law import citations
from articles.law.links import add_links
from articles.models import Article
from richtext.base.tree import parse, write
from richtext.core import structure


def with_law(text: str, day: date) -> SafeString:
    """The text in paragraphs, read as of the day it was written; nothing of it is kept anywhere.

    It is escaped: first by `linebreaks`, and again where the tree is written.
    """
    root = parse(linebreaks(text, autoescape=True))
    typed = Article(text=structure.text_of(root), checked_on=day)  # never stored
    found = citations.for_draft(typed)
    return mark_safe(write(add_links(root, citations.marks(found))))
