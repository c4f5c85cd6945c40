"""The text of a version as a member of a pack: exactly what a site keeps of it, as JSON."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from statutes.base.enums import Status
from statutes.importing.document import Document, Provision
from statutes.importing.reader import MOST_ARTICLES
from statutes.importing.source import Source, plausible
from statutes.importing.versions import Version
from statutes.models import Statute, TextSource

FIELDS = {"slug", "preamble", "annex", "articles", "source"}
LONGEST_PART = 200
HIGHEST = 9_999  # number of an article
FROM_PACK = Source("法规包")  # of a text whose maker did not know its source


@dataclass(frozen=True)
class Text:
    """The text of the row with this slug."""

    slug: str
    preamble: str
    annex: str
    articles: tuple[tuple[int, int, str, str], ...]
    source: Source | None = None

    def version(self, name: str) -> Version:
        """As the import stores it, under the full name of its row."""
        document = Document(
            path=self.slug,
            name=name,
            preamble=self.preamble.split("\n"),
            provisions=[Provision(*one, line=0) for one in self.articles],
            annex=self.annex.split("\n"),
        )
        return Version([document], source=self.source or FROM_PACK)


def of(statute: Statute) -> Text:
    """The text of a record that has one."""
    articles = statute.articles.values_list("number", "sub", "part", "text")
    known = TextSource.objects.filter(statute=statute).first()
    source = Source(known.name, known.url, known.status, known.effective_from) if known else None
    return Text(statute.slug, statute.preamble, statute.annex, tuple(articles), source)


def dumps(text: Text) -> bytes:
    """As a member; the same text gives the same bytes."""
    return json.dumps(asdict(text), ensure_ascii=False, default=str, indent=0).encode()


def loads(content: bytes) -> Text:
    """What a member says; ValueError where it is no text."""
    try:
        said = json.loads(content)
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(said, dict) or said.keys() != FIELDS:
        raise ValueError("other fields")
    slug, preamble, annex = (_words(said[name]) for name in ("slug", "preamble", "annex"))
    articles = tuple(_article(one) for one in _listed(said["articles"]))
    keys = [one[:2] for one in articles]
    if keys != sorted(set(keys)) or not slug:
        raise ValueError("articles out of order")
    return Text(slug, preamble, annex, articles, _source(said["source"]))


def _listed(value):
    if not isinstance(value, list) or len(value) > MOST_ARTICLES:
        raise ValueError("no list of articles")
    return value


def _article(value):
    if not isinstance(value, list):
        raise ValueError("no article")
    number, sub, part, text = value
    counts = all(type(one) is int for one in (number, sub))
    if not counts or not 1 <= number <= HIGHEST or not 0 <= sub <= HIGHEST:
        raise ValueError("no number of an article")
    return number, sub, _words(part, LONGEST_PART), _words(text)


def _source(value):
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != set(Source.__dataclass_fields__):
        raise ValueError("no source")
    day, status = value["effective_from"], _words(value["status"])
    if status and status not in Status.values:
        raise ValueError("no status")
    name, url = _words(value["name"], 120), _words(value["url"], 300)
    if url and not plausible(url):
        raise ValueError("no address")
    return Source(name, url, status, date.fromisoformat(_words(day)) if day else None)


def _words(value, longest=None):
    """Text that every database takes: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str) or "\x00" in value or (longest and len(value) > longest):
        raise ValueError("no text")
    value.encode()
    return value
