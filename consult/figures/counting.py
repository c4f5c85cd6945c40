"""Counts facts: how many, how many of them in time, how long an answer took in the middle."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from consult.base.enums import Outcome
from consult.figures.facts import Fact


@dataclass(frozen=True)
class Sum:
    """Some consultations in numbers; `middle` is None without an answer, `share` without a due."""

    received: int
    answered: int
    late: int
    live: int
    engaged: int
    middle: float | None
    share: float | None
    outcomes: Counter

    @property
    def unsaid(self):
        """Of how many nobody has noted what became of them."""
        return self.received - sum(self.outcomes.values())


def total(facts: Iterable[Fact]) -> Sum:
    """The numbers of some consultations."""
    facts = list(facts)
    hours = [one.hours for one in facts if one.hours is not None]
    due = [one.in_time for one in facts if one.in_time is not None]
    outcomes = Counter(one.outcome for one in facts if one.outcome)
    return Sum(
        received=len(facts),
        answered=len(hours),
        late=due.count(False),
        live=sum(one.is_live for one in facts),
        engaged=outcomes[Outcome.ENGAGED],
        middle=median(hours) if hours else None,
        share=100 * due.count(True) / len(due) if due else None,
        outcomes=outcomes,
    )
