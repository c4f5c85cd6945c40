"""`manage.py rebuild_related`: recomputes the related articles of all articles."""

from articles.related import recompute
from richtext.base.commands import RebuildCommand

DONE = "已重新计算{}篇文章的相关文章。"


class Command(RebuildCommand):
    help = "重新计算每一篇文章的相关文章；平时发布和修改文章时会自动计算。"
    running = "正在计算相关文章"
    go_on = "已算好的都有效，其余由后台进程继续计算。"

    def rebuild(self, tick):
        return DONE.format(recompute.rebuild(tick=tick))
