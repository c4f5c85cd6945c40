"""Makes what the checks are given from articles, stored ones or one as it is typed."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article, Citation
from articles.quality.checks.draft import Draft, OldCrime
from articles.text import title_key
from richtext.base.tree import write
from richtext.core import sanitise, structure
from statutes.citations import parse
from statutes.law.table import Table
from statutes.models import RenamedCrime

LONGEST = 300_000  # characters of HTML that are looked at; the longest real article has a tenth


def build_draft(article: Article) -> Draft:
    """An article as its fields stand, whatever of it is stored: three queries."""
    root = structure.tidy(sanitise.cleaned(article.body[:LONGEST]))
    html, text = write(root), structure.text_of(root)
    words = Article(title=article.title, summary=article.summary, text=text)
    names = Table.latest().names
    cited = [(one.start, one.end, one.statute) for one in parse(words.citing_words, names)]
    same = _namesakes([article]).get(title_key.key(article.title), {})
    return _draft(article, text, html, cited, same, crimes())


def build_drafts(articles: Iterable[Article]) -> list[Draft]:
    """Many articles as they are stored, in three queries too; their texts are clean."""
    articles, old = list(articles), crimes()
    cited: dict[int, list] = {one.pk: [] for one in articles}
    rows = Citation.objects.filter(article__in=cited)
    for pk, *row in rows.values_list("article", "start", "end", "short_name"):
        cited[pk].append(row)
    same = _namesakes(articles)
    return [
        _draft(one, one.text, one.body, cited[one.pk], same.get(one.title_key, {}), old)
        for one in articles
    ]


def crimes() -> tuple[OldCrime, ...]:
    """The names of crimes that the table knows as old ones."""
    return tuple(
        OldCrime(row.old_name, row.new_name, _since(row)) for row in RenamedCrime.objects.all()
    )


def _since(row):
    since = f"{date_format(row.since)}起" if row.since else "现在"
    return f"{since}叫“{row.new_name}”（{row.citation}）。"


def _namesakes(articles):
    """Titles by their key, and of each the articles that have it."""
    keys = {title_key.key(one.title) for one in articles} - {""}
    found: dict[str, dict[int, str]] = {}
    rows = Article.objects.filter(title_key__in=keys).exclude(state="withdrawn").order_by("pk")
    for pk, title, key in rows.values_list("pk", "title", "title_key"):
        found.setdefault(key, {})[pk] = title
    return found


def _draft(article, text, html, citations, same, old):
    return Draft(
        title=article.title,
        summary=article.summary,
        text=text[:LONGEST],
        html=html[:LONGEST],
        cited=tuple((start, end) for start, end, _ in citations if end <= len(text)),
        laws=tuple(dict.fromkeys(law for _, _, law in citations)),
        checked_on=article.checked_on,
        today=timezone.localdate(),
        source_kind=article.source_kind,
        source=article.source,
        jurisdiction=article.jurisdiction,
        ai_assisted=article.ai_assisted,
        is_stub=article.is_stub,
        agreed_key=article.agreed_key,
        is_cut=len(article.body) > LONGEST,
        crimes=old,
        namesakes=tuple(title for pk, title in same.items() if pk != article.pk),
    )
