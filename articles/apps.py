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
        names = {publishing.KIND: "网址推送", publishing.HOOK: "文章变动"}
        registry.register(**names, **review.NAMES)
        receiver = registry.Behind("接收程序（WEBHOOK_URL）", told=publishing.told_of)
        registry.behind[publishing.REFERENCE] = receiver
        indexing.connect()
