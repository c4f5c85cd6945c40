"""What the firm's canned replies cite of the law."""

from django.db import models
from django.urls import reverse

from consult.models.desk import CannedReply
from statutes.models import CitingModel


class CannedCitation(CitingModel):
    """A citation in a canned reply; offsets count characters of its text."""

    text_field = "reply"

    reply = models.ForeignKey(
        CannedReply, on_delete=models.CASCADE, related_name="citations", db_index=False
    )

    class Meta(CitingModel.Meta):
        verbose_name = verbose_name_plural = "常用答复引用的法规"
        indexes = [
            models.Index(fields=["reply", "start"], name="consult_canned_cites"),
            models.Index(fields=["short_name", "number"], name="consult_canned_cited"),
        ]

    @classmethod
    def texts(cls):
        return CannedReply.objects.all()

    @classmethod
    def text_of(cls, text):
        return text.text

    @classmethod
    def day_of(cls, text):
        return text.checked_on or text.written_on

    @classmethod
    def admin_url_of(cls, text):
        return reverse("admin:consult_cannedreply_change", args=[text.pk])
