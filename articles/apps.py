"""Legal Q&A articles."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "文章"

    def ready(self):
        from articles.law import citations
        from articles.models import Citation
        from articles.search import indexing
        from articles.workflow import publishing, review
        from outbox.base import registry
        from statutes.services.recheck import texts_checked

        texts_checked.connect(
            citations.finish_bodies, sender=Citation, dispatch_uid="finished_bodies"
        )
        registry.register(**{publishing.KIND: "网址推送"}, **review.NAMES)
        indexing.connect()
