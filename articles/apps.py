"""Legal Q&A articles."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Articles, related links, search."""

    name = "articles"
    verbose_name = "文章"

    def ready(self):
        from articles.law import bodies
        from articles.models import Citation
        from articles.search import indexing
        from articles.workflow import after_publish, review
        from statutes.services.recheck import texts_checked

        texts_checked.connect(bodies.finish, sender=Citation, dispatch_uid="finished_bodies")
        after_publish.register()
        review.register()
        indexing.connect()
