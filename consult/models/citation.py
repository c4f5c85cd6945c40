"""What the firm's canned replies cite of the law."""

from django.db import models

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
