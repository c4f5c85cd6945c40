"""What an index should answer, worked out from the texts themselves."""

from collections import Counter
from contextlib import contextmanager

from django.db import transaction

from richtext.fulltext import tokens
from richtext.fulltext.index import Index, Part
from richtext.fulltext.tokens import Text

INDEX = Index("statutes_search")  # its ids need no articles behind them
WORDS = ["工伤", "离婚", "lpr", "借条", "拆迁", "37"]
ALL = {mark: Part([((mark + "工伤",),)], 500) for mark in (tokens.ANYWHERE, tokens.OLD)}


@contextmanager
def afresh():
    """Context: an example among many, of which nothing is left in the transaction of the test."""
    with transaction.atomic():
        yield {}
        transaction.set_rollback(True)


def text(pk, body="工伤", *, place=0, **more):
    """A text with an id, its words in the body unless said otherwise."""
    given = {"group": 0, "title": "", "head": "", **more}
    return Text(pk=pk, place=place or pk, body=body, **given)


def frequencies(texts):
    """How many there are, of which length, and how many hold each word."""
    counted = [
        Counter([word for part in tokens.of_texts(one.title, one.head, one.body) for word in part])
        for one in texts
        if not one.is_old
    ]
    held = {word: sum(word in found for found in counted) for word in WORDS}
    length = sum(found.total() for found in counted)
    return len(counted), length / max(len(counted), 1), held


def held(record, *words):
    return record.held(sorted((tokens.key_of(word), word) for word in words))


def ids(*parts, hidden=()):
    """The ids of what the index lists for each part, in its order."""
    answers = INDEX.ask(parts, hidden)
    found = {one.doc: one for docs in answers for one in INDEX.records(docs)}
    lists = [[found[doc].pk for doc in docs] for docs in answers]
    return lists[0] if len(parts) == 1 else lists
