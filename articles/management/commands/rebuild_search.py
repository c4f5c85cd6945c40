"""`manage.py rebuild_search`: rebuilds the search index from the articles and the texts of law.

For after a restore, a load past the site, or a new version that makes other tokens.
"""

import time

from articles.search import indexing as articles
from richtext.base.commands import RebuildCommand
from statutes.search import indexing as law

RUNNING = {"articles": "正在重建文章索引", "law": "正在重建法规索引"}


class Command(RebuildCommand):
    help = "重建站内搜索的索引。网站可以照常使用。"

    def rebuild(self, tick):
        start = time.monotonic()
        self.running = RUNNING["articles"]
        number = articles.rebuild(tick)
        self.running = RUNNING["law"]
        told = f"{number}篇文章、{law.rebuild(tick)}条法规"
        return f"搜索索引已重建：{told}，用时{time.monotonic() - start:.1f}秒。"
