"""What a client agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.base.enums import ConsentKind
from consult.models.consultation import Consultation
from firm.models import PageVersion


class Consent(models.Model):
    """One consent of a client, bound to the version of the page that was read.

    Kept after the content is erased: it is the proof that the processing was lawful, and holds
    nothing of what was confided.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="consents", db_index=False
    )
    kind = models.CharField("同意的事项", max_length=12, choices=ConsentKind.choices)
    notice = models.ForeignKey(
        PageVersion, verbose_name="所依据的告知版本", on_delete=models.PROTECT
    )
    given_at = models.DateTimeField("同意时间")
    # Of a consent told on the telephone or at the desk: who of the staff told and heard it.
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="口头告知人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    given_orally = models.BooleanField("口头同意", default=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "同意记录"
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="consult_consent_once",
                violation_error_message="同一事项的同意已经有效。",
            ),
            models.CheckConstraint(
                condition=Q(told_by__isnull=True) | Q(given_orally=True),
                name="consult_told_by_mouth",
                violation_error_message="只有口头同意才有口头告知人。",
            ),
        ]
        indexes = [models.Index(fields=["consultation", "kind"], name="consult_consents")]

    def __str__(self):
        return self.get_kind_display()
