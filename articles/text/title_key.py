"""When two titles say the same: punctuation, width, case and script aside."""

import unicodedata

from richtext.base.chinese_scripts import one_script


def key(title: str) -> str:
    """The letters and digits of a title in one width, case and script; stored beside it."""
    text = unicodedata.normalize("NFKC", title).casefold()
    return one_script("".join(filter(str.isalnum, text)))[:60]
