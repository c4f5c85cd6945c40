"""What an article has to hold, as a tree of tokens; each engine writes it in its own language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Token:
    """One token; with `begins`, any token that begins so."""

    text: str
    begins: bool = False


@dataclass(frozen=True)
class All:
    """Every one of the parts, of which there is at least one."""

    parts: tuple


@dataclass(frozen=True)
class Either:
    """At least one of the parts."""

    parts: tuple


def every(parts: Iterable):
    """The parts joined by AND; None for none."""
    found = tuple(part for part in parts if part is not None)
    return All(found) if found else None


def written(tree, leaf: Callable[[Token], str], both: str, either: str) -> str:
    """The tree as text: `leaf` writes a token, `both` and `either` join the parts."""
    if isinstance(tree, Token):
        return leaf(tree)
    joint = both if isinstance(tree, All) else either
    return "(" + joint.join(written(part, leaf, both, either) for part in tree.parts) + ")"
