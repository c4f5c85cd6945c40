"""How usual words, surnames and characters of given names are: costs, ten times −ln of a share."""

from functools import cache
from typing import NamedTuple

from consult.redaction import terms
from firm.base import people

LONGEST = 4
UNKNOWN = 150  # a single character that no table has
RARE_GIVEN = 98
DOUBLE = 62


class Words(NamedTuple):
    """The cost of each word, those that only join others (和, 在, 已经), verbs, names of places and
    things, and how words of three characters and more begin."""

    costs: dict[str, int]
    joining: frozenset[str]
    verbs: frozenset[str]
    places: frozenset[str]
    longer: frozenset[str]


@cache
def words() -> Words:
    """The words of the language and of people who need a lawyer, loaded with the first text."""
    costs: dict[str, int] = {}
    sorts: dict[str, set[str]] = {"f": set(), "v": set(), "s": set()}
    for line in (terms.DATA / "words.txt").read_text(encoding="utf-8").splitlines():
        cost, sort, *found = line.split(" ")
        costs.update(dict.fromkeys(found, int(cost)))
        if sort in sorts:
            sorts[sort].update(found)
    for section, usual in (
        ("roles", 70),
        ("kin", 65),
        ("lawyers_words", 72),
        ("daily_words", 92),
        ("trades", 100),
        ("not_places", 100),
        ("cities", 85),
        ("brands", 104),
    ):
        for word in terms.of(section):
            if len(word) > 1:
                costs[word] = min(costs.get(word, usual), usual)
    for word in terms.of("no_words"):
        costs.pop(word, None)
    longer = frozenset(word[:2] for word in costs if len(word) > 2)
    joining, verbs, places = (frozenset(sorts[sort]) for sort in "fvs")
    return Words(costs, joining, verbs, places, longer)


class Names(NamedTuple):
    """The cost of each surname and character of a given name, and how a name may begin."""

    families: dict[str, int]
    given: dict[str, int]
    begins: frozenset[str]


@cache
def names() -> Names:
    """Of families, how many bear the name; of characters, how often they are chosen."""
    families, given = dict.fromkeys(people.KNOWN, DOUBLE), {}
    for line in (terms.DATA / "given.txt").read_text(encoding="utf-8").splitlines():
        cost, characters = line.split(" ")
        given.update(dict.fromkeys(characters, int(cost)))
    for line in (terms.DATA / "names.txt").read_text(encoding="utf-8").splitlines():
        sort, cost, characters = line.split(" ")
        for char in characters:
            table = families if sort == "surname" else given
            table[char] = min(table.get(char, 999), int(cost))
    return Names(families, given, frozenset(family[0] for family in families) | set("老小阿"))
