"""Cleans titles, excerpts and the biography: full-width punctuation, no repetitions."""

import re

from transfer.legacy_page.lines import DOTS, bare
from transfer.legacy_page.punctuation import full_width

NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、.．])\s*"
)
ELLIPSIS = "……"


def dotted(text):
    """The text with the two-character ellipsis in place of dots at its end."""
    plain = re.sub(r"(?:[.．]{3,}|…+|。{3,})$", "", text)
    return plain + ELLIPSIS if plain != text else text


def title(entry):
    """The title of an entry or article as it is kept."""
    return full_width(entry.title)


def excerpt(entry):
    """The excerpt without a repeated title, with one ellipsis."""
    text = entry.excerpt
    if repeats_title(entry):
        text = _behind(NUMBERING.sub("", text), entry.title).lstrip(" ?？。!！:：")
    return full_width(dotted(text))


def repeats_title(entry):
    """Whether the excerpt sets its title before its text, as a heading or a question."""
    return _begins_with_title(entry) and not title_is_opening(entry)


def title_is_opening(entry):
    """Whether the title is only the first words of a sentence that goes on behind them."""
    if not _begins_with_title(entry):
        return False
    return _behind(NUMBERING.sub("", entry.excerpt), entry.title).lstrip()[:1] in {",", "，", "、"}


def biography(main_article):
    """The biography; where the page cut it, an ellipsis says so."""
    text = full_width(main_article.biography)
    return (
        text + ELLIPSIS if main_article.biography_cut and text and not text.endswith("。") else text
    )


def _begins_with_title(entry):
    wanted, text = bare(entry.title), bare(NUMBERING.sub("", DOTS.sub("", entry.excerpt)))
    return bool(wanted) and text.startswith(wanted) and text != wanted


def _behind(text, wanted):
    """The text behind the letters of `wanted`, signs between them not counted."""
    left = len(bare(wanted))
    for at, sign in enumerate(text):
        if not left:
            return text[at:]
        left -= sign.isalnum()
    return ""
