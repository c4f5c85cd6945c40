"""Who of the staff is named in a private note, and whether they have looked since."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.models.thread import Note


class Mention(models.Model):
    """One colleague named in one note. It goes with the note; until `seen_at` the desk tells them.

    Holds no word of the note.
    """

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

    def __str__(self):
        return "备注里的提醒"
