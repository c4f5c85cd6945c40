"""Words of a query that mean the law: 民法典1079条 in every spelling, 民诉法, 法释〔2020〕25号."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from articles.models import Citation
from statutes.models import Statute
from statutes.numerals import article_words, to_han, to_int
from statutes.queries import keys_of_query
from statutes.table import Table

NUMBER = r"[\d零〇一二两三四五六七八九十百千]{1,9}"
# What a query about the law holds; without it the table of statutes is not asked.
OF_LAW = re.compile(rf"《|法|典|条例|规定|解释|办法|决定|细则|意见|纪要|{NUMBER}条")
PLACE = rf"第?({NUMBER})(?:条(?:之({NUMBER}))?)?"
LONE_PLACE = re.compile(PLACE)
NAMED_PLACE = re.compile(rf"(?:[法典例定释》）)号]|第){PLACE}(?![\d年月日号元%])")
LONGEST_WORD = 32  # of which the text is asked
NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Term:
    """One or two words of a query; `cited` is what an article meets that cites the law they mean.

    `number` tells whether they mean an article of a statute, not a statute as a whole.
    """

    words: tuple[str, ...]
    cited: Q = NOBODY
    number: bool = False


def of(words: Sequence[str]) -> list[Term]:
    """The terms of a query; 民法典 and a number that follows it are one."""
    if not OF_LAW.search(" ".join(words)):
        return [_plain(word) for word in words]
    names = Table(Statute.objects.for_list()).names
    found, rest = [], list(words)
    while rest:
        pair = len(rest) > 1 and LONE_PLACE.fullmatch(rest[1]) and _term(rest[:2], names)
        found.append(pair or _term(rest[:1], names) or _plain(rest[0]))
        rest = rest[len(found[-1].words) :]
    return found


def _plain(word):
    return Term((word[:LONGEST_WORD],))


def _term(words, names):
    """The term of some words that mean the law; None if they mean none."""
    keys = keys_of_query("".join(words), names)
    if not keys:
        return None
    cited = Q()
    for key in keys:
        cited &= Q(pk__in=_citing(key).values("article"))
    short = tuple(word[:LONGEST_WORD] for word in words)
    return Term(short, cited, any(":" in key for key in keys))


def _citing(key):
    """The citations of a normal form: 民法典:1079, 刑法:224-1, or all of a statute."""
    short_name, _, place = key.rpartition(":")
    if not short_name:
        return Citation.objects.filter(short_name=key)
    number, _, sub = place.partition("-")
    return Citation.objects.of_article(short_name, int(number), int(sub or 0))


def spellings(words: Sequence[str]) -> list[str]:
    """How the articles of law that a query names may stand in a text, in Han and in digits."""
    found = []
    for place in NAMED_PLACE.finditer("".join(words)):
        number, sub = to_int(place[1]), to_int(place[2] or "0")
        if number:
            behind = f"之{to_han(sub)}" if sub else ""
            found += [article_words(number, sub or 0), f"第{number}条{behind}"]
    return found
