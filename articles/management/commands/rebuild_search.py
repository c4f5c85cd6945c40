"""`manage.py rebuild_search`: rebuilds the search index from the articles and the texts of law.

For after a restore, a load past the site, or a new version that makes other tokens.
"""

import time

from articles.management.rebuilding import RebuildCommand
from articles.search import indexing as articles
from articles.search.indexing import INDEX
from statutes.search import indexing as law
from statutes.search.indexing import LAW

RUNNING = {"articles": "正在重建文章索引", "law": "正在重建法规索引"}


class Command(RebuildCommand):
    help = "重建站内搜索的索引。网站可以照常使用；中断后再运行一次，会接着做完。"

    def rebuild(self, tick):
        start, told = time.monotonic(), []
        # One that broke off in the texts of law goes on with them.
        if INDEX.is_unfinished() or not LAW.is_unfinished():
            self.running = RUNNING["articles"]
            told.append(f"{articles.rebuild(tick)}篇文章")
        self.running = RUNNING["law"]
        told.append(f"{law.rebuild(tick)}条法规")
        return f"搜索索引已重建：{'、'.join(told)}，用时{time.monotonic() - start:.1f}秒。"
