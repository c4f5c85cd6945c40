"""What of a consultation is to become an article: masked, and agreed to by its client."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from consult.base.enums import PublicationState as State
from consult.crypto.fields import EncryptedTextField
from consult.models.consultation import Consultation
from firm.models import Lawyer, PracticeArea


class Publication(models.Model):
    """The public wording of a consultation, on its way from the masks to the article.

    The way from here to the article is the only one: the article knows nothing of it. It goes with
    the content of the consultation, and the article that stays then belongs to nobody any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="publications", db_index=False
    )
    article = models.ForeignKey(
        Article,
        verbose_name="整理成的文章",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    state = models.CharField("进度", max_length=10, choices=State.choices, default=State.PREPARING)
    # What was decided on each word that may tell who somebody is, as JSON.
    choices = EncryptedTextField("隐去的词", blank=True)
    title = EncryptedTextField("标题", blank=True)
    question = EncryptedTextField("公开的问题", blank=True)
    answer = EncryptedTextField("公开的答复", blank=True)
    wish = EncryptedTextField("咨询人的意见", blank=True)
    area = models.ForeignKey(
        PracticeArea, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    author = models.ForeignKey(
        Lawyer, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField("改动次数", default=1)
    # Only what was written until then is in the text: what comes later is nobody's to publish yet.
    started_at = models.DateTimeField("开始时间", default=timezone.now)
    updated_at = models.DateTimeField("最后修改", default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    asked_at = models.DateTimeField("请咨询人过目的时间", null=True)
    judged_at = models.DateTimeField("咨询人表态的时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开稿"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"],
                name="consult_publication_once",
                violation_error_message="每条咨询只有一份公开稿。",
            ),
            models.UniqueConstraint(
                fields=["article"],
                name="consult_article_of_one",
                violation_error_message="这篇文章已经属于另一份公开稿。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.AGREED, State.MADE]) | Q(judged_at__isnull=False),
                name="consult_published_if_agreed",
                violation_error_message="咨询人同意以后才能转成文章。",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(state__in=[State.MADE, State.WITHDRAWN]),
                name="consult_article_when_made",
                violation_error_message="转成文章以后才有对应的文章。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.PREPARING, State.WITHDRAWN])
                | Q(asked_at__isnull=False),
                name="consult_judged_if_asked",
                violation_error_message="请咨询人过目以后才有表态。",
            ),
        ]

    def __str__(self):
        return "公开稿"

    @property
    def is_written(self):
        """Whether all words were decided on, so that there is a text."""
        return bool(self.question)
