"""What is written and sent in a consultation, and what of it is to become public."""

import uuid

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from consult.base import decisions
from consult.base.decisions import Decided, Reason
from consult.base.enums import PublicationState as State
from consult.base.enums import Scan, Sender
from consult.crypto.fields import EncryptedTextField
from consult.models.consultation import INDEX, Consultation, Nameless, belonging, optional
from firm.models import Lawyer, PracticeArea
from firm.models.base import Unsaved


class MessageQuerySet(models.QuerySet["Message"]):
    def for_client(self, at=None):
        """What the client sees: own words, what was seen, answers past withdrawal."""
        known = Q(sender=Sender.CLIENT) | Q(seen_at__isnull=False)
        return self.filter(known | Q(visible_at__lte=at or timezone.now()))


class Message(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = belonging("messages")
    sender = models.CharField("发送方", max_length=10, choices=Sender.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    signature = models.CharField("署名", max_length=30, blank=True)
    text = EncryptedTextField("内容")
    sent_at = models.DateTimeField("时间")
    visible_at = models.DateTimeField("对咨询人可见的时间")
    seen_at = models.DateTimeField("对方看到的时间", null=True, blank=True)
    submission = models.CharField("提交摘要", max_length=INDEX, unique=True, editable=False)
    # When the appointments can begin that its author offers with it.
    offered = models.TextField("提供的时间", blank=True, editable=False)
    # How many files came with it that were not taken, because a quota was used up.
    files_refused = models.PositiveSmallIntegerField("未收下的附件数", default=0, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["sent_at", "pk"]
        indexes = [models.Index(fields=["consultation", "sent_at"], name="consult_thread")]

    def __str__(self):
        return f"{self.get_sender_display()}的消息"


class Attachment(Nameless):
    """One file of a message: name and content encrypted, the content in the private storage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = EncryptedTextField("文件名")
    kind = models.CharField("类型", max_length=8, help_text="由内容判断，例如 pdf、jpeg。")
    size = models.PositiveIntegerField("字节数")
    stored_as = models.CharField("存放名", max_length=60, unique=True, editable=False)
    key_id = models.CharField("密钥编号", max_length=16, editable=False)
    scan = models.CharField("病毒扫描", max_length=10, choices=Scan.choices)
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(scan=Scan.PENDING), name="consult_to_scan"
            ),
        ]


class Draft(Unsaved):
    """What is being written to a client, by the reply box `page`; the newest stands in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = belonging("drafts")
    text = EncryptedTextField("草稿")

    class Meta(Unsaved.Meta):
        verbose_name = verbose_name_plural = "草稿"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "author", "page"],
                name="consult_draft_once",
                violation_error_message="每个窗口只留一份草稿。",
            )
        ]


class Note(Nameless):
    """A private note of the staff; a table of its own, so that it cannot reach a client."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    text = EncryptedTextField("备注")
    created_at = models.DateTimeField("时间", auto_now_add=True)
    submission = models.CharField("提交摘要", max_length=INDEX, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "内部备注"
        ordering = ["created_at", "pk"]


class Mention(Nameless):
    """One colleague named in one note, without its words; until `seen_at` the desk tells them."""

    note = models.ForeignKey(
        Note, on_delete=models.CASCADE, related_name="mentions", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    seen_at = models.DateTimeField("看到的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "备注里的提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["note", "user"],
                name="consult_mention_once",
                violation_error_message="一条备注只提醒同一位同事一次。",
            )
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=Q(seen_at__isnull=True), name="consult_mention_unseen"
            )
        ]


class ParkedFile(Nameless):
    """A file of a form that was refused, for half an hour; `owner` is what that form knows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField("表单", max_length=INDEX, db_index=True, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, null=True, related_name="parked_files"
    )
    name = EncryptedTextField("文件名")
    kind = models.CharField("类型", max_length=8)
    size = models.PositiveIntegerField("字节数")
    stored_as = models.CharField("存放名", max_length=60, unique=True, editable=False)
    key_id = models.CharField("密钥编号", max_length=16, editable=False)
    parked_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "暂存的附件"
        ordering = ["parked_at", "pk"]


class Publication(Nameless):
    """The public wording; the only way to the article, which knows nothing of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = belonging("publications")
    article = optional(Article, "整理成的文章", blank=False)
    state = models.CharField("进度", max_length=10, choices=State.choices, default=State.PREPARING)
    # What was decided on the marks of the text (`consult.base.decisions`), as JSON.
    choices = EncryptedTextField("对标记的决定", blank=True)
    title = EncryptedTextField("标题", blank=True)
    question = EncryptedTextField("公开的问题", blank=True)
    answer = EncryptedTextField("公开的答复", blank=True)
    wish = EncryptedTextField("咨询人的意见", blank=True)
    area = optional(PracticeArea, blank=False)
    author = optional(Lawyer, blank=False)
    version = models.PositiveIntegerField("改动次数", default=1)
    # Only what was written until then is in the text: what comes later is nobody's to publish yet.
    started_at = models.DateTimeField("开始时间", default=timezone.now)
    updated_at = models.DateTimeField("最后修改", default=timezone.now)
    updated_by = optional(User, blank=False)
    asked_at = models.DateTimeField("发给咨询人确认的时间", null=True)
    judged_at = models.DateTimeField("咨询人答复的时间", null=True)

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
                violation_error_message="发给咨询人确认以后才有答复。",
            ),
        ]

    @property
    def is_written(self):
        return bool(self.question)

    @property
    def decided(self) -> Decided:
        return decisions.loaded(self.choices)

    @property
    def ticked(self) -> list[tuple[str, str]]:
        """What stays although it is marked, with the reason in words."""
        return [(word, Reason(why).label) for word, why in self.decided.ticked.items()]
