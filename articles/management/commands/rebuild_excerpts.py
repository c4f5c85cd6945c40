"""`manage.py rebuild_excerpts`: rebuilds the stored excerpts and plain texts of all articles."""

from articles.management.rebuilding import RebuildCommand
from articles.workflow import derived_texts

DONE = "列表摘要已经重新计算，{}篇文章有变化。"


class Command(RebuildCommand):
    help = "按现在的规则重新计算每一篇文章的列表摘要和正文文字；文章的内容和日期不变。"
    running = "正在计算摘要"

    def rebuild(self, tick):
        return DONE.format(derived_texts.rebuild(tick))
