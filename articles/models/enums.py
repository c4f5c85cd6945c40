"""Where an article stands, and whose text it is."""

from django.db import models


class State(models.TextChoices):
    """Where an article stands; `published` also needs its time to have come.

    Whether it waits for a second person is told by `submitted_at`, since a published article
    stays public while a change of it is in review.
    """

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


class SourceKind(models.TextChoices):
    """Whose text it is."""

    ORIGINAL = "original", "原创"
    AUTHORISED = "authorised", "授权发布"
    REPRINT = "reprint", "转载"
    FORMER = "former", "旧站文章"
