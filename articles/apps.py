"""Legal Q&A articles."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Articles, related links, search."""

    name = "articles"
    verbose_name = "文章与标签"

    def ready(self):
        from articles import pushes
        from articles.search import hooks

        pushes.register()
        hooks.connect()
