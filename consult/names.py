"""Names as a conflict check and a search compare them."""

import unicodedata

from consult.crypto import blind_index, blind_indexes

PURPOSE = "party name"


def normalise(name: str) -> str:
    """One spelling for all spellings of a name."""
    return "".join(unicodedata.normalize("NFKC", name or "").split()).casefold()


def index_of(name: str) -> str:
    """What is stored of a name; "" for none."""
    return blind_index(PURPOSE, normalise(name))


def indexes_of(name: str) -> list[str]:
    """What may be stored of a name, under every key."""
    return blind_indexes(PURPOSE, normalise(name))
