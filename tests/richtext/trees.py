"""HTML through the visitors of a tree, as the tests write and read it."""

from richtext.core import display, sanitise
from richtext.core.tree import parse, write


def changed(html, *visitors):
    """HTML once each visitor has been at its tree."""
    root = parse(html)
    for visitor in visitors:
        visitor(root)
    return write(root)


def tidied(html):
    """HTML as the body of an article is stored."""
    return write(sanitise.tidied(html))


def shown(html):
    """HTML as a page may show it."""
    return write(display.shown(html))
