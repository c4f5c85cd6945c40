"""What was decided on the marks of a public text, as it is stored."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models


class Reason(models.TextChoices):
    """Why what is marked may be public."""

    LAW = "law", "法条用语"
    USUAL = "usual", "人人都这样说"
    UNKNOWN = "unknown", "认不出是谁"


@dataclass(frozen=True)
class Decided:
    """Words that may stay, each with its reason, and words that a person wants to be marked."""

    ticked: Mapping[str, str] = field(default_factory=dict)
    picked: Sequence[str] = ()

    def dumped(self) -> str:
        """As it is stored, encrypted; in one order, so that the same is the same."""
        rows = {"ticked": dict(self.ticked), "picked": list(dict.fromkeys(self.picked))}
        return json.dumps(rows, ensure_ascii=False, sort_keys=True)

    def without(self, words: Iterable[str]) -> "Decided":
        """With words that are to go: they are open, wherever they stand."""
        gone = list(words)
        ticked = {word: why for word, why in self.ticked.items() if word not in gone}
        return Decided(ticked, [*self.picked, *gone])


def loaded(stored: str) -> Decided:
    """What 0.2.0 stored, a mask for each word, has no reason for anything: all is open again."""
    rows = json.loads(stored or "{}")
    if isinstance(rows.get("ticked"), dict):
        return Decided(rows["ticked"], rows["picked"])
    return Decided()
