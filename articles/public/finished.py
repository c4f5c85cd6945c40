"""By what the finished pieces of an article's page are kept: all that they were made of.

So a change of anything else leaves them as they are, and only the head and the foot of the page,
which say what is new, are made again.
"""

import hashlib
from operator import attrgetter

from django.utils import timezone

from articles.models import Article, Citation, Tag
from firm.base import current_site, kept

OF_ARTICLE = attrgetter(*(field.attname for field in Article._meta.concrete_fields))
OF_CITATION = attrgetter(*(field.attname for field in Citation._meta.concrete_fields))


def key(article: Article, citations: list[Citation], tags: list[Tag]) -> tuple | None:
    """The rows, letter by letter; the firm and the law as of when; whose site; and the day.

    None where nobody has read the versions of the content: then nothing is kept.
    """
    versions, own = kept.versions(), current_site.current()
    if versions is None:
        return None
    rows = [
        OF_ARTICLE(article),
        *map(OF_CITATION, citations),
        *((tag.pk, tag.name) for tag in tags),
    ]
    digest = hashlib.blake2b(repr(rows).encode(), digest_size=32).digest()
    state = (versions.firm, versions.statutes)
    return digest, state, own and own.pk, timezone.localdate()
