"""Legal Q&A articles."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Articles, related links, search."""

    name = "articles"
    verbose_name = "文章"

    def ready(self):
        from articles.search import signals
        from articles.workflow import search_engine_pings

        search_engine_pings.register()
        signals.connect()
