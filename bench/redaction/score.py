"""How much of what is planted is masked, and how much of what is masked was planted."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from bench.redaction.corpus import Span, Text
from consult.redaction import Kind, Mask, find


class Score(NamedTuple):
    """Counts by kind. A span counts when every character of it but blanks is masked; a mask, sure
    or not, when at least half of it was planted."""

    planted: Counter
    found: Counter
    masked: Counter
    right: Counter
    missed: list[str]

    def recall(self, kind: str | None = None) -> float:
        """The share of what was planted that is masked whole."""
        return _share(self.found, self.planted, kind)

    def precision(self, kind: str | None = None) -> float:
        """The share of the masks that hide what was planted."""
        return _share(self.right, self.masked, kind)


def _share(part, whole, kind):
    if kind:
        return part[kind] / whole[kind] if whole[kind] else 1.0
    return part.total() / whole.total() if whole else 1.0


def score(texts: Iterable[Text]) -> Score:
    """All texts together, each read for itself."""
    result = Score(Counter(), Counter(), Counter(), Counter(), [])
    for text in texts:
        masks = find(text.text)
        covered = {at for mask in masks for at in range(mask.start, mask.end)}
        planted = {at for span in text.spans for at in range(span.start, span.end)}
        for span in text.spans:
            _count_span(result, text, span, covered)
        for mask in masks:
            _count_mask(result, mask, planted)
    return result


def _count_span(result: Score, text: Text, span: Span, covered: set[int]) -> None:
    result.planted[span.kind] += 1
    word = text.text[span.start : span.end]
    if all(at in covered or text.text[at].isspace() for at in range(span.start, span.end)):
        result.found[span.kind] += 1
    else:
        result.missed.append(f"{span.kind}：{word}")


def _count_mask(result: Score, mask: Mask, planted: set[int]) -> None:
    label = str(Kind(mask.kind).label)
    result.masked[label] += 1
    hidden = sum(at in planted for at in range(mask.start, mask.end))
    result.right[label] += 2 * hidden >= mask.end - mask.start
