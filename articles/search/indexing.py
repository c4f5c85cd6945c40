"""The index of articles: kept in step with each change, rebuilt while the site stays up."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from articles.models import Article, State
from richtext.base import upkeep
from richtext.fulltext import tokens
from richtext.fulltext.index import Index, batched
from richtext.fulltext.tokens import Text

INDEX = Index("articles_search", b=1.0)
BITS = 31  # of an id, behind the seconds since 1970: within one second the id decides
LAST_SECOND = (1 << 32) - 1  # in 2106


def index_many(articles: Iterable[Article]) -> None:
    """Make the index hold stored articles as they are; those not published are taken out.

    What is published for a later time is in, and left out when somebody searches.
    """
    shown, others = [], []
    for one in articles:
        if one.state == State.PUBLISHED:
            shown.append(text_of(one))
        else:
            others.append(one.pk)
    if shown:
        INDEX.put(shown)
    INDEX.drop(others)


def text_of(article: Article) -> Text:
    """What is searched of an article; among equals the later it appears the further in front."""
    second = min(max(int(article.publish_at.timestamp()), 0), LAST_SECOND)
    return Text(
        pk=article.pk,
        place=second << BITS | article.pk,
        group=0,
        title=article.title,
        head=article.summary,
        body=article.text,
        marks=(f"{tokens.AREA}{article.area_id}", f"{tokens.AUTHOR}{article.author_id}"),
    )


def missing() -> int:
    """How many published articles are not indexed, for example after `loaddata`."""
    return len(set(_published()) - set(INDEX.pks()))


BATCH = 50  # written in one transaction, for which whoever writes beside it has to wait
FIELDS = ("title", "summary", "text", "state", "publish_at", "area", "author")


def rebuild(tick: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index every published article anew and take out whatever else is there; how many are in.

    Visitors can search and editors save meanwhile. `tick` is called with how many of how many are
    done.
    """
    ids = _published()
    with INDEX.engine.filling():
        for batch in batched(ids, BATCH):
            _fill(batch, anew=True)
            tick(ids.index(batch[-1]) + 1, len(ids))
    INDEX.drop(sorted(set(INDEX.pks()) - set(_published())))
    INDEX.settle(whole=True)
    return len(ids)


def fill_missing(keep_going: Callable[[], bool] = lambda: True) -> bool:
    """Index the articles that the index lacks, as after an upgrade; whether it lacks none now."""
    there = set(INDEX.pks())
    for batch in batched([pk for pk in _published() if pk not in there], BATCH):
        if not keep_going():
            return False
        _fill(batch)
    INDEX.settle(whole=True)
    return True


def _published():
    """Ids in the order of publication: in this order they are numbered."""
    found = Article.objects.filter(state=State.PUBLISHED).order_by("publish_at", "pk")
    return list(found.values_list("pk", flat=True))


def _fill(ids, anew=False):
    """Index a batch of articles, whose rows are held meanwhile."""
    with transaction.atomic():
        rows = Article.objects.filter(state=State.PUBLISHED, pk__in=ids).order_by("pk")
        batch = rows.only(*FIELDS).select_for_update(of=("self",))
        INDEX.fill(map(text_of, batch), anew)
    upkeep.let_others_write()


def connect() -> None:
    """Let the index follow every article that is saved or deleted, in the same transaction.

    By signals, as cascades, the admin and `loaddata` call no code of ours. What writes past them
    (`bulk_create`, `update` of what is searched) calls `index_many` itself.
    """
    post_save.connect(_saved, sender=Article, dispatch_uid="search_saved")
    post_delete.connect(_deleted, sender=Article, dispatch_uid="search_deleted")
    INDEX.clear_with(Article)


def _saved(instance, **kwargs):
    index_many([instance])


def _deleted(instance, **kwargs):
    INDEX.drop([instance.pk])
