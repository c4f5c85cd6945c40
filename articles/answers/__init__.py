"""The one search of the site: law, names, articles, in fixed slots; and what to try instead."""

from articles.answers.instead import frequent_words
from articles.answers.slots import LONGEST, Answers, find
from articles.answers.while_asking import suggest

__all__ = ["LONGEST", "Answers", "find", "frequent_words", "suggest"]
