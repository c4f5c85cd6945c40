"""From where the text of a version was taken, and what that source says of it."""

from datetime import date

from django.db import models

from statutes.base.enums import Status
from statutes.models.statute import IMPORTED, Statute


class TextSource(models.Model):
    """Where an imported text comes from; written with the text, in the same transaction.

    `status` and `effective_from` are what the source says of the version, empty where it says
    nothing: the table may say otherwise, and is not overwritten by it.
    """

    statute = models.OneToOneField(
        Statute, on_delete=models.CASCADE, primary_key=True, related_name="text_source"
    )
    name = models.CharField("条文来源", max_length=120)
    url = models.URLField("来源网址", max_length=300, blank=True)
    status = models.CharField("来源所写的状态", max_length=8, choices=Status.choices, blank=True)
    effective_from = models.DateField("来源所写的施行日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "条文来源"
        default_permissions = ()

    def __str__(self):
        return self.name

    @property
    def public_name(self):
        """How pages call it; empty for a file of the operator's: its name is for nobody else."""
        return "" if self.name.startswith(IMPORTED) else self.name

    def standing(self, day: date) -> str:
        """The status on a day that follows from what the source says; "" where it says nothing.

        效力未核对 is no statement: the source itself does not know.
        """
        if self.status in {"", Status.UNCHECKED}:
            return ""
        return Statute(status=self.status, effective_from=self.effective_from).status_on(day)

    def contradicts(self, row: Statute, day: date) -> bool:
        """Whether it says of its statute, given as the table has it, what the table does not."""
        status = self.standing(day)
        days = {self.effective_from, row.effective_from} - {None}
        return bool(status and status != row.status_on(day)) or len(days) > 1
