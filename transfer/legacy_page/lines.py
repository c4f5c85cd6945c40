"""Lines of an old page: what is stripped from them, and how they are compared."""

import re
import unicodedata

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
DASHES = re.compile("[‐‑‒–—―−]")
DOTS = re.compile(r"(?:\.{3,}|…+|。{3,})$")
BULLETS = "·•・‧∙●○◆◇■□▪▫★☆►▶▸»›"


def tidy(line):
    """A line without control characters (they could steer a terminal) and without indents."""
    seen = "".join(" " if sign == "\t" else sign for sign in line)
    seen = "".join(sign for sign in seen if unicodedata.category(sign) not in {"Cc", "Cf"})
    return seen.strip(" \u00a0\u3000\u2002\u2003")


def tidied(lines):
    """The lines with something in them, tidied."""
    return tuple(line for line in map(tidy, lines) if line)


def fold(line):
    """The line with half-width characters and plain dashes, for matching only."""
    return DASHES.sub("-", unicodedata.normalize("NFKC", line)).strip()


def squeeze(line):
    """The folded line without any white space: `首 页` is 首页."""
    return re.sub(r"\s+", "", fold(line))


def bare(text):
    """Letters and digits only, to compare a title with the beginning of a text."""
    return "".join(sign for sign in text if sign.isalnum())


def is_bullet(line):
    """Whether the line opens an entry of a list of articles."""
    return line.startswith(tuple(BULLETS))


def is_cut(line):
    """Whether the line ends with the dots of an excerpt."""
    return bool(DOTS.search(fold(line)))
