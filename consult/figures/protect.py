"""Which numbers stand by themselves: none under three, nor one that the others give away.

Pure. The rules and why: docs/decisions/0053-figures.md
"""

from collections.abc import Hashable, Mapping, Sequence

LEAST = 3
Counts = Mapping[Hashable, int]


def named(counts: Counts, months: Sequence[Counts] = ()) -> set:
    """The groups with a line of their own; all the others share one, without their names.

    With `months`, of a table of one month: only groups with enough in each of them. A group with a
    line in some months and in the year would tell what it had in the rest.
    """
    known = named(counts) if months else {key for key, one in counts.items() if one >= LEAST}
    shown = {group for group in known if all(one.get(group, 0) >= LEAST for one in months)}
    ordered = sorted(shown, key=lambda group: (counts[group], str(group)))
    while ordered and not _is_crowd(counts, months, shown):
        shown.discard(ordered.pop(0))
    return shown


def _is_crowd(counts, months, shown):
    """Whether what is left of each table is nothing, or several groups that are enough."""
    rest = [group for group, number in counts.items() if number and group not in shown]
    sums = [sum(one.get(group, 0) for group in rest) for one in [counts, *months]]
    return not rest or (len(rest) > 1 and sums[0] >= LEAST and not {1, 2} & set(sums))


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
