"""Whether a text still says what somebody has agreed to."""

import hashlib
import unicodedata


def key(*texts: str) -> str:
    """Names the letters and digits of some texts; spaces, punctuation and width do not count."""
    text = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    return hashlib.sha256("".join(filter(str.isalnum, text)).encode()).hexdigest()
