"""Telephone numbers as a search compares them: 139-0000-0000 and +86 13900000000 are one."""

from consult.crypto.fields import blind_index, blind_indexes
from firm.base import phones

PURPOSE = "phone"


def index_of(phone: str) -> str:
    """What is stored of a number; "" for none."""
    return blind_index(PURPOSE, phones.digits(phone))


def indexes_of(phone: str) -> list[str]:
    """What may be stored of a number, under every key."""
    return blind_indexes(PURPOSE, phones.digits(phone))
