"""Which numbers stand by themselves: none under three, nor one that the others give away.

Pure. The rules and why: docs/decisions/0053-figures.md
"""

from collections.abc import Hashable, Mapping, Sequence

LEAST = 3
Counts = Mapping[Hashable, int]


def named(counts: Counts) -> set:
    """The groups with a line of their own; all the others share one, without their names."""
    shown = {key for key, one in counts.items() if one >= LEAST}
    ordered = sorted(shown, key=lambda group: (counts[group], str(group)))
    while ordered and not _is_crowd([one for key, one in counts.items() if key not in shown]):
        shown.discard(ordered.pop(0))
    return shown


def _is_crowd(numbers):
    """Whether what is left over is nothing, or several groups that are enough together."""
    rest = [one for one in numbers if one]
    return not rest or (len(rest) > 1 and sum(rest) >= LEAST)


def hidden(values: Sequence[int]) -> set[int]:
    """Places in a column, whose sum is known, that are left out.

    Those under three, and all of the next smallest number, and the next, until nobody can work one
    out who knows this rule as well. A column of nothing is no secret.
    """
    found = {place for place, number in enumerate(values) if number < LEAST}
    if not found or not sum(values):
        return set()
    few = len(found)
    for number in sorted({one for one in values if one >= LEAST}):
        if _is_vague(values, found, few):
            break
        found |= {place for place, one in enumerate(values) if one == number}
    return found


def _is_vague(values, found, few):
    """Whether their sum leaves open which has how many; two each is the most that few can have."""
    left = sum(values[place] for place in found)
    fullest = len(found) == few and left == (LEAST - 1) * few
    return len(found) > 1 and left >= LEAST and not fullest
