"""`manage.py rebuild_excerpts`: rebuilds the stored excerpts and plain texts of all articles."""

from collections.abc import Callable

from articles.models import Article
from richtext.base.commands import RebuildCommand
from richtext.base.upkeep import let_others_write

BATCH = 200
DERIVED = ["text", "excerpt", "title_key"]


def rebuild(tick: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Compute the texts of all articles anew and store those that differ; how many that were.

    The content stays, so no version is kept and no date moves.
    """
    total, done, changed, last = Article.objects.count(), 0, 0, 0
    rows = Article.objects.order_by("pk").only("title", "summary", "body", *DERIVED)
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        for article in batch:
            before = {name: getattr(article, name) for name in DERIVED}
            article.derive_texts()
            values = {name: getattr(article, name) for name in DERIVED}
            if values != before:
                # Unless an editor has changed what the texts follow from since it was read.
                source = {name: getattr(article, name) for name in ("title", "summary", "body")}
                changed += Article.objects.filter(pk=article.pk, **source).update(**values)
        last, done = batch[-1].pk, done + len(batch)
        tick(min(done, total), total)
        let_others_write()
    return changed


DONE = "列表摘要已经重新计算，{}篇文章有变化。"


class Command(RebuildCommand):
    help = "按现在的规则重新计算每一篇文章的列表摘要和正文文字；文章的内容和日期不变。"
    running = "正在计算摘要"

    def rebuild(self, tick):
        return DONE.format(rebuild(tick))
