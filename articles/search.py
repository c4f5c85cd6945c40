"""How text is found: `search` answers ids in order and their total number.

Every word has to stand in title, summary or text, or be a law that the article cites; those that
cite the article of law that was asked for come first, then those with the words in the title. The
interface is the one that an index keeps, so that callers stay as they are when one comes.
"""

import re
import unicodedata

from django.db.models import Case, IntegerField, Q, Value, When

from articles import law_terms
from articles.models import Article

MOST_WORDS = 8
MOST_PIECES = 12


def words_of(text):
    """The words of a query: NFKC, split at white space and at the signs between words."""
    folded = unicodedata.normalize("NFKC", text)
    parts = re.split(r"[\s,，、;；。？?！!]+", folded)
    return [part for part in parts if part][:MOST_WORDS]


def pieces_of(text):
    """The two-character pieces of the Han runs of a query, for when no whole word is found."""
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", unicodedata.normalize("NFKC", text))
    pieces = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    return list(dict.fromkeys(pieces))[:MOST_PIECES]


def search(text, limit=20, offset=0):
    """Ids of the published articles for a query, best first, and how many there are.

    All words have to stand in an article; where none holds them all, as with a whole sentence,
    those with the most two-character pieces of it come, the title counted three times.
    """
    terms = law_terms.of(words_of(text))
    found = _with_all(terms) if terms else Article.objects.none()
    if terms and not found.exists():
        # 民法 and 法典 stand in half of all articles: no help to who asks for one article of it.
        words = [word for term in terms if not term.number for word in term.words]
        found = _with_most(pieces_of(" ".join(words)))
    return list(found.values_list("pk", flat=True)[offset : offset + limit]), found.count()


def _holds(word):
    return Q(title__icontains=word) | Q(summary__icontains=word) | Q(text__icontains=word)


def _with_all(terms):
    found, in_title, cited = Article.objects.published(), Q(), Q()
    for term in terms:
        text = Q()
        for word in term.words:
            text &= _holds(word)
            in_title &= Q(title__icontains=word)
        found = found.filter(text | term.cited)
        if term.number:
            cited &= term.cited
    steps = [When(cited, then=Value(0))] if cited else []
    steps.append(When(in_title, then=Value(1)))
    place = Case(*steps, default=Value(2), output_field=IntegerField())
    return found.order_by(place, "-publish_at", "-pk")


def _with_most(pieces):
    if not pieces:
        return Article.objects.none()
    score = Value(0, output_field=IntegerField())
    for piece in pieces:
        score = score + Case(
            When(title__icontains=piece, then=Value(3)),
            When(_holds(piece), then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    enough = max(2, len(pieces) // 2)
    found = Article.objects.published().annotate(score=score).filter(score__gte=enough)
    return found.order_by("-score", "-publish_at", "-pk")


def marks_of(text):
    """What is marked in the hits of a query: its words, their pieces, numbers in both spellings."""
    words = words_of(text)
    spelled = law_terms.spellings(words)
    return spelled + words if spelled else words + pieces_of(text)


def snippet(article, words, width=90):
    """The part of an article's text where a word stands, as (text, is_hit) pieces."""
    text = article.text.replace("\n", "")
    first = min((at for at in (_find(text, word) for word in words) if at >= 0), default=-1)
    if first < 0:
        return marked(article.excerpt, words)
    start = max(first - width // 3, 0)
    cut = text[start : start + width]
    shown = ("……" if start else "") + cut + ("……" if start + width < len(text) else "")
    return marked(shown, words)


def marked(text, words):
    """The text in pieces, each with whether it is one of the words."""
    if not words:
        return [(text, False)]
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pieces = re.split(f"({pattern})", text, flags=re.I)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def _find(text, word):
    return text.lower().find(word.lower())
