"""Going along the lines of the table as one person, and the words that this person meets."""

import re
from collections.abc import Iterable, Iterator

import pytest

from tests.roles.addresses import Address
from tests.roles.asking import Answer, ask
from tests.roles.table import Line

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def asked(
    site, person, begins="/", is_sent=lambda line, data: True
) -> Iterator[tuple[Line, Address, Answer]]:
    """Each line whose address begins so and that is asked, with what this person is answered."""
    for address in site.lines:
        if address.name.startswith(begins):
            for method in address.methods:
                line, data = (method, address.name), address.data if method == "POST" else None
                if is_sent(line, data):
                    yield line, address, ask(site.digests, person, method, address.path, data)


def met(site, person, address: Address, answer: Answer) -> list[str]:
    """The words that this person may not read and that stand in an answer.

    What was asked with the request itself is no news to who asks.
    """
    told = answer.told
    for known in _typed(address):
        told = told.replace(known, "")
    hidden = {one for words in site.hidden.values() for one in words}
    own = {one for whose in person.reads for one in site.hidden[whose]}
    return sorted(word for word in hidden - own if word in told)


def _typed(address):
    """The address, its key, what a query holds, and each text that is sent.

    The key alone, too: a number that begins it may by chance have no letter, and so be the
    reference, which is written with large ones.
    """
    path, _, query = address.path.partition("?")
    keys = UUID.findall(path)
    sent = [value for value in address.data.values() if isinstance(value, str) and len(value) > 3]
    return [
        path,
        *keys,
        *(part.partition("=")[2] for part in query.split("&") if "=" in part),
        *sent,
    ]


def expect_none(found: Iterable) -> None:
    """Fail with each thing that was found on a line of its own, whole."""
    if lines := [str(one) for one in found]:
        pytest.fail("\n".join(lines), pytrace=False)
