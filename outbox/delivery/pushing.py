"""Writing into the ledger which addresses of the site search engines should look at again."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from outbox.channels import search_engines
from outbox.channels.search_engines import Engine
from outbox.models import Notice

AT_ONCE = 500  # addresses for each statement


@dataclass(frozen=True)
class News:
    """An address whose page is another from a moment on; `gone` when it answers 410 or 404 then."""

    path: str
    at: datetime
    gone: bool = False


def enqueue_pushes(*, kind: str, paths: list[str], news: list[News]) -> int:
    """Tell the engines that are set up of `news`, in the caller's transaction; how many notices.

    What waited for one of `paths` is forgotten: what is written now says it anew, so that an
    address waits once for each moment. What is just being sent stays; the page may have been
    fetched before this change. Baidu takes back no address by a push: it is not told what is gone.
    """
    written = 0
    for engine in search_engines.configured():
        wanted = [one for one in news if not (one.gone and engine == Engine.BAIDU)]
        _forget(engine, paths)
        written += len(Notice.objects.bulk_create(_notices(kind, engine, wanted), AT_ONCE))
    return written


def _forget(engine: search_engines.Engine, paths: list[str]) -> None:
    waiting = Notice.objects.pending().filter(channel=engine, leased_until__isnull=True)
    for some in _chunks(paths):
        waiting.filter(recipient__in=some).delete()


def _chunks(paths: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(paths), AT_ONCE):
        yield paths[start : start + AT_ONCE]


def _notices(kind: str, engine: search_engines.Engine, news: list[News]) -> list[Notice]:
    return [
        Notice(
            kind=kind,
            channel=engine,
            recipient=one.path,
            payload={},
            dedupe_key=f"push:{engine.value}:{uuid.uuid4().hex}",
            due_at=one.at,
        )
        for one in news
    ]
