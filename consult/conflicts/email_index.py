"""Mail addresses as a search compares them: upper and lower case and full width are one."""

import unicodedata

from consult.crypto.fields import blind_index, blind_indexes

PURPOSE = "email"


def normalise(email: str) -> str:
    """One spelling of an address."""
    return unicodedata.normalize("NFKC", email or "").strip().casefold()


def index_of(email: str) -> str:
    """What is stored of an address; "" for none."""
    return blind_index(PURPOSE, normalise(email))


def indexes_of(email: str) -> list[str]:
    """What may be stored of an address, under every key."""
    return blind_indexes(PURPOSE, normalise(email))
