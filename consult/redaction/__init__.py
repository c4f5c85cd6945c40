"""Compares a text that is to be public with what its client wrote: what could tell who it was.

    spans = find([question, answer], said, names=[...], law=words_of_law)

Each span is rewritten or kept by a person, with a reason. Nothing here makes a text anonymous by
itself (个人信息保护法 2021, article 73).
"""

from consult.redaction.marking import Span, Why, find
from consult.redaction.words import law_words
