"""A text on its way into the index: what of it is searched, and what is kept of it."""

from collections import Counter
from dataclasses import dataclass

from richtext.fulltext import records, tokens


@dataclass(frozen=True)
class Text:
    """What is searched as one: an article, or an article of law.

    Of two that fit as well, the one with the larger `place` comes first. `group` is what
    `Index.drop_group` goes by, 0 for none. `marks` are more tokens, as that of an author. One that
    `is_old` is found by the mark OLD alone and counts for nothing: a version not in force.
    """

    pk: int
    place: int
    group: int
    title: str
    head: str
    body: str
    marks: tuple[str, ...] = ()
    is_old: bool = False


@dataclass(frozen=True)
class Entry:
    """A text as the index takes it: `length` in tokens, `record` as `records` reads it."""

    text: Text
    tokens: list[str]
    record: bytes
    length: int

    @classmethod
    def of(cls, text: Text) -> "Entry":
        """The entry of a text; this is what takes long, a few milliseconds for an article."""
        titled, headed = Counter(tokens.of_text(text.title)), Counter(tokens.of_text(text.head))
        found = Counter(tokens.of_text(text.body))
        found.update(titled)
        found.update(headed)
        marked = _old(found) if text.is_old else _marked(found, titled, headed)
        record = records.packed(found, titled, headed)
        return cls(text, sorted(marked.union(text.marks)), record, found.total())


def _old(found):
    return {tokens.OLD + token for token in found}


def _marked(found, titled, headed):
    """Each token as it is, and again by where it stands; a title says all of its tokens often."""
    marked = {tokens.TITLE + token for token in titled}
    marked |= {tokens.HEAD + token for token in [*titled, *headed]}
    often = (token for token, times in found.items() if times >= tokens.OFTEN_IS or token in titled)
    marked |= {tokens.OFTEN + token for token in often}
    return marked.union(found)
