"""Parses a query: its words without question words, and the law that it names."""

from dataclasses import dataclass

from articles.search import law_terms
from richtext.fulltext import question, tokens
from richtext.fulltext.expressions import Token


@dataclass(frozen=True)
class ParsedQuery:
    """A query as the index is asked: its words, and the same as they were typed.

    `rest` is what was typed without the articles of law that it names.
    """

    words: tuple[question.Word, ...] = ()
    typed: tuple[Token, ...] = ()
    rest: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """All articles of law that it names."""
        return tuple(key for word in self.words for key in word.keys)

    @property
    def cheap(self) -> tuple[question.Word, ...]:
        """The words of which whole tokens are asked, and no article of law.

        To ask for the beginning of tokens takes as long as a hundred whole ones.
        """
        return tuple(word for word in self.others if not word.begins)

    @property
    def telling(self) -> tuple[question.Word, ...]:
        """The words by which hits are ranked: a character alone only where it is all there is."""
        return tuple(word for word in self.words if not word.begins) or self.words

    @property
    def others(self) -> tuple[question.Word, ...]:
        """The words that name no article of law."""
        return tuple(word for word in self.words if not word.keys)


def parse_query(text: str) -> ParsedQuery:
    """What a query asks for; no words where nothing in it can be looked for."""
    said = question.words_of(text, most=None)
    terms = law_terms.terms_in(said[: question.MOST_WORDS])
    words = [word for term in terms for word in _words(term)][: question.MOST_WORDS * 2]
    plain = [word for term in terms if not term.keys for word in term.words]
    return ParsedQuery(
        words=tuple(question.asked(words)),
        typed=tuple(_cheap([token for part in plain for token in question.spelled(part)])),
        rest=" ".join([*plain, *said[question.MOST_WORDS :]]),
    )


def _cheap(typed):
    """Whole tokens, or one beginning where there is no other."""
    return [token for token in typed if not token.begins] or typed[:1]


def _words(term):
    """The words of a term: one of a law, else what is left of it without its asking words."""
    if term.names or term.keys:
        named = [question.spelled("".join(term.words)), *map(question.spelled, term.names)]
        found = tuple(dict.fromkeys(tuple(one) for one in named if one))
        return [question.Word(found, term.keys)] if found else []
    typed = tokens.fold(term.words[0])
    said = [part for part in question.ASKING.split(typed) if tokens.RUN.search(part)]
    return [
        question.Word(question.spellings(part))
        for part in said or [typed]
        if question.spelled(part)
    ]
