"""How usual words, surnames and characters of given names are: costs, ten times −ln of a share."""

from functools import cache
from typing import NamedTuple

from consult.redaction import terms
from firm.base import surnames

LONGEST = 4
UNKNOWN = 150  # a single character that no table has
RARE_GIVEN = 98
DOUBLE = 62


class Words(NamedTuple):
    """The cost of each word, and the words that only join others (和, 在, 已经)."""

    costs: dict[str, int]
    joining: frozenset[str]
    verbs: frozenset[str]
    places: frozenset[str]


@cache
def words() -> Words:
    """The words of the language and of people who need a lawyer, loaded with the first text."""
    costs, sorts = {}, {"f": set(), "v": set(), "s": set()}
    for line in (terms.DATA / "words.txt").read_text(encoding="utf-8").splitlines():
        cost, sort, *found = line.split(" ")
        costs.update(dict.fromkeys(found, int(cost)))
        if sort in sorts:
            sorts[sort].update(found)
    for section, cost in (
        ("roles", 70),
        ("kin", 65),
        ("lawyers_words", 72),
        ("trades", 100),
        ("not_places", 100),
        ("cities", 85),
    ):
        for word in terms.of(section):
            if len(word) > 1:
                costs[word] = min(costs.get(word, cost), cost)
    for word in terms.of("no_words"):
        costs.pop(word, None)
    return Words(costs, frozenset(sorts["f"]), frozenset(sorts["v"]), frozenset(sorts["s"]))


class Names(NamedTuple):
    """The cost of each surname and of each character of a given name."""

    families: dict[str, int]
    given: dict[str, int]


@cache
def names() -> Names:
    """Of families, how many bear the name; of characters, how often they are chosen."""
    families, given = dict.fromkeys(surnames.KNOWN, DOUBLE), {}
    for line in (terms.DATA / "given.txt").read_text(encoding="utf-8").splitlines():
        cost, characters = line.split(" ")
        given.update(dict.fromkeys(characters, int(cost)))
    for line in (terms.DATA / "names.txt").read_text(encoding="utf-8").splitlines():
        sort, cost, characters = line.split(" ")
        for char in characters:
            table = families if sort == "surname" else given
            table[char] = min(table.get(char, 999), int(cost))
    return Names(families, given)
