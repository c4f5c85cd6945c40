"""What a query means: its words, the law that it names, and what is marked in a result."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from richtext.base.chinese import to_han, to_int
from richtext.fulltext import highlight, question
from richtext.fulltext.question import Token
from statutes.citations.places import article_words
from statutes.citations.queries import keys_of_query
from statutes.law.table import Table

# Words of a query that mean the law: 民法典1079条 in every spelling, 民诉法, 法释〔2020〕25号.

NUMBER = r"[\d零〇一二两三四五六七八九十百千]{1,9}"
# What a query about the law holds; without it the table of statutes is not asked.
OF_LAW = re.compile(rf"《|法|典|条例|规定|解释|办法|决定|细则|意见|纪要|{NUMBER}条")
PLACE = rf"第?({NUMBER})(?:条(?:之({NUMBER}))?)?"
LONE_PLACE = re.compile(PLACE)
NAMED_PLACE = re.compile(rf"(?:[法典例定释》）)号]|第){PLACE}(?![\d年月日号元%])")
LONGEST_WORD = 32  # of which the text is asked


@dataclass(frozen=True)
class Term:
    """One or two words of a query, and the law that they mean, if any.

    `keys` are normal forms of articles of law (民法典:1079); `names` are the ways in which a text
    writes the statute, when a statute as a whole is meant.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def terms_in(words: Sequence[str], table: Table | None = None) -> list[Term]:
    """The terms of a query; 民法典 and a number that follows it are one."""
    if not OF_LAW.search(" ".join(words)):
        return [_plain(word) for word in words]
    table = table or Table.latest()
    found, rest = [], list(words)
    while rest:
        pair = len(rest) > 1 and LONE_PLACE.fullmatch(rest[1]) and _term(rest[:2], table)
        found.append(pair or _term(rest[:1], table) or _plain(rest[0]))
        rest = rest[len(found[-1].words) :]
    return found


def beside_law(text: str, table: Table) -> str:
    """The words of a query that name no law."""
    terms = terms_in(question.words_of(text), table)
    return " ".join(word for one in terms if not (one.keys or one.names) for word in one.words)


def _plain(word):
    return Term((word[:LONGEST_WORD],))


def _term(words, table):
    """The term of some words that mean the law; None if they mean none."""
    keys = keys_of_query("".join(words), table.names)
    if not keys:
        return None
    short = tuple(word[:LONGEST_WORD] for word in words)
    numbered = tuple(key for key in keys if ":" in key)
    if numbered:
        return Term(short, numbered)
    names: list[str] = []
    for key in keys:  # the names of each statute, without those that only add to another one
        written = {key}
        for row in table.versions(key):
            written |= {row.name, *row.alias_list}
        shortest = sorted(written, key=lambda name: (len(name), name))
        names += [
            name
            for place, name in enumerate(shortest)
            if not any(other in name for other in shortest[:place])
        ]
    return Term(short, names=tuple(names))


def words_to_mark(text: str) -> list[str]:
    """The words to highlight in hits: of the query, their pairs, numbers in Han and in digits."""
    words, found = question.words_of(text), []
    for place in NAMED_PLACE.finditer("".join(words)):
        number, sub = to_int(place[1]), to_int(place[2] or "0")
        if number:
            behind = f"之{to_han(sub)}" if sub else ""
            found += [article_words(number, sub or 0), f"第{number}条{behind}"]
    return found + words if found else highlight.words_to_mark(text)


@dataclass(frozen=True)
class ParsedQuery:
    """A query as the index is asked; `rest` is what was typed without articles of law."""

    words: tuple[question.Word, ...] = ()
    typed: tuple[Token, ...] = ()
    rest: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for word in self.words for key in word.keys)

    @property
    def cheap(self) -> tuple[question.Word, ...]:
        """Of whole tokens and no article of law: a beginning takes as long as a hundred of them."""
        return tuple(word for word in self.others if not word.begins)

    @property
    def telling(self) -> tuple[question.Word, ...]:
        """The words by which hits are ranked: a character alone only where it is all there is."""
        return tuple(word for word in self.words if not word.begins) or self.words

    @property
    def others(self) -> tuple[question.Word, ...]:
        return tuple(word for word in self.words if not word.keys)


def parse_query(text: str) -> ParsedQuery:
    """What a query asks for; no words where nothing in it can be looked for."""
    said = question.words_of(text, most=None)
    terms = terms_in(said[: question.MOST_WORDS])
    words = [word for term in terms for word in _words(term)][: question.MOST_WORDS * 2]
    plain = [word for term in terms if not term.keys for word in term.words]
    typed = [token for part in plain for token in question.spelled(part)]
    return ParsedQuery(
        words=tuple(question.asked(words)),
        typed=tuple([token for token in typed if not token.begins] or typed[:1]),
        rest=" ".join([*plain, *said[question.MOST_WORDS :]]),
    )


def _words(term):
    """The words of a term: one of a law, else what is left of it without its asking words."""
    if term.names or term.keys:
        named = [question.spelled("".join(term.words)), *map(question.spelled, term.names)]
        found = tuple(dict.fromkeys(tuple(one) for one in named if one))
        return [question.Word(found, term.keys)] if found else []
    return [
        question.Word(question.spellings(part))
        for part in question.said_parts(term.words[0])
        if question.spelled(part)
    ]
