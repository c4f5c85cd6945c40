"""The related links of imported articles: set once all articles are there."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from articles.models import Article, RelatedLink
from statutes.base.columns import max_length
from transfer.importing import values
from transfer.importing.article_matching import MatchedArticle, Outcome

BATCH = 200
LONGEST_TITLE = max_length(RelatedLink, "title")
OUTSIDE = URLValidator(["http", "https"])
LONGEST_URL = max_length(RelatedLink, "url")


@dataclass
class Wanted:
    """The links that one article should have."""

    place: str
    article: int | None  # its key, None in a dry run of what is new
    related: list[str]
    only_if_none: bool


@dataclass
class Links:
    """Collects what is wanted during an import, and sets it at its end.

    Without `update` an article that has not changed keeps the links that an editor has picked.
    """

    update: bool = False
    wanted: list[Wanted] = field(default_factory=list)
    numbers: dict[int, int | None] = field(default_factory=dict)  # on the other site to here
    names: dict[str, int | None] = field(default_factory=dict)

    def note(self, one: MatchedArticle) -> None:
        """Remember the links of an article, and under which names others may mean it."""
        key, made = one.wanted.pk, one.made
        self.names[made.identity] = key
        if made.site_number:
            self.numbers[made.site_number] = key
        if made.related is not None and one.done != Outcome.KEPT:
            unchanged = one.done == Outcome.UNCHANGED and not self.update
            self.wanted.append(Wanted(made.record.place, key, made.related, unchanged))

    def settle(self, *, dry_run: bool) -> list[tuple[str, str]]:
        """Set all links; a sentence and its place for each that leads nowhere."""
        remarks = []
        for start in range(0, len(self.wanted), BATCH):
            batch = self.wanted[start : start + BATCH]
            with transaction.atomic():
                remarks += self._settle(batch, dry_run)
        self.wanted.clear()
        return remarks

    def _settle(self, batch, dry_run):
        known, remarks, rows = self._known(batch), [], {}
        for one in batch:
            found = [(told, self._link(told, one, known)) for told in one.related]
            remarks += [
                (f"相关链接“{told[:60]}”没有导入：{link}", one.place)
                for told, link in found
                if isinstance(link, str)
            ]
            rows[one.article] = [link for _, link in found if not isinstance(link, str)]
        if not dry_run:
            _replace(batch, rows)
        return remarks

    def _known(self, batch):
        """The articles of the site that the batch names by id, and by number."""
        told = {one for wanted in batch for one in wanted.related}
        numbers = {number for one in told if (number := _number(one))}
        by_name = Article.objects.imported_as(told).values_list("external_id", "pk")
        by_number = Article.objects.filter(pk__in=numbers).values_list("pk", "pk")
        return {**dict(by_name), **dict(by_number), **self.names, **self.numbers}

    def _link(self, told, one, known):
        """A link that is not stored yet, or why there is none."""
        title, bar, address = (part.strip() for part in told.rpartition("|"))
        if bar and values.is_web_address(address):
            return _outside(title, address, one)
        name = told if told in known else _number(told)
        if name not in known:
            return "文章不存在；站外链接请按“标题 | 网址”填写"
        if known[name] == one.article and one.article is not None:
            return "是文章自己"
        return RelatedLink(article_id=one.article, target_id=known[name])


def _outside(title, address, one):
    try:
        OUTSIDE(address)
    except ValidationError:
        return "网址有误"
    if not title or len(title) > LONGEST_TITLE or len(address) > LONGEST_URL:
        return f"标题要有1到{LONGEST_TITLE}个字，网址最多{LONGEST_URL}个字符"
    return RelatedLink(article_id=one.article, url=address, title=title)


def _number(told):
    """The number in /articles/12/, also with our host before it; None for another text."""
    try:
        host, parts = urlsplit(told).hostname or "", urlsplit(told).path.strip("/").split("/")
    except ValueError:
        return None
    ours = host in {"", settings.SITE_HOST} and len(parts) == 2 and parts[0] == "articles"
    return int(parts[1]) if ours and re.fullmatch("[0-9]{1,9}", parts[1]) else None


def _replace(batch, rows):
    own = RelatedLink.objects.filter(article__in=list(rows))
    taken = set(own.values_list("article", flat=True))
    kept = {one.article for one in batch if one.only_if_none and one.article in taken}
    own.exclude(article__in=kept).delete()
    made = []
    for key in rows.keys() - kept:
        once = {(link.target_id, link.url): link for link in reversed(rows[key])}
        for order, link in enumerate(reversed(once.values()), 1):
            link.order = order
            made.append(link)
    RelatedLink.objects.bulk_create(made)
