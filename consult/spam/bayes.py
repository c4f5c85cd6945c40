"""Whether a post is like those that the firm has marked as spam: a naive Bayes.

It weighs pairs of characters and some signs, and learns from what the firm did: marked as spam on
one side, answered or released on the other, with everyday questions for the first verdict. The
lessons are the texts themselves, opened by a process that needs them: nothing is stored, so what is
erased or taken back teaches nothing from then on. What looks no more like spam than honest texts is
never held, however many marked texts borrow their words. docs/decisions/0006-spam.md
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import cache
from itertools import chain
from math import log, sqrt
from pathlib import Path
from uuid import UUID

from consult.base.enums import LIVE, Sender, State
from consult.base.policy import Action
from consult.crypto.fields import DecryptionError
from consult.models import Consultation, Message

MOST = 200  # lessons of each kind, the newest
LONGEST = 2_000  # characters of a text that are looked at
HERE = Path(__file__).parent
FEWEST = 10  # pairs; a text with fewer is no surer for it
LEAST = 2.25  # the logarithm of the odds below which nothing is held, nine to one
PAIRS = 3  # how much the mean of the pairs weighs beside the signs
OUTLIERS = 100  # one of so many honest texts may look like spam: a tout that was answered

# What tells an offer from a trouble, whatever its trade: a name and words in each line. They decide
# nothing: what each sign weighs is learned. It counts once, twice and four times in a text.
_LINES = (HERE / "signs.txt").read_text(encoding="utf-8").splitlines()
SIGNS = {name: re.compile(words) for name, _, words in (one.partition(" ") for one in _LINES)}
TIMES = (1, 2, 4)
EVERY_SIGN = ["foreign", "repeats", *((name, times) for name in SIGNS for times in TIMES)]
ADDRESS, NUMBER = re.compile(r"[a-z][a-z@_.:/\-]*"), re.compile(r"\d[\d,.]*")


Parts = tuple[frozenset[int], frozenset[object]]  # pairs as numbers of this process, and signs


def parts_of(text: str) -> Parts:
    """What of a text is weighed, and nothing to read it by."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    found = {name: len(set(words.findall(folded))) for name, words in SIGNS.items()}
    signs: set[object] = {(name, n) for name, times in found.items() for n in TIMES if times >= n}
    written = [one for one in folded if one.isalnum()]
    if 2 * sum("一" <= one <= "鿿" for one in written) < len(written):
        signs.add("foreign")
    if len(set(folded)) < min(len(folded) / 2, 8):
        signs.add("repeats")
    # Which number or address is written says nothing: the next one is another.
    bare = NUMBER.sub("0", ADDRESS.sub("a", folded))
    kept = "".join(one for one in bare if one.isalnum() or one == "?")
    pairs = {hash(kept[start : start + 2]) for start in range(len(kept) - 1)}
    return frozenset(pairs), frozenset(signs)


class Learned:
    """What some lessons come to: a score for each text, and the `bound` of honest ones."""

    def __init__(self, spam: Collection[Parts], honest: Collection[Parts]) -> None:
        self.sizes = len(spam), len(honest)
        self.pairs, self.signs = (
            [Counter(chain.from_iterable(one[place] for one in each)) for each in (spam, honest)]
            for place in range(2)
        )
        self.totals = [counts.total() for counts in self.pairs]
        self.kinds = len(self.pairs[0] | self.pairs[1])
        # Each is weighed as if it were not known: a lesson is nothing like spam to itself.
        scores = sorted(self.score(one, known=1) for one in honest)
        self.bound = max(LEAST, scores[-1 - len(scores) // OUTLIERS])

    def score(self, parts: Parts, known: int = 0) -> float:
        """How much likelier spam than honest; `known` times it is among the honest lessons."""
        pairs, signs = parts
        (spam, honest), (all_spam, all_honest) = self.pairs, self.totals
        usual = log((all_honest + self.kinds) / (all_spam + self.kinds))
        found = [(spam[pair], honest[pair] - known) for pair in pairs]
        total = sum(usual + log((s + 1) / (h + 1)) for s, h in found if s or h)
        total *= PAIRS / sqrt(max(len(pairs), FEWEST))
        marked, others = self.sizes[0] + 2, self.sizes[1] + 2 - known
        for sign in EVERY_SIGN:
            has = sign in signs
            s, h = self.signs[0][sign] + 1, self.signs[1][sign] + 1 - (known if has else 0)
            both = (s, h) if has else (marked - s, others - h)
            total += log(both[0] / marked) - log(both[1] / others)
        return total


@cache
def _everyday() -> list[Parts]:
    lines = (HERE / "everyday_questions.txt").read_text(encoding="utf-8").splitlines()
    return [parts_of(line) for line in lines]


def _lessons() -> tuple[set[UUID], set[UUID]]:
    """The consultations to learn from: those marked, those answered or released."""
    rows = Consultation.objects.allowing(Action.READ).values_list("pk", flat=True)
    spam = set(rows.filter(state=State.SPAM).order_by("-received_at")[:MOST])
    if not spam:
        return spam, spam
    answered = rows.filter(answered_at__isnull=False).exclude(state=State.SPAM)
    released = rows.filter(state__in=LIVE).exclude(doubts="")
    honest = {*answered.order_by("-answered_at")[:MOST], *released.order_by("-received_at")[:MOST]}
    return spam, honest


def questions(keys: Collection[UUID]) -> dict[UUID, str]:
    """What the clients of some consultations wrote first, as far as it opens."""
    rows = Message.objects.filter(consultation__in=keys, sender=Sender.CLIENT)
    found: dict[UUID, str] = {}
    for one in rows.order_by("sent_at", "pk"):
        if one.consultation_id not in found:
            with suppress(DecryptionError):
                found[one.consultation_id] = one.text
    return found


# What this process has learned, of which lessons, and the parts of each.
_learned: tuple[object, Learned | None, dict[UUID, Parts]] = None, None, {}


def is_like_spam(text: str) -> bool:
    """Whether a text is to be looked at first, by the verdicts of the firm as they stand now."""
    return judge()(text)


def judge() -> Callable[[str], bool]:
    """The same question for many texts."""
    global _learned
    spam, honest = lessons = _lessons()
    known, learned, parts = _learned
    if known != lessons:
        new = questions((spam | honest) - parts.keys())
        parts = {key: parts[key] for key in (spam | honest) & parts.keys()}
        parts |= {key: parts_of(text) for key, text in new.items()}
        marked = [parts[key] for key in spam & parts.keys()]
        others = [*_everyday(), *(parts[key] for key in honest & parts.keys())]
        learned = Learned(marked, others) if marked else None
        _learned = lessons, learned, parts
    if learned is None:
        return lambda text: False
    return lambda text: learned.score(parts_of(text)) > learned.bound
