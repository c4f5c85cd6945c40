"""`manage.py rebuild_search`: rebuilds the search index from the articles.

For after a restore, a load past the site, or a new version that makes other tokens.
"""

import time

from articles.management.rebuilding import RebuildCommand
from articles.search.rebuilding import rebuild

RUNNING = "正在重建索引"


class Command(RebuildCommand):
    help = "重建站内搜索的索引。网站可以照常使用；中断后再运行一次即可。"
    running = RUNNING

    def rebuild(self, tick):
        start = time.monotonic()
        number = rebuild(tick)
        return f"搜索索引已重建：{number}篇文章，用时{time.monotonic() - start:.1f}秒。"
