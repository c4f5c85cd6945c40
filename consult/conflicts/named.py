"""Whom a consultation names: in its two fields, in the question, in what follows and in the facts.

Read, spelt and hashed before the check begins, in whose transaction all others wait.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

from consult.base.enums import Likeness, Sender
from consult.conflicts import blind_indexes as names
from consult.conflicts import far_names, told
from consult.conflicts.blind_indexes import NAME_PURPOSE, is_generic
from consult.crypto.fields import hashed
from consult.models import Consultation

PURPOSE = "short name"
CLIENT, OPPONENT, QUESTION, FOLLOW_UP, FACTS = "称呼", "对方名称", "问题", "补充", "情况"
GENERAL = "过于笼统，没有比对"
PART = "不是全名，只比对了写出的部分"
CUT = "内容过长或者名称过多，没有比全"


class Compared(NamedTuple):
    """A name of a consultation, where it stands, and why it was not compared whole."""

    name: str
    where: str
    why: str = ""


class Met(NamedTuple):
    likeness: Likeness
    name: str  # of the consultation


class _Read:
    """The keys of the names of a consultation, before they are hashed."""

    def __init__(self) -> None:
        self.compared: list[Compared] = []
        self.whole: dict[tuple[bool, str], tuple[str, bool]] = {}
        self.stored: dict[bool, set[str]] = {False: set(), True: set()}
        self.sought: dict[bool, dict[str, Met]] = {False: {}, True: {}}

    def add(self, side: bool, name: str, key: str, far: names.Keys, *, seals: bool = True) -> None:
        """A name with its far keys; without a key of its own it is too general to be compared."""
        near = names.keys_of([name]) if key else names.Keys(set(), {})
        if key:
            self.whole.setdefault((side, key), (name, seals))
        # Everybody called 王总 would meet the clients of all earlier consultations called 王.
        self.stored[side] |= {
            one for one in near.stored | far.stored if not one.startswith(far_names.TITLE)
        }
        for each in (near, far):
            for one, likeness in each.sought.items():
                self.sought[side].setdefault(one, Met(likeness, name))


@dataclass(frozen=True)
class Named:
    """Whom a consultation names, by side (True is the opponent's).

    Indexes under every key, with the name and whether it may seal: two characters in a text may be
    any word. Of the short forms what is stored, and what is looked for. `several` has an index for
    each opponent where the field names more than one: so each of them is found.
    """

    compared: list[Compared]
    indexes: dict[bool, dict[str, tuple[str, bool]]]
    several: list[str]
    short: dict[bool, set[str]]
    sought: dict[bool, dict[str, Met]]

    @classmethod
    def by(cls, consultation: Consultation) -> Self:
        said = [one.text for one in consultation.messages.filter(sender=Sender.CLIENT)]
        facts = [one.value for one in consultation.facts.all()]
        # The newest first: what came before was read when it came.
        texts = {QUESTION: said[:1], FOLLOW_UP: said[:0:-1], FACTS: facts}
        joined = {where: "\n".join(each) for where, each in texts.items()}
        return cls.of(consultation.name, consultation.opponent, joined)

    @classmethod
    def of(cls, client: str, opponent: str, texts: dict[str, str] | None = None) -> Self:
        """Spelt first, then hashed all together."""
        read = _Read()
        parts = {False: names.name_parts(client), True: names.name_parts(opponent)}
        for side, where, field in ((False, CLIENT, client), (True, OPPONENT, opponent)):
            read.compared += [Compared(name, where, why_not(name)) for name in names.apart(field)]
            for key, name in parts[side].items():
                telling = not is_generic(key)
                read.add(side, name, key if telling else "", far_names.keys_of([name]))
            for name, _ in told.read(field)[0]:  # 我公公郁达川, 谭总（谭振邦）
                key, ends = names.normalise_name(name), field.rstrip("）) ").endswith(name)
                if ends and key not in parts[side]:
                    read.add(side, name, key, far_names.keys_of([name]))
        own, spans = {*parts[False]}, set[str]()
        for where, text in (texts or {}).items():
            found, there = told.read(text)
            spans |= there
            if len(found) > told.MOST_LISTED or len(text) > told.MOST_READ:
                read.compared.append(Compared("", where, CUT))
            for name, is_own in found[: told.MOST_LISTED]:
                key = names.normalise_name(name)
                own |= {key} if is_own else set()
                if key in parts[False] or key in parts[True]:
                    continue
                read.compared.append(Compared(name, where, why_not(name)))
                far = names.Keys(set(), far_names.keys_of([name]).sought)
                for side in (False, True) if is_own is None else (not is_own,):
                    read.add(side, name, key, far, seals=is_own is not None and len(key) > 2)
        known = {key for _, key in read.whole}
        for name in spans - own - known:
            read.whole[True, name] = (name, len(name) > 2)
        return cls._hashed(read, parts[True])

    @classmethod
    def _hashed(cls, read: "_Read", opponents: Iterable[str]) -> Self:
        pairs = [(NAME_PURPOSE, key) for key in {*opponents, *(key for _, key in read.whole)}]
        short = [*read.stored.values(), *read.sought.values()]
        hashes = hashed([*pairs, *((PURPOSE, key) for each in short for key in each)])
        indexes: dict[bool, dict[str, tuple[str, bool]]] = {False: {}, True: {}}
        for (side, key), known in read.whole.items():
            indexes[side] |= dict.fromkeys(hashes[NAME_PURPOSE, key], known)
        several = sorted({hashes[NAME_PURPOSE, key][0] for key in opponents})
        sought: dict[bool, dict[str, Met]] = {False: {}, True: {}}
        for side, each in read.sought.items():
            for key, met in each.items():
                sought[side] |= dict.fromkeys(hashes[PURPOSE, key], met)
        return cls(
            read.compared,
            indexes,
            several if len(several) > 1 else [],
            {side: {hashes[PURPOSE, one][0] for one in each} for side, each in read.stored.items()},
            sought,
        )

    def __bool__(self) -> bool:
        return any((*self.indexes.values(), *self.sought.values(), self.several))


def why_not(name: str) -> str:
    """Why a name was not compared whole; "" where it was."""
    if is_generic(names.normalise_name(name)):
        return GENERAL
    return "" if names.is_whole(name) else PART


def named_ahead(client: str, opponent: str, texts: dict[str, str]) -> Named | None:
    """For the first check, before its transaction begins: all checks wait in line.

    None where that fails; so will the check then, and it knows what follows.
    """
    try:
        return Named.of(client, opponent, texts)
    except Exception:
        return None
