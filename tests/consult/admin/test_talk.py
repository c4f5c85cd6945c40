"""A long talk: its middle folds, and nothing that is new with it."""

import pytest

from consult.admin.page import FEW, LAST, in_order
from consult.base.enums import Sender
from consult.models import Message


def rows(senders, new=()):
    """One row for each letter: c for the client, l for the lawyer, n for a note."""
    kinds = {"c": Sender.CLIENT, "l": Sender.LAWYER}
    return [
        {"at": place, "is_new": place in new}
        | ({"note": one} if one == "n" else {"message": Message(sender=kinds[one])})
        for place, one in enumerate(senders)
    ]


def sizes(found):
    return [len(found.get(name, ())) for name in ("first", "middle", "last")]


@pytest.mark.parametrize(
    ("senders", "new", "expected"),
    [
        ("cl", (), [2, 0, 0]),
        ("cl" * (FEW // 2), (), [FEW, 0, 0]),
        ("cl" * 6, (), [1, 11 - LAST, LAST]),
        ("cl" + "c" * 9, (), [1, 1, 9]),
        ("c" * 11, (), [1, 0, 10]),
        ("cl" * 6, (3,), [1, 2, 9]),
        ("cln" * 4, (2,), [1, 1, 10]),
    ],
)
def test_the_middle_folds_but_nothing_new_and_nothing_that_waits(senders, new, expected):
    found = in_order(rows(senders, new))
    assert sizes(found) == expected
    every = [row["at"] for name in ("first", "middle", "last") for row in found.get(name, ())]
    assert every == list(range(len(senders)))
