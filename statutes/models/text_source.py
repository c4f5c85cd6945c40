"""From where the text of a version was taken, and what that source says of it."""

from django.db import models

from statutes.base.enums import Status
from statutes.models.statute import Statute

OWN_FILE = "导入文件 "  # in front of the name of a file that says nothing of itself


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
        return "" if self.name.startswith(OWN_FILE) else self.name
